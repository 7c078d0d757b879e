import ImgflowLanguage

/// A dozen verbs in the manner of language.md §5.
let testCatalog: Catalog = {
    let image = ValueType.either([.text(maximum: 1024), .image])
    let negative = Parameter("negative", .text(maximum: 10_000), "what should not be there")
    let seed = Parameter("seed", .integer(1...2_147_483_646), "where the randomness starts")
    let style = Parameter("style", .word(["3d-model", "anime", "cinematic"]), "how it looks")
    return Catalog([
        Signature(
            "generate", "makes an image from text", takes: .nothing, isPaid: true,
            positional: Parameter("text", .text(maximum: 40), isRequired: true, "what to see"),
            parameters: [
                negative, seed, style,
                Parameter("aspect", .ratio([Ratio(1, 1), Ratio(16, 9)]), "the shape"),
                Parameter("size", .size(side: 64...4096), "the size in pixels"),
                Parameter("colors", .list(of: .color, count: 1...3), "colors to use"),
                Parameter("layout", .image, "an image to follow"),
                Parameter("strength", .number(0...1), "how closely it is followed"),
                Parameter("count", .integer(1...10), "how many"),
            ], examples: []),
        Signature(
            "inpaint", "paints over a part", takes: .image, isPaid: true,
            positional: Parameter(
                "text", .text(maximum: 10_000), isRequired: true, "what to paint"),
            parameters: [
                Parameter("mask", image, isRequired: true, "where to paint"), negative, seed, style,
                Parameter("exact", .truth, "keeps the rest as it is"),
            ], examples: []),
        Signature(
            "upscale", "makes an image larger", takes: .image, isPaid: true,
            positional: Parameter(
                "mode", .word(["fast", "conservative", "creative"]), isRequired: true,
                "which upscaler"),
            parameters: [
                Parameter("text", .text(maximum: 10_000), "what it shows"), negative, seed,
            ],
            examples: []),
        Signature(
            "load", "reads images", takes: .nothing,
            positional: Parameter(
                "path", .either([.path, .standardStream]), isRequired: true,
                "a file, a folder or a pattern"),
            parameters: [Parameter("empty", .word(["ok"]), "no match is fine")], examples: []),
        Signature(
            "save", "writes the image", takes: .image, isSink: true,
            positional: Parameter("path", .either([.path, .standardStream]), "where to"),
            parameters: [Parameter("overwrite", .truth, "replaces a file")], examples: []),
        Signature("info", "tells of the image", takes: .image, isSink: true, examples: []),
        Signature(
            "resize", "changes the size", takes: .image,
            positional: Parameter(
                "width", .either([.length(1...16_384), .size(side: 1...16_384)]), "how wide"),
            parameters: [
                Parameter("height", .length(1...16_384), "how high"),
                Parameter("like", .image, "as large as this image"),
            ], examples: []),
        Signature(
            "convert", "changes the format", takes: .image,
            positional: Parameter(
                "format", .word(["png", "jpeg", "webp"]), isRequired: true, "the format"),
            parameters: [Parameter("quality", .integer(1...100), "of jpeg and webp")], examples: []),
        Signature(
            "select", "selects a part", takes: .image,
            parameters: [
                Parameter(
                    "rect", .list(of: .length(0...16_384), count: 4...4), "left, top, width, height"
                ),
                Parameter("color", .color, "a color"),
            ], examples: []),
        Signature(
            "feather", "softens a mask", takes: .image,
            positional: Parameter("radius", .length(0...1000), isRequired: true, "how far"),
            examples: []),
        Signature(
            "overlay", "lays an image over", takes: .image,
            positional: Parameter("image", .image, isRequired: true, "what is laid over"),
            examples: []),
        Signature(
            "blend", "mixes images", takes: .image,
            parameters: [Parameter("with", .list(of: .image, count: 1...4), "the others")],
            examples: []),
        Signature("flip", "mirrors the image", takes: .image, examples: []),
        Signature(
            "tint", "shades of one color", takes: .image, isNewer: true,
            positional: Parameter("color", .color, isRequired: true, "the color"), examples: []),
    ])
}()

let testChecker = Checker(testCatalog, optionNames: { ["budget", "region", "out"] })

/// The diagnostics of a program as the user sees them.
func rendered(_ program: String) -> String {
    let linked = linked(program)
    let renderer = DiagnosticRenderer(linked.sources)
    return testChecker.check(linked).diagnostics.map(renderer.render).joined()
}

/// Files that a program may use.
private let files = [
    "brand.imgflow": "let mood = \"calm, \"\ndef small(side: integer = 64) = flip | flip\n",
    "broken.imgflow": "def odd(side: integer = 64) = flop\n",
    "loop.imgflow": "use \"back.imgflow\"\n", "back.imgflow": "use \"test.imgflow\"\n",
]

func linked(_ program: String) -> LinkedProgram {
    let source = SourceText(name: "test.imgflow", text: program)
    return Linker.link(Parser.parse(source), id: FilePath("test.imgflow")) { path, _ in
        if path == "test.imgflow" {
            return .found(id: FilePath(path), name: path, folder: ".", text: program)
        }
        guard let text = files[path] else { return .unreadable(why: "file not found") }
        return .found(id: FilePath(path), name: path, folder: ".", text: text)
    }
}

/// The codes of a program's diagnostics, in order.
func codes(_ program: String) -> [String] {
    testChecker.check(linked(program)).diagnostics.map(\.code)
}
