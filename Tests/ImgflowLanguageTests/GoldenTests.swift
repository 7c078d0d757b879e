import ImgflowLanguage
import Testing

/// A program with a mistake, and exactly what the user is told.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    var code: DiagnosticCode
    var program: String
    var expected: String

    init(_ code: DiagnosticCode, _ program: String, _ expected: String) {
        self.code = code
        self.program = program
        self.expected = expected
    }

    var testDescription: String { "\(code.rawValue) \(code)" }
}

struct GoldenTests {
    @Test(arguments: goldenCases)
    func aMistakeIsToldInTheseWords(_ golden: GoldenCase) {
        #expect(rendered(golden.program) == golden.expected + "\n")
        #expect(codes(golden.program).contains(golden.code.rawValue))
    }

    @Test func everyCodeHasItsWords() {
        let told = Set(goldenCases.map(\.code))
        #expect(
            DiagnosticCode.allCases.filter { $0.stage == .language && !told.contains($0) } == [
                .tooManyErrors, .tooManyWarnings,
            ])
    }

    @Test func codesAreTheLanguagesOwn() {
        let codes = DiagnosticCode.allCases.map(\.rawValue)
        #expect(Set(codes).count == codes.count)
        let own = DiagnosticCode.allCases.filter { $0.stage == .language }.map(\.rawValue)
        #expect(own.allSatisfy { $0 < "E050" || $0.hasPrefix("W") })
    }

    @Test func nobodyReadsMoreThanAHundredErrors() {
        let program = Array(repeating: "load \"a.png\" | flop | info", count: 150).joined(
            separator: "\n")
        let found = codes(program)
        #expect(found == Array(repeating: "E020", count: 100) + ["E019"])
        let last = """
            error[E019]: more than 100 errors: the rest is not shown
                --> test.imgflow:101:16
                 |
             101 | load "a.png" | flop | info
                 |                ^^^^ the next one is here

            """
        #expect(rendered(program).hasSuffix(last))
    }

    @Test func norMoreThanAHundredWarnings() {
        let program =
            (0..<150).map { "let a\($0) = 3" }.joined(separator: "\n") + "\nload \"a.png\" | info"
        #expect(codes(program) == Array(repeating: "W001", count: 100) + ["W003"])
    }
}

