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
            "\nKEYWORDS:\n\(table.text)\n  See `imgflow help <keyword>`, and `imgflow help E031` for a message.\n"
    }

    package static let all = [
        WordPage(
            word: "param", summary: "declare a command-line parameter",
            explanation: """
                `param name: type = default "what it is"`. Without a default it is an argument, by position or
                by name; with a default it is a flag. Types: string, number, integer, truth, file, files, image,
                mask, size, ratio, color, word, list. `imgflow FILE --help` shows them.
                """,
            examples: [
                "param photo: file \"the photo to change\"\nparam text: string = \"storm\"\nload $photo | inpaint mask:\"sky\" text:$text | save"
            ]),
        WordPage(
            word: "use", summary: "import the definitions of another file",
            explanation: """
                The path is relative to the file with the `use`. Nothing else is imported: the other file's
                pipelines do not run.
                """, examples: ["use \"brand.imgflow\"\nload \"a.png\" | branded | save"]),
        WordPage(
            word: "let", summary: "name a value, or a pipeline that is run once",
            explanation: """
                `let name = value` or `let name = stage | stage`. Use it as `$name`, in strings as `{$name}`,
                and its fields as `{$name.stem}`. A name is defined once per file.
                """,
            examples: [
                "let cat = generate \"a cat\"\n$cat | upscale fast | save\n$cat | resize 256 | save \"small.png\""
            ]),
        WordPage(
            word: "def", summary: "define a verb as a pipeline",
            explanation: """
                `def name(parameters) = stage | stage`. The first parameter may be given without its name. A definition
                can use what is defined before it, and cannot call itself.
                """,
            examples: [
                "def poster(text: string, look: word = cinematic) =\n  generate $text aspect:2:3 style:$look | upscale fast\nposter \"a lighthouse\" | save"
            ]),
        WordPage(
            word: "set", summary: "set a default of a verb, or an option of the run",
            explanation: """
                `set verb name:value` applies to what follows. `set budget:2.00`, `set region:us-west-2`, and
                `set out:"folder"` must come before the first pipeline. A budget is a limit, never a confirmation.
                """,
            examples: [
                "set budget:2.00\nset generate model:core aspect:16:9\ngenerate \"a harbor\" | save"
            ]),
        WordPage(
            word: "as", summary: "name the current image",
            explanation: """
                `as name` passes the image on; `$name` recalls it later in the pipeline or block.
                """,
            examples: [
                "load \"a.png\" | as photo | resize 512 | save \"small.png\" | $photo | upscale fast | save"
            ]),
        WordPage(
            word: "tee", summary: "run a side pipeline, and pass the image on",
            explanation:
                "Results of the block are not passed on; if it fails, the image still is.",
            examples: [
                "load \"a.png\" | tee { resize 256 | save \"small.png\" } | upscale fast | save"
            ]),
        WordPage(
            word: "fork", summary: "run several pipelines and pass on all results",
            explanation: "Results are ordered by image, then by block.",
            examples: [
                "load \"a.png\" | fork { upscale fast } { resize 512 } | save \"{stem}-{index}.png\""
            ]),
        WordPage(
            word: "when", summary: "run a pipeline for images that meet a condition",
            explanation: """
                Other images pass unchanged, or go through `else { … }`. Conditions: fields as bare
                names (width, height, index, seed, stem, name, ext, dir, model, verb, text, and swept parameters),
                variables, numbers, strings, `< <= > >= == !=`, `and or not`, parentheses.
                """,
            examples: [
                "load \"*.png\" | when width > 2000 { resize 50% } else { upscale fast } | save \"{stem}-new.png\""
            ]),
        WordPage(
            word: "where", summary: "keep images that meet a condition",
            explanation: "Conditions are the same as for `when`.",
            examples: [
                "load \"*.png\" | where width > 500 | resize 400 | save \"{stem}-small.png\""
            ]),
        WordPage(
            word: "try", summary: "run a pipeline, and another one for images that fail",
            explanation: """
                `try { … } else { … }`. Invalid credentials, an exceeded budget, and an interrupt end the run and are not
                caught.
                """,
            examples: [
                "load \"a.png\" | try { upscale creative text:\"a harbor\" } else { upscale fast } | save"
            ]),
        WordPage(
            word: "repeat", summary: "run a block again with other seeds until its image fits",
            explanation: """
                `repeat 3 until score >= 7 { … } else { … }`. Every round starts from the image that entered. The first image
                that fits is taken; else the nearest does, with a warning, or what the `else` block makes. The price is a
                range: one round to all of them. A block in which nothing varies is an error.
                """,
            examples: [
                "load \"a.png\" | repeat 3 until score >= 7 { structure \"a hut\" | judge \"it looks real\" } | save"
            ]),
        WordPage(
            word: "pick", summary: "choose images by position, counting from 1",
            explanation:
                "Images that are not chosen are not paid for, unless an earlier `where` needs them.",
            examples: ["generate \"a cat\" count:4 | pick [1, 3] | save \"cat-{index}.png\""]),
        WordPage(
            word: "take", summary: "keep the first images",
            explanation:
                "Images that are not chosen are not paid for, unless an earlier `where` needs them.",
            examples: ["load \"*.png\" | take 3 | upscale fast | save \"{stem}-big.png\""]),
        WordPage(
            word: "skip", summary: "skip the first images",
            explanation:
                "Images that are not chosen are not paid for, unless an earlier `where` needs them.",
            examples: ["load \"*.png\" | skip 3 | upscale fast | save \"{stem}-big.png\""]),
    ]
}
