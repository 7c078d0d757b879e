import ImgflowEngine
import ImgflowTerminal

/// A word of the language that is no verb: `imgflow help when`.
package struct WordPage {
    package var word: String
    /// One line.
    package var summary: String
    package var explanation: String
    /// Whole programs; the tests check them.
    package var examples: [String]

    package var text: String {
        "\(word): \(summary)\n\n\(explanation)\n\nEXAMPLES:\n"
            + examples.map { program in
                program.split(separator: "\n").map { "  \($0)\n" }.joined()
            }.joined(separator: "\n")
    }

    package static var list: String {
        var table = TextTable()
        for page in all { table.add(page.word, page.summary) }
        return
            "\nWORDS:\n\(table.text)\n  See `imgflow help <word>`, and `imgflow help E031` for a message.\n"
    }

    package static let all = [
        WordPage(
            word: "param", summary: "a value that the command line gives",
            explanation: """
                `param name: type = default "what it is"`. Without a default it is an argument, by its place or
                by its name; with one it is a flag. Types: string, number, integer, truth, file, files, image,
                mask, size, ratio, color, word, list. `imgflow FILE --help` shows them.
                """,
            examples: [
                "param photo: file \"the photo to change\"\nparam text: string = \"storm\"\nload $photo | inpaint mask:\"sky\" text:$text | save"
            ]),
        WordPage(
            word: "use", summary: "brings the `let` and `def` of another file",
            explanation: """
                The path is relative to the file that it stands in. Nothing else of that file is taken: its
                pipelines do not run.
                """, examples: ["use \"brand.imgflow\"\nload \"a.png\" | branded | save"]),
        WordPage(
            word: "let", summary: "names a value, or images that are made once",
            explanation: """
                `let name = value` or `let name = stage | stage`. It is used as `$name`, in strings as `{$name}`,
                and its fields as `{$name.stem}`. No name is bound twice in a file.
                """,
            examples: [
                "let cat = generate \"a cat\"\n$cat | upscale fast | save\n$cat | resize 256 | save \"small.png\""
            ]),
        WordPage(
            word: "def", summary: "makes a verb of a pipeline",
            explanation: """
                `def name(parameters) = stage | stage`. The first parameter is given by its place. A definition
                sees what stands above it, and cannot call itself.
                """,
            examples: [
                "def poster(text: string, look: word = cinematic) =\n  generate $text aspect:2:3 style:$look | upscale fast\nposter \"a lighthouse\" | save"
            ]),
        WordPage(
            word: "set", summary: "sets a default for a verb, or an option of the run",
            explanation: """
                `set verb name:value` holds for what follows. `set budget:2.00`, `set region:us-west-2` and
                `set out:"folder"` stand before the first pipeline. A budget is a limit, never a consent.
                """,
            examples: [
                "set budget:2.00\nset generate model:core aspect:16:9\ngenerate \"a harbour\" | save"
            ]),
        WordPage(
            word: "as", summary: "names the current image",
            explanation: """
                `as name` passes the image on; `$name` brings it back, to the end of the pipeline or block.
                """,
            examples: [
                "load \"a.png\" | as photo | resize 512 | save \"small.png\" | $photo | upscale fast | save"
            ]),
        WordPage(
            word: "tee", summary: "runs a block beside, and passes the image on",
            explanation:
                "What the block makes goes nowhere else; when it fails, the image goes on.",
            examples: [
                "load \"a.png\" | tee { resize 256 | save \"small.png\" } | upscale fast | save"
            ]),
        WordPage(
            word: "fork", summary: "gives the results of several blocks",
            explanation: "Item by item, then block by block.",
            examples: [
                "load \"a.png\" | fork { upscale fast } { resize 512 } | save \"{stem}-{index}.png\""
            ]),
        WordPage(
            word: "when", summary: "runs a block for the images that fit",
            explanation: """
                Images that do not fit pass unchanged, or go through `else { … }`. Conditions: fields as bare
                names (width, height, index, seed, stem, name, ext, dir, model, verb, text and what was swept),
                variables, numbers, strings, `< <= > >= == !=`, `and or not`, parentheses.
                """,
            examples: [
                "load \"*.png\" | when width > 2000 { resize 50% } else { upscale fast } | save \"{stem}-new.png\""
            ]),
        WordPage(
            word: "where", summary: "keeps the images that fit",
            explanation: "Conditions are those of `when`.",
            examples: [
                "load \"*.png\" | where width > 500 | resize 400 | save \"{stem}-small.png\""
            ]),
        WordPage(
            word: "try", summary: "runs a second block for an image for which the first failed",
            explanation: """
                `try { … } else { … }`. Wrong credentials, the budget and an interrupt end the run and are not
                caught.
                """,
            examples: [
                "load \"a.png\" | try { upscale creative text:\"a harbour\" } else { upscale fast } | save"
            ]),
        WordPage(
            word: "pick", summary: "chooses images by their places, from 1",
            explanation: "What is not chosen is not paid for, unless a `where` before needs it.",
            examples: ["generate \"a cat\" count:4 | pick [1, 3] | save \"cat-{index}.png\""]),
        WordPage(
            word: "take", summary: "keeps the first images",
            explanation: "What is not chosen is not paid for, unless a `where` before needs it.",
            examples: ["load \"*.png\" | take 3 | upscale fast | save \"{stem}-big.png\""]),
        WordPage(
            word: "skip", summary: "leaves out the first images",
            explanation: "What is not chosen is not paid for, unless a `where` before needs it.",
            examples: ["load \"*.png\" | skip 3 | upscale fast | save \"{stem}-big.png\""]),
    ]
}