private let goldenCases: [GoldenCase] = [
    GoldenCase(
        .unexpectedCharacter,
        "load \"a.png\" | flip\u{A0}| info\n",
        #"""
        error[E001]: unusual space U+00A0
          --> test.imgflow:1:20
           |
         1 | load "a.png" | flip | info
           |                    ^
           = fix: an ordinary space
        """#),
    GoldenCase(
        .unexpectedCharacter,
        "load \"a\u{7}.png\" | info\n",
        #"""
        error[E001]: control character U+0007 in a string
          --> test.imgflow:1:8
           |
         1 | load "a␇.png" | info
           |        ^
           = fix: \u{7}
        """#),
    GoldenCase(
        .unclosedString,
        #"""
        load "a.png
        | info
        """#,
        #"""
        error[E002]: the string is not closed on its line
          --> test.imgflow:1:6
           |
         1 | load "a.png
           |      ^^^^^^ opened here
           = fix: close it, or use """ for text of several lines
        """#),
    GoldenCase(
        .unclosedString,
        "load \"a.png\" | inpaint mask:\"sky\" text:\"\"\"\n  a storm\n",
        #"""
        error[E002]: the long string is not closed
          --> test.imgflow:1:40
           |
         1 | load "a.png" | inpaint mask:"sky" text:"""
           |                                        ^^^ opened here
           = fix: end it with """
        """#),
    GoldenCase(
        .badEscape,
        #"""
        load "C:\pictures\a.png" | info
        """#,
        #"""
        error[E003]: `\p` is not an escape
          --> test.imgflow:1:9
           |
         1 | load "C:\pictures\a.png" | info
           |         ^^
           = note: valid escapes: \n \t \" \\ and \u{…}
           = fix: \\ for a backslash, or a raw string '…'
        error[E003]: `\a` is not an escape
          --> test.imgflow:1:18
           |
         1 | load "C:\pictures\a.png" | info
           |                  ^^
           = note: valid escapes: \n \t \" \\ and \u{…}
           = fix: \\ for a backslash, or a raw string '…'
        """#),
    GoldenCase(
        .badEscape,
        #"""
        generate "a \u{110000} cat" | save
        """#,
        #"""
        error[E003]: `\u{110000}` is not an escape
          --> test.imgflow:1:13
           |
         1 | generate "a \u{110000} cat" | save
           |             ^^^^^^^^^^
           = note: valid escapes: \n \t \" \\ and \u{…}
           = fix: \u{1F308}
        """#),
    GoldenCase(
        .badBraces,
        #"""
        generate "a {cat" | save
        """#,
        #"""
        error[E004]: `{` starts a field that is not closed
          --> test.imgflow:1:13
           |
         1 | generate "a {cat" | save
           |             ^
           = fix: write `{{` for a brace, or use a raw string '…'
        """#),
    GoldenCase(
        .badBraces,
        #"""
        load "a.png" | save "{stem or name}.png"
        """#,
        #"""
        error[E004]: `{stem or name}` is neither a field nor a variable
          --> test.imgflow:1:22
           |
         1 | load "a.png" | save "{stem or name}.png"
           |                      ^^^^^^^^^^^^^^
           = note: braces contain a field `{stem}`, a variable `{$season}`, a field of a named image `{$cut.stem}`, or a padded number `{index:03}`
           = fix: write `{{` and `}}` for braces, or use a raw string '…'
        """#),
    GoldenCase(
        .unquotedText,
        #"""
        load in/*.jpg | info
        """#,
        #"""
        error[E005]: `in/*.jpg` is not a name, a word or a number
          --> test.imgflow:1:6
           |
         1 | load in/*.jpg | info
           |      ^^^^^^^^ text and paths require quotes
           = fix: "in/*.jpg"
        """#),
    GoldenCase(
        .unquotedText,
        #"""
        load "a.png" | as red_cat | info
        """#,
        #"""
        error[E005]: `red_cat` has an underscore: names use hyphens
          --> test.imgflow:1:19
           |
         1 | load "a.png" | as red_cat | info
           |                   ^^^^^^^
           = fix: red-cat
        """#),
    GoldenCase(
        .unquotedText,
        #"""
        let x = 3
        load "${x}.png" | resize ${x} | save
        """#,
        #"""
        error[E024]: `{x}` is not an image field
          --> test.imgflow:2:8
           |
         2 | load "${x}.png" | resize ${x} | save
           |        ^^^
           = note: valid fields: stem, name, ext, dir, index, width, height, seed, model, verb, text, bytes, format, dpi, hash, date, page, alpha
           = fix: {$x}
        error[E005]: `${x}` is not a variable
          --> test.imgflow:2:26
           |
         2 | load "${x}.png" | resize ${x} | save
           |                          ^^^^
           = fix: $x
        """#),
    GoldenCase(
        .unquotedColor,
        #"""
        load "a.png" | select color:#fff | save
        """#,
        #"""
        error[E006]: `#fff` starts a comment: write a color as a string
          --> test.imgflow:1:29
           |
         1 | load "a.png" | select color:#fff | save
           |                             ^^^^
           = fix: "#fff"
        """#),
    GoldenCase(
        .typographicQuotes,
        #"""
        load “a.png” | info
        """#,
        #"""
        error[E007]: typographic quotes cannot enclose a string
          --> test.imgflow:1:6
           |
         1 | load “a.png” | info
           |      ^^^^^^^
           = fix: "a.png"
        """#),
    GoldenCase(
        .badNumber,
        #"""
        load "a.png" | resize 99999999999999999999 | save
        """#,
        #"""
        error[E008]: `99999999999999999999` is too large a number
          --> test.imgflow:1:23
           |
         1 | load "a.png" | resize 99999999999999999999 | save
           |                       ^^^^^^^^^^^^^^^^^^^^
        """#),
    GoldenCase(
        .badNumber,
        #"""
        load "a.png" | resize 10-20 | save
        """#,
        #"""
        error[E008]: `10-20` is not a number
          --> test.imgflow:1:23
           |
         1 | load "a.png" | resize 10-20 | save
           |                       ^^^^^
           = fix: 10..20
        """#),
    GoldenCase(
        .badNumber,
        #"""
        generate "cat" aspect:1.91:1 seed:4..1 | save
        """#,
        #"""
        error[E008]: `1.91:1` is not a number
          --> test.imgflow:1:23
           |
         1 | generate "cat" aspect:1.91:1 seed:4..1 | save
           |                       ^^^^^^
           = fix: 191:100
        error[E008]: the range `4..1` is empty: the smaller number comes first
          --> test.imgflow:1:35
           |
         1 | generate "cat" aspect:1.91:1 seed:4..1 | save
           |                                   ^^^^
           = fix: 1..4
        """#),
    GoldenCase(
        .unexpectedToken,
        #"""
        "a.png" | flip | save
        """#,
        #"""
        error[E009]: expected a verb, found `"a.png"`
          --> test.imgflow:1:1
           |
         1 | "a.png" | flip | save
           | ^^^^^^^
           = fix: load "a.png"
        """#),
    GoldenCase(
        .unexpectedToken,
        #"""
        load "a.png" as cat | info
        """#,
        #"""
        error[E009]: expected `|` before `as`, found `as`
          --> test.imgflow:1:14
           |
         1 | load "a.png" as cat | info
           |              ^^
           = fix: | as
        """#),
    GoldenCase(
        .unexpectedToken,
        #"""
        load "a.png" | flip = 3 | save
        """#,
        #"""
        error[E009]: expected a value, `name:value` or `|`, found `=`
          --> test.imgflow:1:21
           |
         1 | load "a.png" | flip = 3 | save
           |                     ^
        """#),
    GoldenCase(
        .unbalancedBracket,
        #"""
        load "a.png" | overlay (load "b.png" | flip
        load "d.png" | blend with:["x.png"
        load "e.png" | info
        """#,
        #"""
        error[E010]: `(` is not closed
          --> test.imgflow:1:24
           |
         1 | load "a.png" | overlay (load "b.png" | flip
           |                        ^ opened here
        error[E010]: `[` is not closed
          --> test.imgflow:2:27
           |
         2 | load "d.png" | blend with:["x.png"
           |                           ^ opened here
        """#),
    GoldenCase(
        .unbalancedBracket,
        #"""
        load "a.png" | flip ) | info
        """#,
        #"""
        error[E010]: `)` closes nothing
          --> test.imgflow:1:21
           |
         1 | load "a.png" | flip ) | info
           |                     ^
        """#),
    GoldenCase(
        .missingPart,
        #"""
        load "a.png" | resize height: | save
        """#,
        #"""
        error[E011]: expected a value after `height:`
          --> test.imgflow:1:23
           |
         1 | load "a.png" | resize height: | save
           |                       ^^^^^^^
        """#),
    GoldenCase(
        .missingPart,
        #"""
        load "a.png" |
        let a = 3
        load "{$a}.png" | info
        """#,
        #"""
        error[E011]: expected a stage after `|`
          --> test.imgflow:1:14
           |
         1 | load "a.png" |
           |              ^
        """#),
    GoldenCase(
        .argumentSpelling,
        #"""
        load "a.png" | resize height: 20 | convert png --quality 5 | save overwrite=true
        """#,
        #"""
        error[E012]: `height: 20` is not an argument: write arguments as `name:value`
          --> test.imgflow:1:23
           |
         1 | load "a.png" | resize height: 20 | convert png --quality 5 | save overwrite=true
           |                       ^^^^^^^
           = fix: height:20
        error[E012]: `--quality` is not an argument: write arguments as `name:value`
          --> test.imgflow:1:48
           |
         1 | load "a.png" | resize height: 20 | convert png --quality 5 | save overwrite=true
           |                                                ^^^^^^^^^
           = fix: quality:5
        error[E012]: `overwrite=true` is not an argument: write arguments as `name:value`
          --> test.imgflow:1:67
           |
         1 | load "a.png" | resize height: 20 | convert png --quality 5 | save overwrite=true
           |                                                                   ^^^^^^^^^^
           = fix: overwrite:true
        """#),
    GoldenCase(
        .shellHabit,
        #"""
        load "a.png" | flip > out.png && load "b.png" | info
        """#,
        #"""
        error[E013]: `>` does not write a file
          --> test.imgflow:1:21
           |
         1 | load "a.png" | flip > out.png && load "b.png" | info
           |                     ^
           = fix: | save "out.png"
        error[E013]: `&&` is shell syntax: separate statements with a new line or `;`
          --> test.imgflow:1:31
           |
         1 | load "a.png" | flip > out.png && load "b.png" | info
           |                               ^^
           = note: a statement runs only if the ones before it did not end the run
           = fix: ;
        """#),
    GoldenCase(
        .shellHabit,
        #"""
        load "a.png" \
          | info
        """#,
        #"""
        error[E013]: `\` does not continue a line
          --> test.imgflow:1:14
           |
         1 | load "a.png" \
           |              ^
           = fix: remove it and start the next line with `|` or an argument
        """#),
    GoldenCase(
        .commaBetweenArguments,
        #"""
        load "a.png" | inpaint mask:"sky", text:"storm" | save
        """#,
        #"""
        error[E014]: arguments are separated by spaces
          --> test.imgflow:1:34
           |
         1 | load "a.png" | inpaint mask:"sky", text:"storm" | save
           |                                  ^
           = fix: remove the comma
        """#),
    GoldenCase(
        .reservedWord,
        #"""
        let match = 3
        for x
        """#,
        #"""
        error[E015]: `match` is reserved for later versions of imgflow
          --> test.imgflow:1:5
           |
         1 | let match = 3
           |     ^^^^^
        error[E015]: `for` is reserved for later versions of imgflow
          --> test.imgflow:2:1
           |
         2 | for x
           | ^^^
        """#),
    GoldenCase(
        .misplacedBlock,
        #"""
        load "a.png" | { flip } | else { flip } | where width > 3 { flip } | save
        """#,
        #"""
        error[E016]: unexpected block
          --> test.imgflow:1:16
           |
         1 | load "a.png" | { flip } | else { flip } | where width > 3 { flip } | save
           |                ^
           = note: blocks follow `tee`, `fork`, `when`, `try`, and `else`
        error[E016]: `else` without a `when` or a `try` before it
          --> test.imgflow:1:27
           |
         1 | load "a.png" | { flip } | else { flip } | where width > 3 { flip } | save
           |                           ^^^^
           = fix: when width > 2000 { … } else { … }
        error[E016]: `where` does not accept a block: it keeps the matching images
          --> test.imgflow:1:59
           |
         1 | load "a.png" | { flip } | else { flip } | where width > 3 { flip } | save
           |                                                           ^
           = fix: when … { … }
        """#),
    GoldenCase(
        .languageVersion,
        #"""
        imgflow 2
        load "a.png" | info
        """#,
        #"""
        error[E017]: this imgflow supports version 1 of the language; the program requires `2`
          --> test.imgflow:1:9
           |
         1 | imgflow 2
           |         ^
           = fix: imgflow 1
        """#),
    GoldenCase(
        .languageVersion,
        #"""
        load "a.png" | info
        imgflow 1
        """#,
        #"""
        error[E017]: the language version must come first, and only once
          --> test.imgflow:2:1
           |
         2 | imgflow 1
           | ^^^^^^^^^
        """#),
    GoldenCase(
        .limit,
        #"""
        load "a.png" | overlay [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[$]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] | save
        """#,
        #"""
        error[E018]: brackets are nested more than 64 deep
          --> test.imgflow:1:88
           |
         1 | …[[[[[[[[[[[[[[[[[[[[[[[[[[$]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] | save
           |                           ^
        """#),
    GoldenCase(
        .unknownVerb,
        #"""
        load "a.png" | upscal fast | save
        """#,
        #"""
        error[E020]: `upscal` is not a verb
          --> test.imgflow:1:16
           |
         1 | load "a.png" | upscal fast | save
           |                ^^^^^^
           = note: did you mean the paid verb `upscale`?
        """#),
    GoldenCase(
        .unknownVerb,
        #"""
        lod "a.png" | zzz | save
        """#,
        #"""
        error[E020]: `lod` is not a verb
          --> test.imgflow:1:1
           |
         1 | lod "a.png" | zzz | save
           | ^^^
           = fix: load
        error[E020]: `zzz` is not a verb
          --> test.imgflow:1:15
           |
         1 | lod "a.png" | zzz | save
           |               ^^^
           = note: valid verbs: generate, inpaint, upscale, load, save, info, resize, convert, select, feather, overlay, blend, flip, tint
        """#),
    GoldenCase(
        .unknownParameter,
        #"""
        load "a.png" | inpaint msk:"sky" text:"storm" mask:"x" | save
        """#,
        #"""
        error[E021]: `inpaint` has no parameter `msk`
          --> test.imgflow:1:24
           |
         1 | load "a.png" | inpaint msk:"sky" text:"storm" mask:"x" | save
           |                        ^^^
           = note: parameters: text, mask, negative, seed, style, exact
           = fix: mask:
        """#),
    GoldenCase(
        .unknownWord,
        #"""
        load "a.png" | upscale creativ | save
        """#,
        #"""
        error[E022]: invalid `mode`: `creativ`
          --> test.imgflow:1:24
           |
         1 | load "a.png" | upscale creativ | save
           |                        ^^^^^^^
           = note: valid values: fast, conservative, creative
           = fix: creative
        """#),
    GoldenCase(
        .unknownVariable,
        #"""
        let season = "snow"
        generate "a meadow in {$saeson}" | overlay $logo | save
        load "{$season}.png" | info
        """#,
        #"""
        error[E023]: `$saeson` is not defined by a `let` or an `as`
          --> test.imgflow:2:23
           |
         2 | generate "a meadow in {$saeson}" | overlay $logo | save
           |                       ^^^^^^^^^
           = fix: $season
        error[E023]: `$logo` is not defined by a `let` or an `as`
          --> test.imgflow:2:44
           |
         2 | generate "a meadow in {$saeson}" | overlay $logo | save
           |                                            ^^^^^
        """#),
    GoldenCase(
        .unknownField,
        #"""
        load "a.png" | as cut | save "{stm}-{$cut.heigth}-{cut}.png"
        """#,
        #"""
        error[E024]: `{stm}` is not an image field
          --> test.imgflow:1:31
           |
         1 | load "a.png" | as cut | save "{stm}-{$cut.heigth}-{cut}.png"
           |                               ^^^^^
           = note: valid fields: stem, name, ext, dir, index, width, height, seed, model, verb, text, bytes, format, dpi, hash, date, page, alpha
           = fix: {stem}
        error[E024]: `{$cut.heigth}` is not an image field
          --> test.imgflow:1:37
           |
         1 | load "a.png" | as cut | save "{stm}-{$cut.heigth}-{cut}.png"
           |                                     ^^^^^^^^^^^^^
           = note: valid fields: stem, name, ext, dir, index, width, height, seed, model, verb, text, bytes, format, dpi, hash, date, page, alpha
           = fix: {$cut.height}
        error[E024]: `{cut}` is not an image field
          --> test.imgflow:1:51
           |
         1 | load "a.png" | as cut | save "{stm}-{$cut.heigth}-{cut}.png"
           |                                                   ^^^^^
           = note: valid fields: stem, name, ext, dir, index, width, height, seed, model, verb, text, bytes, format, dpi, hash, date, page, alpha
           = fix: {$cut.stem}
        """#),
    GoldenCase(
        .wrongType,
        #"""
        load "a.png" | resize height:"50%" | save 3
        """#,
        #"""
        error[E025]: expected pixels from 1 to 16384 or a percentage for `height`, found the string `"50%"`
          --> test.imgflow:1:30
           |
         1 | load "a.png" | resize height:"50%" | save 3
           |                              ^^^^^
           = fix: 50%
        error[E025]: expected a path in quotes or a lone - for `path`, found the number `3`
          --> test.imgflow:1:43
           |
         1 | load "a.png" | resize height:"50%" | save 3
           |                                           ^
        """#),
    GoldenCase(
        .wrongType,
        #"""
        let a = -
        let b = [(load "a.png")]
        """#,
        #"""
        error[E025]: expected a text, a number, a list, a word or a pipeline for a `let`, found `-`
          --> test.imgflow:1:9
           |
         1 | let a = -
           |         ^
        error[E025]: expected a value in the list of a `let`, found `(load "a.png")`
          --> test.imgflow:2:10
           |
         2 | let b = [(load "a.png")]
           |          ^^^^^^^^^^^^^^
           = fix: define the pipeline with a `let` of its own
        """#),
    GoldenCase(
        .outOfRange,
        #"""
        generate "cat" seed:0 aspect:4:3 size:10x64 strength:150% | save
        """#,
        #"""
        error[E026]: expected a whole number from 1 to 2147483646 for `seed`, found the number `0`
          --> test.imgflow:1:21
           |
         1 | generate "cat" seed:0 aspect:4:3 size:10x64 strength:150% | save
           |                     ^
        error[E026]: expected one of 1:1 or 16:9 for `aspect`, found the ratio `4:3`
          --> test.imgflow:1:30
           |
         1 | generate "cat" seed:0 aspect:4:3 size:10x64 strength:150% | save
           |                              ^^^
        error[E026]: expected a size such as 1024x768 with sides from 64 to 4096 for `size`, found the size `10x64`
          --> test.imgflow:1:39
           |
         1 | generate "cat" seed:0 aspect:4:3 size:10x64 strength:150% | save
           |                                       ^^^^^
        error[E026]: expected a number from 0 to 1 for `strength`, found the percentage `150%`
          --> test.imgflow:1:54
           |
         1 | generate "cat" seed:0 aspect:4:3 size:10x64 strength:150% | save
           |                                                      ^^^^
        """#),
    GoldenCase(
        .outOfRange,
        #"""
        let q = 200
        load "a.png" | convert jpeg quality:$q | save
        """#,
        #"""
        error[E026]: expected a whole number from 1 to 100 for `quality`, found the number `200`
          --> test.imgflow:2:37
           |
         1 | let q = 200
           |         --- defined here
         2 | load "a.png" | convert jpeg quality:$q | save
           |                                     ^^
        """#),
    GoldenCase(
        .duplicateArgument,
        #"""
        generate "cat" seed:1 text:"dog" seed:2 | save
        """#,
        #"""
        error[E027]: `text` is given twice
          --> test.imgflow:1:23
           |
         1 | generate "cat" seed:1 text:"dog" seed:2 | save
           |          ----- first given here
           |                       ^^^^^^^^^^ again here
           = fix: remove one
        error[E027]: `seed` is given twice
          --> test.imgflow:1:34
           |
         1 | generate "cat" seed:1 text:"dog" seed:2 | save
           |                ------ first given here
           |                                  ^^^^^^ again here
           = fix: remove one
        """#),
    GoldenCase(
        .missingArgument,
        #"""
        load "a.png" | inpaint "storm" | upscale | save
        """#,
        #"""
        error[E028]: `inpaint` requires `mask`
          --> test.imgflow:1:16
           |
         1 | load "a.png" | inpaint "storm" | upscale | save
           |                ^^^^^^^
           = note: `mask`, where to paint, is a string of at most 1024 characters or an image: a path, a variable or a pipeline in parentheses
           = fix: inpaint mask:"…"
        error[E028]: `upscale` requires `mode`
          --> test.imgflow:1:34
           |
         1 | load "a.png" | inpaint "storm" | upscale | save
           |                                  ^^^^^^^
           = note: `mode`, which upscaler, is one of fast, conservative or creative
           = fix: upscale fast
        """#),
    GoldenCase(
        .tooManyValues,
        #"""
        load "a.png" "b.png" | info
        """#,
        #"""
        error[E029]: `load` accepts one value without a name
          --> test.imgflow:1:14
           |
         1 | load "a.png" "b.png" | info
           |      ------- this is the one
           |              ^^^^^^^ one too many
           = fix: give it a name: `name:value`
        """#),
    GoldenCase(
        .needlessValue,
        #"""
        load "a.png" | select "#fff" | info 3
        """#,
        #"""
        error[E030]: `select` does not accept a value without a name
          --> test.imgflow:1:23
           |
         1 | load "a.png" | select "#fff" | info 3
           |                       ^^^^^^
           = note: parameters: rect, color, dpi
           = fix: color:"#fff"
        error[E030]: `info` does not accept a value without a name
          --> test.imgflow:1:37
           |
         1 | load "a.png" | select "#fff" | info 3
           |                                     ^
           = note: it has no parameters
        """#),
    GoldenCase(
        .unquotedString,
        #"""
        load "a.png" | inpaint mask:sky text:"storm" | save
        generate a red cat | save
        """#,
        #"""
        error[E032]: expected a string for `mask`, found the word `sky`
          --> test.imgflow:1:29
           |
         1 | load "a.png" | inpaint mask:sky text:"storm" | save
           |                             ^^^ text and paths require quotes
           = fix: "sky"
        error[E032]: expected a string for `text`, found `a red cat`
          --> test.imgflow:2:10
           |
         2 | generate a red cat | save
           |          ^^^^^^^^^ text and paths require quotes
           = fix: "a red cat"
        """#),
    GoldenCase(
        .quotedWord,
        #"""
        load "a.png" | upscale "creative" | save
        """#,
        #"""
        error[E033]: expected a word without quotes for `mode`, found the string `"creative"`
          --> test.imgflow:1:24
           |
         1 | load "a.png" | upscale "creative" | save
           |                        ^^^^^^^^^^
           = note: valid values: fast, conservative, creative
           = fix: creative
        """#),
    GoldenCase(
        .badSweep,
        #"""
        generate "cat" style:[] | save
        generate ["a", ["b"]] | save
        """#,
        #"""
        error[E046]: `style` sweeps over an empty list: nothing would run
          --> test.imgflow:1:22
           |
         1 | generate "cat" style:[] | save
           |                      ^^
        error[E046]: `text` accepts one value at a time, found a list in the list
          --> test.imgflow:2:16
           |
         2 | generate ["a", ["b"]] | save
           |                ^^^^^
        """#),
    GoldenCase(
        .badCondition,
        #"""
        load "a.png" | where width = 3 | where 1 < 2 < 3 | save
        load "b.png" | where stem > 3 | where width | save
        """#,
        #"""
        error[E044]: `=` defines names; `==` compares
          --> test.imgflow:1:28
           |
         1 | load "a.png" | where width = 3 | where 1 < 2 < 3 | save
           |                            ^
           = fix: ==
        error[E044]: a comparison has two sides
          --> test.imgflow:1:46
           |
         1 | load "a.png" | where width = 3 | where 1 < 2 < 3 | save
           |                                              ^ a third one
           = fix: width > 500 and width < 2000
        error[E044]: the text `stem` cannot be compared with the number `3`
          --> test.imgflow:2:29
           |
         2 | load "b.png" | where stem > 3 | where width | save
           |                      ---- compared with
           |                             ^
        error[E044]: the condition must compare `width` with a value
          --> test.imgflow:2:39
           |
         2 | load "b.png" | where stem > 3 | where width | save
           |                                       ^^^^^
           = fix: width > 1000
        """#),
    GoldenCase(
        .badSelection,
        #"""
        load "a.png" | pick 0 | take 0 | skip [1] | pick [2, 2] | save
        """#,
        #"""
        error[E045]: expected positions from 1 for `pick`, found the number `0`
          --> test.imgflow:1:21
           |
         1 | load "a.png" | pick 0 | take 0 | skip [1] | pick [2, 2] | save
           |                     ^
           = fix: pick 2 or pick [1, 3]
        error[E045]: expected a whole number from 1 for `take`, found the number `0`
          --> test.imgflow:1:30
           |
         1 | load "a.png" | pick 0 | take 0 | skip [1] | pick [2, 2] | save
           |                              ^
           = fix: take 3
        error[E045]: expected a whole number from 0 for `skip`, found the list `[1]`
          --> test.imgflow:1:39
           |
         1 | load "a.png" | pick 0 | take 0 | skip [1] | pick [2, 2] | save
           |                                       ^^^
           = fix: skip 1
        error[E045]: position 2 is picked twice
          --> test.imgflow:1:54
           |
         1 | load "a.png" | pick 0 | take 0 | skip [1] | pick [2, 2] | save
           |                                                      ^
        """#),
    GoldenCase(
        .badDefinition,
        #"""
        def flip() = info
        def own() = own | flip
        param a: strin
        """#,
        #"""
        error[E047]: `flip` is a verb and cannot be redefined
          --> test.imgflow:1:5
           |
         1 | def flip() = info
           |     ^^^^
           = fix: use another name, such as `my-flip`
        error[E047]: `own` cannot call itself
          --> test.imgflow:2:13
           |
         2 | def own() = own | flip
           |             ^^^
        error[E047]: `strin` is not a type
          --> test.imgflow:3:10
           |
         3 | param a: strin
           |          ^^^^^
           = note: valid types: string, number, integer, truth, file, files, image, mask, size, ratio, color, word, list
           = fix: string
        """#),
    GoldenCase(
        .unusableFile,
        #"""
        use "brend.imgflow"
        use "loop.imgflow"
        load "a.png" | save
        """#,
        #"""
        error[E048]: `brend.imgflow` cannot be used: file not found
          --> test.imgflow:1:5
           |
         1 | use "brend.imgflow"
           |     ^^^^^^^^^^^^^^^
        error[E048]: a file cannot use itself
          --> back.imgflow:1:5
           |
         1 | use "test.imgflow"
           |     ^^^^^^^^^^^^^^
           = note: test.imgflow uses loop.imgflow uses back.imgflow uses test.imgflow
        """#),
    GoldenCase(
        .badSetting,
        #"""
        set colour:3
        set budget:"much"
        load "a.png" | save
        set budget:2
        """#,
        #"""
        error[E049]: `colour` cannot be set for the run
          --> test.imgflow:1:5
           |
         1 | set colour:3
           |     ^^^^^^
           = note: valid settings: budget, out, region, and `set VERB name:value`
        error[E049]: expected dollars such as 2.00 for `budget`, found the string `"much"`
          --> test.imgflow:2:12
           |
         2 | set budget:"much"
           |            ^^^^^^
        error[E049]: `set` for the run must come before the first pipeline
          --> test.imgflow:4:1
           |
         3 | load "a.png" | save
           | ------------------- the first pipeline
         4 | set budget:2
           | ^^^^^^^^^^^^
           = fix: move the `set` up
        """#),
    GoldenCase(
        .boundTwice,
        #"""
        let a = 3
        let a = 4
        load "{$a}.png" | as b | flip | as b | info
        """#,
        #"""
        error[E035]: `a` is defined twice
          --> test.imgflow:2:5
           |
         1 | let a = 3
           |     - first defined here
         2 | let a = 4
           |     ^ again here
           = fix: use another name
        error[E035]: `b` is defined twice
          --> test.imgflow:3:36
           |
         3 | load "{$a}.png" | as b | flip | as b | info
           |                      - first defined here
           |                                    ^ again here
           = fix: use another name
        """#),
    GoldenCase(
        .usedBeforeBound,
        #"""
        load "{$name}.png" | info
        let name = "cat"
        """#,
        #"""
        error[E036]: `$name` is used before its `let`
          --> test.imgflow:1:7
           |
         1 | load "{$name}.png" | info
           |       ^^^^^^^
         2 | let name = "cat"
           |     ---- defined here
           = fix: move the `let` up
        """#),
    GoldenCase(
        .paidAndUnused,
        #"""
        let cat = generate "a cat"
        load "a.png" | info
        """#,
        #"""
        error[E037]: `cat` is paid for but never used
          --> test.imgflow:1:5
           |
         1 | let cat = generate "a cat"
           |     ^^^
           |           -------- paid here
           = fix: use `$cat`, or remove the `let`
        """#),
    GoldenCase(
        .noIncomingImage,
        #"""
        resize 100 | save
        """#,
        #"""
        error[E038]: `resize` needs an input image
          --> test.imgflow:1:1
           |
         1 | resize 100 | save
           | ^^^^^^
           = fix: load "…" | resize
        """#),
    GoldenCase(
        .noIncomingImage,
        #"""
        generate "cat" layout:(flip) | save
        """#,
        #"""
        error[E038]: `flip` needs an input image
          --> test.imgflow:1:24
           |
         1 | generate "cat" layout:(flip) | save
           |                        ^^^^
           = fix: load "…" | flip
        """#),
    GoldenCase(
        .noCurrentImage,
        #"""
        $ | save
        generate "{stem}" | save
        """#,
        #"""
        error[E039]: `$` needs a current image
          --> test.imgflow:1:1
           |
         1 | $ | save
           | ^ no image here
        error[E039]: `{stem}` needs a current image
          --> test.imgflow:2:11
           |
         2 | generate "{stem}" | save
           |           ^^^^^^ no image here
        """#),
    GoldenCase(
        .paidAndLost,
        #"""
        load "a.png" | inpaint mask:"sky" text:"storm" | upscale fast
        """#,
        #"""
        error[E040]: the paid result of `upscale` is never saved, shown, or used
          --> test.imgflow:1:50
           |
         1 | load "a.png" | inpaint mask:"sky" text:"storm" | upscale fast
           |                ------- paid too
           |                                                  ^^^^^^^
           = fix: | save
        """#),
    GoldenCase(
        .badTextLength,
        #"""
        generate "" | upscale fast text:" " | save
        generate "cat cat cat cat cat cat cat cat cat cat cat " | save
        """#,
        #"""
        error[E041]: `text` is empty
          --> test.imgflow:1:10
           |
         1 | generate "" | upscale fast text:" " | save
           |          ^^
        error[E041]: `text` is empty
          --> test.imgflow:1:33
           |
         1 | generate "" | upscale fast text:" " | save
           |                                 ^^^
        error[E041]: `text` has 44 characters, 4 too many
          --> test.imgflow:2:10
           |
         2 | generate "cat cat cat cat cat cat cat cat cat cat cat " | save
           |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           = note: at most 40 characters
        """#),
    GoldenCase(
        .wrongKindOfVariable,
        #"""
        let t = "x"
        let l = [1, 2]
        load "a.png" | as cut | save "{$cut}-{$t.stem}-{$l}.png"
        $t | info
        """#,
        #"""
        error[E042]: `$cut` is an image, not text
          --> test.imgflow:3:31
           |
         3 | load "a.png" | as cut | save "{$cut}-{$t.stem}-{$l}.png"
           |                               ^^^^^^
           = fix: use a field, for example `{$cut.stem}`
        error[E042]: `$t` is not an image and has no fields
          --> test.imgflow:3:38
           |
         1 | let t = "x"
           |         --- defined here
          ...
         3 | load "a.png" | as cut | save "{$cut}-{$t.stem}-{$l}.png"
           |                                      ^^^^^^^^^
           = fix: {$t}
        error[E042]: `$l` is a list, not text
          --> test.imgflow:3:48
           |
         2 | let l = [1, 2]
           |         ------ defined here
         3 | load "a.png" | as cut | save "{$cut}-{$t.stem}-{$l}.png"
           |                                                ^^^^
        error[E042]: `$t` is not an image and cannot be a stage
          --> test.imgflow:4:1
           |
         1 | let t = "x"
           |         --- defined here
          ...
         4 | $t | info
           | ^^
        """#),
    GoldenCase(
        .badColor,
        #"""
        load "a.png" | select color:"#ff" | save
        """#,
        #"""
        error[E043]: expected a color such as "#2E8B57" or "#FFF" for `color`, found the string `"#ff"`
          --> test.imgflow:1:29
           |
         1 | load "a.png" | select color:"#ff" | save
           |                             ^^^^^
        """#),
    GoldenCase(
        .unusedBinding,
        #"""
        let size = 100
        let logo = load "logo.png"
        load "a.png" | info
        """#,
        #"""
        warning[W001]: `size` is never used
          --> test.imgflow:1:5
           |
         1 | let size = 100
           |     ^^^^
           = fix: remove the `let`
        warning[W001]: `logo` is never used
          --> test.imgflow:2:5
           |
         2 | let logo = load "logo.png"
           |     ^^^^
           = fix: remove the `let`
        """#),
    GoldenCase(
        .unusedParameter,
        #"""
        param size: integer = 100
        def small(side: integer, name: string) = resize $side
        load "a.png" | small 10 name:"x" | info
        """#,
        #"""
        warning[W005]: the parameter `size` is never used
          --> test.imgflow:1:7
           |
         1 | param size: integer = 100
           |       ^^^^
           = fix: use `$size`, or remove the `param`
        warning[W005]: the parameter `name` of `small` is never used
          --> test.imgflow:2:26
           |
         2 | def small(side: integer, name: string) = resize $side
           |                          ^^^^
           = fix: use `$name`, or remove the parameter
        """#),
    GoldenCase(
        .definesNewerVerb,
        #"""
        def tint(color: string) = overlay $color
        load "a.png" | tint "b.png" | save
        """#,
        #"""
        warning[W006]: `tint` is a verb too; this program uses its own definition
          --> test.imgflow:1:5
           |
         1 | def tint(color: string) = overlay $color
           |     ^^^^
           = fix: use another name to have both, such as `my-tint`
        """#),
    GoldenCase(
        .lost,
        #"""
        load "a.png" | resize 512
        load "a.png" | as photo
        """#,
        #"""
        warning[W004]: the result of `resize` is never saved, shown, or used
          --> test.imgflow:1:16
           |
         1 | load "a.png" | resize 512
           |                ^^^^^^
           = fix: | save
        warning[W004]: the result is never saved, shown, or used
          --> test.imgflow:2:16
           |
         2 | load "a.png" | as photo
           |                ^^^^^^^^
           = fix: | save
        """#),
    GoldenCase(
        .negatedText,
        #"""
        generate "a street without people" | save
        """#,
        #"""
        warning[W002]: "without people" in a prompt may add people: use negative:"people"
          --> test.imgflow:1:20
           |
         1 | generate "a street without people" | save
           |                    ^^^^^^^^^^^^^^
        """#),
    GoldenCase(
        .literalVariable,
        #"""
        let mood = "calm"
        generate "a $mood sea" | save
        """#,
        #"""
        warning[W041]: `$mood` in this string is plain text, not the value of `mood`
          --> test.imgflow:2:13
           |
         2 | generate "a $mood sea" | save
           |             ^^^^^
           = fix: write `{$mood}` for the value, or single quotes '…' for the text
        """#),
]
