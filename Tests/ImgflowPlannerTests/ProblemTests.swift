import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import TestSupport
import Testing

/// A program with one thing wrong: 1️⃣ to 2️⃣ is where, 3️⃣ to 4️⃣ the second place.
struct ProblemCase: Sendable, CustomTestStringConvertible {
    var code: DiagnosticCode
    var program: String
    var message: String
    var label: String
    var second: String?
    var notes: [String] = []
    var fix: String?
    var change: @Sendable (inout FakeWorld) -> Void = { _ in }
    var settings = PlanSettings(origin: "aws")

    var testDescription: String { "\(code.rawValue) \(program)" }

    var expected: Diagnostic {
        let text = MarkedText(program)
        func span(_ from: Int, _ to: Int) -> Span {
            Span(text.markers[from] ?? -1, text.markers[to] ?? -1)
        }
        return Diagnostic(
            code, message, at: .init(span(1, 2), label),
            and: second.map { [.init(span(3, 4), $0)] } ?? [],
            notes: notes, fix: fix)
    }
}

struct ProblemTests {
    @Test(arguments: problemCases)
    func aProblemIsToldWithItsPlaces(_ problem: ProblemCase) {
        var world = FakeWorld()
        problem.change(&world)
        let planned = Planned(MarkedText(problem.program).text, world, problem.settings)
        var found = planned.diagnostics
        // Edits are held to by what they do, below.
        for place in found.indices { found[place].edits = [] }
        #expect(found == [problem.expected])
        #expect((planned.plan == nil) == (problem.expected.severity == .error))
    }

    /// Applied, the edits of a problem make it go away.
    @Test func editsHelp() {
        var edited: [String] = []
        for problem in problemCases {
            var world = FakeWorld()
            problem.change(&world)
            let text = MarkedText(problem.program).text
            for found in Planned(text, world, problem.settings).diagnostics
            where !found.edits.isEmpty {
                edited.append(found.code)
                var bytes = Array(text.utf8)
                for edit in found.edits.reversed() {
                    bytes.replaceSubrange(
                        edit.span.start..<edit.span.end, with: edit.replacement.utf8)
                }
                let after = Planned(String(decoding: bytes, as: UTF8.self), world, problem.settings)
                #expect(
                    !after.diagnostics.contains {
                        $0.code == found.code && $0.message == found.message
                    }, "\(text) -> \(String(decoding: bytes, as: UTF8.self))")
            }
        }
        #expect(
            edited.sorted() == [
                "E050", "E052", "E071", "E075", "E076", "E076", "E076", "E076", "E078", "E083",
                "E083", "E083", "E106", "E111", "E117", "E123", "E125", "W050", "W148",
            ])
    }

    @Test func everyCodeOfThePlannerHasItsCase() {
        let told = Set(problemCases.map(\.code))
        #expect(
            DiagnosticCode.allCases.filter { $0.stage == .planner && !told.contains($0) } == [])
    }

    @Test func messagesFollowTheHouseRules() {
        for problem in problemCases {
            #expect(!problem.message.hasSuffix("."))
            #expect(problem.message.first?.isUppercase == false)
        }
    }

    /// What a fix proposes must help.
    @Test(arguments: [(20, 20), (63, 64), (30, 70), (1, 1), (20, 45)])
    func theSizeThatAFixProposesIsTaken(width: Int, height: Int) throws {
        var world = FakeWorld()
        world.add("p.png", width, height)
        let found = Planned(#"load "p.png" | remove-background | save"#, world).diagnostics
        let fix = try #require(found.first?.fix)
        let words = fix.split(separator: " ")
        let at = try #require(words.firstIndex(of: "resize"))
        #expect(
            try plan("load \"p.png\" | resize \(words[at + 1]) | remove-background | save", world)
                .calls.count == 1)
    }

    @Test func everyProblemOfAProgramIsTold() {
        let planned = Planned(
            """
            load "b.png" | save "1.png"
            load "a.png" | upscale | save "2.png"
            load "broken.png" | info
            """)
        #expect(planned.codes == ["E050", "E081", "E051"])
    }

    @Test func whatFollowsAFailedLetStaysSilent() {
        let planned = Planned("let b = load \"b.png\"\n$b | resize 9 | save\n$b | info")
        #expect(planned.codes == ["E050"])
    }
}

private let problemCases: [ProblemCase] = [
    // MARK: What is read
    ProblemCase(
        code: .missingFile, program: #"load 1️⃣"x/c.png"2️⃣ | info"#,
        message: "file not found: `x/c.png`",
        label: "not found"),
    ProblemCase(
        code: .missingFile, program: #"load 1️⃣"photo.jpx"2️⃣ | info"#,
        message: "file not found: `photo.jpx`", label: "not found",
        fix: "did you mean `photo.jpg`?"),
    ProblemCase(
        code: .unusableImage, program: #"load 1️⃣"broken.png"2️⃣ | info"#,
        message: "`broken.png` cannot be used: it is a text", label: "not an image",
        notes: ["imgflow reads PNG, JPEG, WebP, GIF, TIFF, AVIF and HEIF"]),
    ProblemCase(
        code: .unusableImage, program: "load 1️⃣-2️⃣ | info",
        message: "standard input cannot be used: it is a text", label: "not an image",
        notes: ["imgflow reads PNG, JPEG, WebP, GIF, TIFF, AVIF and HEIF"],
        change: { $0.input = .unusable("it is a text") }),
    ProblemCase(
        code: .nothingMatches, program: #"load 1️⃣"*.gif"2️⃣ | info"#,
        message: "no file matches `*.gif`",
        label: "no match", fix: "fix the pattern, or add `empty:ok` if no match is fine"),
    ProblemCase(
        code: .nothingMatches, program: #"load 1️⃣"empty"2️⃣ | info"#,
        message: "no images in the folder `empty`", label: "no match",
        fix: "name another folder, or add `empty:ok` if an empty one is fine"),
    ProblemCase(
        code: .pathKnownTooLate, program: #"generate "a" | info | load 1️⃣"{width}.png"2️⃣ | info"#,
        message: "this path is known only during the run",
        label: "contains a field of an image that does not exist yet",
        fix: "use fields known before the run: {stem}, {name}, {ext}, {dir}, {index}"),
    ProblemCase(
        code: .noStandardInput, program: "load 1️⃣-2️⃣ | info", message: "standard input is a terminal",
        label: "reads an image from it", fix: "pipe an image into it: imgflow … < a.png"),
    ProblemCase(
        code: .loadsWhatIsSaved,
        program: "load \"a.png\" | save 3️⃣\"mask.png\"4️⃣ overwrite:true\nload 1️⃣\"mask.png\"2️⃣ | info",
        message: "`mask.png` is what an earlier line saves",
        label: "reads the file as it was before the run", second: "writes it",
        fix: "name the images instead: let result = …, and continue with $result"),
    // MARK: What is written
    ProblemCase(
        code: .fileExists, program: #"load "a.png" | save 1️⃣"mask.png"2️⃣"#,
        message: "`mask.png` already exists", label: "would replace it",
        notes: [
            "imgflow replaces a file only if the same program wrote it and it has not changed since"
        ],
        fix: "save under another name, or add `overwrite:true` (or --overwrite)"),
    ProblemCase(
        code: .fileExists, program: #"load "a.png" | save 1️⃣"mask.png"2️⃣"#,
        message: "`mask.png` already exists", label: "would replace it",
        notes: [
            "imgflow replaces a file only if the same program wrote it and it has not changed since; this was written by `/b/storm.imgflow` on 2026-11-02"
        ],
        fix: "save under another name, or add `overwrite:true` (or --overwrite)",
        change: { world in
            world.own["mask.png"] = OwnFile(
                hash: "h", origin: "local", author: .script(FilePath("/b/storm.imgflow")),
                time: "2026-11-02T10:00:00Z")
        }),
    ProblemCase(
        code: .otherNames, program: #"load "a.png" | save 1️⃣"mask.png"2️⃣ overwrite:true"#,
        message: "`mask.png` has another name (a hard link), which would keep the old image",
        label: "replaces it under this name only",
        fix: "save under another name, or remove the other name first",
        change: { $0.otherNames["mask.png"] = 1 }),
    ProblemCase(
        code: .fileExists, program: #"load "a.png" | resize 9 | 1️⃣save2️⃣"#,
        message: "`a-resize.png` already exists", label: "would replace it",
        notes: [
            "imgflow replaces a file only if the same program wrote it and it has not changed since"
        ],
        fix: "save under another name, or add `overwrite:true` (or --overwrite)",
        change: { $0.existing.insert("a-resize.png") }),
    ProblemCase(
        code: .replacesReal, program: #"generate "a fox" | save 1️⃣"mask.png"2️⃣ overwrite:true"#,
        message: "`mask.png` was paid for, and the sandbox would replace it",
        label: "a sandbox image",
        fix: "save under another name, or move the image away first",
        change: { $0.own["mask.png"] = OwnFile(hash: "h", origin: "aws") },
        settings: PlanSettings(origin: "sandbox")),
    ProblemCase(
        code: .onlyOwn, program: #"load 1️⃣"in/*"2️⃣ | info"#,
        message: "all 2 images here were written by imgflow",
        label: "no other match", fix: "add `own:true` to include them",
        change: { world in
            for name in ["b", "c"] {
                world.own["in/\(name).jpg"] = OwnFile(hash: "h", origin: "local")
            }
        }),
    ProblemCase(
        code: .skipsOwn, program: #"load 1️⃣"in"2️⃣ | info"#,
        message: "1 image that imgflow wrote is skipped", label: "matches it too",
        fix: "add `own:true` to include it",
        change: { $0.own["in/b.jpg"] = OwnFile(hash: "h", origin: "local") }),
    ProblemCase(
        code: .savedTwice, program: #"load "in/*" | save 1️⃣"x.jpg"2️⃣"#,
        message: "two images would be saved as `x.jpg`",
        label: "more than one image arrives here",
        fix: "distinguish them in the name: {stem}, {index}, {seed}"),
    ProblemCase(
        code: .savedTwice,
        program: "load \"a.png\" | save 3️⃣\"x.png\"4️⃣\nload \"alpha.png\" | save 1️⃣\"x.png\"2️⃣",
        message: "two images would be saved as `x.png`", label: "again here",
        second: "first here",
        fix: "distinguish them in the name: {stem}, {index}, {seed}"),
    ProblemCase(
        code: .savesOverSource,
        program: #"load 3️⃣"a.png"4️⃣ | resize 9 | save 1️⃣"a.png"2️⃣ overwrite:true"#,
        message: "`a.png` is an input of this program and cannot be overwritten",
        label: "would replace it", second: "read here", fix: "save under another name"),
    ProblemCase(
        code: .unwritable, program: #"load "a.png" | save 1️⃣"/sealed/x.png"2️⃣"#,
        message: "`/sealed/x.png` cannot be written: permission denied", label: "to be written",
        fix: "save in a folder that you can write to",
        change: { $0.obstacles["/sealed/x.png"] = "permission denied" }),
    ProblemCase(
        code: .unknownExtension, program: #"load "a.png" | save 1️⃣"x.bmp"2️⃣"#,
        message: "`x.bmp` has an unsupported extension", label: "which format?",
        notes: ["valid extensions: .png, .jpg, .webp, .tif, .gif, .avif"]),
    ProblemCase(
        code: .unknownExtension, program: #"load "a.png" | save 1️⃣"x.heic"2️⃣"#,
        message: "`x.heic` has an unsupported extension", label: "which format?",
        notes: ["valid extensions: .png, .jpg, .webp, .tif, .gif, .avif"]),
    ProblemCase(
        code: .standardOutputTwice, program: #"load "a.png" | save 3️⃣-4️⃣ | resize 9 | save 1️⃣-2️⃣"#,
        message: "standard output accepts one image", label: "a second image",
        second: "the first image",
        fix: "save the others to files"),
    ProblemCase(
        code: .standardOutputTwice, program: #"load "in/*" | save 1️⃣-2️⃣"#,
        message: "standard output accepts one image", label: "a second image",
        fix: "save the others to files"),
    ProblemCase(
        code: .alphaLost, program: #"load "alpha.png" | save 1️⃣"x.jpg"2️⃣"#,
        message: "a .jpg file does not support transparency: transparent pixels become white",
        label: "drops the alpha channel",
        fix:
            "use PNG or WebP, or choose another background color: | convert jpeg background:\"#ffffff\""
    ),
    ProblemCase(
        code: .alphaLost, program: #"load "alpha.png" | 1️⃣convert jpeg2️⃣ | save"#,
        message: "jpeg does not support transparency: transparent pixels become white",
        label: "drops the alpha channel",
        fix:
            "use PNG or WebP, or choose another background color: | convert jpeg background:\"#ffffff\""
    ),
    ProblemCase(
        code: .noPage, program: #"load "a.png" 1️⃣page:22️⃣ | save "x.png""#,
        message: "`a.png` has 1 page, and no page 2", label: "not in the file", fix: "remove `page`"
    ),
    ProblemCase(
        code: .noSuchField, program: #"load "a.png" | sort 1️⃣scoer2️⃣ | save"#,
        message: "`scoer` is not a field of these images", label: "no such field",
        notes: [
            "valid fields: \(List(Field.allCases.map(\.rawValue), .none))"
        ]),
    ProblemCase(
        code: .sameRounds,
        program: #"load "a.png" | 1️⃣repeat2️⃣ 3 until score >= 7 { judge "sharp" } | save"#,
        message: "every round of this `repeat` would give the same image",
        label: "nothing varies",
        fix: "put a verb with a seed into its block, such as `structure` or `generate`"),
    ProblemCase(
        code: .notFound, program: #"load "a.png" | erase mask:1️⃣"the unicorn"2️⃣ | save"#,
        message: "`the unicorn` was not found in the image", label: "looked for",
        fix:
            "name it otherwise, or use `replace \"the unicorn\" text:\"…\"`, which finds and changes in one call",
        change: { $0.seen = "[]" }),
    ProblemCase(
        code: .notFound, program: #"load "a.png" | select 1️⃣"the room"2️⃣ | save"#,
        message: "`the room` covers 100 % of the image, as the model sees it",
        label: "looked for",
        fix: "name a smaller part, or accept it as a mask: (select \"the room\" whole:true)",
        change: { $0.seen = "[0, 0, 1000, 1000]" }),
    ProblemCase(
        code: .staleField,
        program: #"load "a.png" | judge "sharp" | blur 3 | where 1️⃣score >= 72️⃣ | save"#,
        message: "`score` was written before the image changed", label: "of the earlier image",
        fix: "decide right after the verb that writes it, or look again"),
    ProblemCase(
        code: .wordsOnImage, program: #"load "a.png" | label "the best" | 1️⃣judge2️⃣ "sharp" | save"#,
        message: "`label` before `judge` may sway the model", label: "looks at the image with it",
        notes: ["models are known to follow words that are laid over an image"],
        fix: "look first: | judge … | label …"),
    ProblemCase(
        code: .cannotSee,
        program: #"load "a.png" | judge "the same" like:"a.png" 1️⃣model:qwen3-vl2️⃣"#,
        message: "qwen3-vl takes one image at a time", label: "not by qwen3-vl",
        fix: "use model:nova-2-lite, or remove `model`"),
    ProblemCase(
        code: .leavesRegion, program: #"load "a.png" | 1️⃣describe2️⃣"#,
        message: "a call of nova-2-lite may leave us-east-1, and `--stay` forbids that",
        label: "may run in us-east-1, us-east-2 or us-west-2",
        fix: "use model:nova-lite, which stays in us-east-1",
        settings: PlanSettings(origin: "aws", region: .preferred("us-east-1"), stays: true)),
    ProblemCase(
        code: .fieldTaken, program: #"load "a.png" | describe 1️⃣into:width2️⃣"#,
        message: "`width` is the name of a field that every image has", label: "taken",
        fix: "choose another name, such as `my-width`"),
    ProblemCase(
        code: .fieldTaken, program: #"load "a.png" | judge [sharp:"it is sharp", 1️⃣"calm"2️⃣]"#,
        message: "each of several criteria requires a name of its own", label: "no name",
        fix: "name them: judge [sharp:\"…\", mood:\"…\"]"),
    ProblemCase(
        code: .fieldMissing,
        program: #"load "a.png" | resize 50% | where 1️⃣bytes2️⃣ > 300kB | save"#,
        message: "`bytes` is unknown: the image was changed and is not saved yet",
        label: "available before a stage changes the image",
        notes: ["in the file name of `save` it describes the file that is written"],
        fix: "move it before the stage that changes the image"),
    ProblemCase(
        code: .fieldMissing, program: #"canvas 9x9 | save "1️⃣{page:03}2️⃣.png""#,
        message: "`{page:03}` requires an image from a file", label: "not loaded from a file",
        fix: "use another field, such as {index} or {width}"),
    ProblemCase(
        code: .fieldMissing, program: #"load "a.png" | label "1️⃣{date}2️⃣" | save"#,
        message: "`{date}`: `a.png` has no capture date", label: "not in its metadata",
        notes: ["the date is read from EXIF, XMP, or IPTC"],
        fix: "use another field, such as {index}"),
    ProblemCase(
        code: .fieldTooLate,
        program: #"load "a.png" | trim | as cut | canvas 9x9 | resize 1️⃣$cut.width2️⃣ | save"#,
        message: "`$cut.width` is unknown before the run", label: "required to plan the stage",
        notes: ["strings and conditions can use fields that only the run knows"],
        fix: "write a number, or use a parameter that takes an image, such as resize like:$cut"),
    ProblemCase(
        code: .fieldDoesNotFit, program: #"load "a.png" | adjust brightness:1️⃣$.width2️⃣ | save"#,
        message: "`$.width` is 640 here, expected a number from 0 to 10", label: "does not fit",
        fix: "write a value that fits"),
    ProblemCase(
        code: .unknownFormat, program: #"load "a.png" | where format == 1️⃣"pngg"2️⃣ | save"#,
        message: "`pngg` is not an image format", label: "never equal to a format",
        notes: ["formats: `png`, `jpeg`, `webp`, `gif`, `tiff`, `avif`, `heif`"],
        fix: #"write "png""#),
    ProblemCase(
        code: .tooLongForFormat, program: #"canvas 16384x9 | save 1️⃣"x.webp"2️⃣"#,
        message: "16384x9 is too large for WebP, which supports sides of at most 16,383 px",
        label: "a side is too long",
        fix: "save as .png or .tif, or add `| resize 16383x16383` before it"),
    ProblemCase(
        code: .tooLongForFormat, program: #"canvas 9x16384 | convert 1️⃣webp2️⃣ | save"#,
        message: "9x16384 is too large for WebP, which supports sides of at most 16,383 px",
        label: "a side is too long",
        fix: "save as .png or .tif, or add `| resize 16383x16383` before it"),
    ProblemCase(
        code: .credentialsLost, program: #"load "signed.png" | 1️⃣resize2️⃣ 50% | save"#,
        message: "the image is signed with Content Credentials, which only its own bytes carry",
        label: "makes other bytes, without them",
        fix: "keep the signed original next to it: tee { save \"signed/{name}\" } before this"),
    ProblemCase(
        code: .credentialsLost, program: #"load "signed.png" | 1️⃣save2️⃣ "x.png" private:true"#,
        message: "the image is signed with Content Credentials, which only its own bytes carry",
        label: "makes other bytes, without them",
        fix: "keep the signed original next to it: tee { save \"signed/{name}\" } before this"),
    // MARK: Models
    ProblemCase(
        code: .maskImagePinned,
        program:
            #"load "a.png" | inpaint "x" mask:1️⃣(load "mask.png")2️⃣ 3️⃣model:search-replace4️⃣ | save"#,
        message: "a mask image requires the model inpaint, but `model:search-replace` is pinned",
        label: "an image, not text", second: "pinned here",
        fix: "remove `model:search-replace`, or use mask text: mask:\"the sky\""),
    ProblemCase(
        code: .maskSize,
        program: #"load "photo.jpg" | 3️⃣inpaint4️⃣ "x" mask:1️⃣(load "mask.png")2️⃣ | save"#,
        message: "the mask is 640x427, the image is 4032x3024", label: "640x427",
        second: "4032x3024 image",
        fix:
            "resize the mask, inside its parentheses, to match the image: | resize 4032x3024 fit:fill"
    ),
    ProblemCase(
        code: .novaStyle, program: #"generate "a" style:1️⃣photorealism2️⃣ | save"#,
        message: "the style `photorealism` is supported only by nova-canvas",
        label: "not supported by the model core",
        notes: ["AWS retired nova-canvas: it is called only for model:nova-canvas"],
        fix:
            "describe it in the prompt, or use one of \(List(Stability.stylePresets))"
    ),
    ProblemCase(
        code: .maskNamesFile, program: #"load "a.png" | inpaint "x" mask:1️⃣"mask.png"2️⃣ | save"#,
        message: "`mask.png` is a file, but mask text names what to look for",
        label: "mask text",
        fix: "to use the file as the mask: mask:(load \"mask.png\")"),
    ProblemCase(
        code: .notOneImage, program: #"load "a.png" | inpaint "x" mask:1️⃣(load "in/*")2️⃣ | save"#,
        message: "expected one image here, found 2", label: "gives 2", fix: "load one file"),
    ProblemCase(
        code: .notOneImage,
        program: "let m = load \"empty\" empty:ok\nload \"a.png\" | inpaint \"x\" mask:1️⃣$m2️⃣ | save",
        message: "expected one image here, found none", label: "gives none"),
    ProblemCase(
        code: .formatNotGiven, program: #"generate "a" 1️⃣format:webp2️⃣ | save"#,
        message: "core does not return webp", label: "not among its formats",
        notes: ["it returns png, jpeg"],
        fix: "remove `format:webp` and add `| convert webp` after it"),
    ProblemCase(
        code: .formatNotGiven,
        program: #"load "a.png" | upscale creative text:"x" 1️⃣format:png2️⃣ | save"#,
        message: "creative-upscale does not return png", label: "not among its formats",
        notes: ["it returns jpeg, webp"],
        fix: "remove `format:png` and add `| convert png` after it"),
    ProblemCase(
        code: .answerTooLarge, program: #"load "in/b.jpg" | upscale fast 1️⃣format:png2️⃣ | save"#,
        message:
            "fast-upscale would return 3200x2400 as png, which exceeds the 16 MiB response limit",
        label: "response too large",
        fix: "remove `format:png`, and add `| convert png` where you need it"),
    ProblemCase(
        code: .regionWithoutModel, program: #"generate "a" 1️⃣region:eu-west-12️⃣ | save"#,
        message: "core is not available in `eu-west-1`", label: "needs core",
        notes: ["it is available in us-west-2"], fix: "use `region:us-west-2`, or remove `region`"),
    ProblemCase(
        code: .regionWithoutModel, program: #"1️⃣generate2️⃣ "a" | save"#,
        message: "core is not available in `us-east-1`", label: "needs core",
        notes: ["it is available in us-west-2"], fix: "use `region:us-west-2`, or remove `region`",
        settings: PlanSettings(origin: "aws", region: .bound("us-east-1"))),
    ProblemCase(
        code: .retiredModel, program: #"generate "a" 1️⃣model:nova-canvas2️⃣ | save"#,
        message: "nova-canvas was retired by AWS on 2026-09-30: calls to it fail",
        label: "pinned here",
        fix: "remove `model:nova-canvas` to use an available model"),
    ProblemCase(
        code: .onlyWithNova, program: #"3️⃣generate4️⃣ "a" 1️⃣quality:premium2️⃣ | save"#,
        message: "`quality` is supported only by nova-canvas",
        label: "not supported by the model core",
        second: "runs on the model core",
        notes: ["AWS retired nova-canvas: it is called only for model:nova-canvas"],
        fix: "remove `quality`"),
    ProblemCase(
        code: .onlyWithNova, program: #"load "a.png" | 3️⃣inpaint4️⃣ "x" mask:"y" 1️⃣guidance:72️⃣ | save"#,
        message: "`guidance` is supported only by nova-canvas",
        label: "not supported by the model search-replace",
        second: "runs on the model search-replace",
        notes: ["AWS retired nova-canvas: it is called only for model:nova-canvas"],
        fix: "remove `guidance`"),
    ProblemCase(
        code: .imageTooSmall, program: #"load "tiny.png" | 1️⃣remove-background2️⃣ | save"#,
        message: "the 20x20 image is too small for the model remove-background",
        label: "requires at least 64 px per side",
        fix: "enlarge it first: | resize 64x64 | …, or pad it: fit:pad"),
    ProblemCase(
        code: .imageTooLarge,
        program: #"load "photo.jpg" | 1️⃣replace2️⃣ "x" text:"y" 3️⃣fit:error4️⃣ | save"#,
        message: "the 4032x3024 image is too large for the model search-replace",
        label: "accepts at most 9,437,184 px", second: "does not allow resizing",
        fix: "remove `fit:error` to downscale it automatically"),
    ProblemCase(
        code: .imageTooLarge, program: #"load "wide.png" | 1️⃣upscale2️⃣ fast | save"#,
        message: "the 9000x40 image is too large for the model fast-upscale",
        label: "accepts at most 1,048,576 px and 1536 px per side",
        fix: "pad it: fit:pad, or crop it first: | resize … fit:cover",
        change: { $0.add("wide.png", 9_000, 40) }),
    ProblemCase(
        code: .imageTooElongated, program: #"load "long.png" | 1️⃣replace2️⃣ "x" text:"y" | save"#,
        message: "the aspect ratio of 1000x100 is out of range for the model search-replace",
        label: "takes 1:2.5 to 2.5:1",
        fix: "pad it: fit:pad, or crop it first: | resize 250x100 fit:cover"),
    // MARK: Parameters
    ProblemCase(
        code: .modelTextLength,
        program:
            "load \"a.png\" | inpaint 1️⃣\"\(String(repeating: "x", count: 1_025))\"2️⃣ mask:\"y\" model:nova-canvas | save",
        message: "the text has 1,025 characters, expected 1 to 1,024", label: "too long"),
    ProblemCase(
        code: .modelTextLength, program: #"load "a.png" | replace "x" text:1️⃣"{text}"2️⃣ | save"#,
        message: "the text has 0 characters, expected 1 to 10,000", label: "too short"),
    ProblemCase(
        code: .upscaleWithoutMode, program: #"load "a.png" | 1️⃣upscale2️⃣ | save"#,
        message: "`upscale` requires a mode", label: "which one?",
        notes: ["upscale fast: $0.03", "upscale conservative: $0.40", "upscale creative: $0.60"],
        fix: "write `upscale fast`, `upscale conservative` or `upscale creative`"),
    ProblemCase(
        code: .textNeeded, program: #"load "a.png" | 1️⃣upscale creative2️⃣ | save"#,
        message: "`upscale creative` requires a prompt that describes the image",
        label: "no prompt to reuse",
        fix:
            "describe the image: upscale creative text:\"a harbor at dawn\"; or use `upscale fast`, which requires none"
    ),
    ProblemCase(
        code: .partialText,
        program: #"load "a.png" | replace "x" text:"y" | 1️⃣upscale conservative2️⃣ | save"#,
        message:
            "`upscale conservative` reuses the prompt `y`, which describes only part of the image",
        label: "reuses the prompt of the image",
        fix: "describe the whole image: text:\"a city under a storm\""),
    ProblemCase(
        code: .parameterNotTaken, program: #"load "a.png" | 3️⃣upscale4️⃣ fast 1️⃣text:"a"2️⃣ | save"#,
        message: "`upscale fast` does not support `text`", label: "not supported", second: "",
        notes: ["`upscale creative` and `upscale conservative` support it"], fix: "remove `text`"),
    ProblemCase(
        code: .parameterNotTaken,
        program: #"load "a.png" | 3️⃣inpaint4️⃣ "x" mask:"y" model:nova-canvas 1️⃣grow:42️⃣ | save"#,
        message: "`inpaint on nova-canvas` does not support `grow`", label: "not supported",
        second: "",
        notes: ["`inpaint` and `search-replace` support it"], fix: "remove `grow`",
        change: { $0.today = CalendarDate(2026, 1, 1) }),
    ProblemCase(
        code: .conflictingParameters, program: #"generate "a" 3️⃣aspect:1:14️⃣ 1️⃣size:512x5122️⃣ | save"#,
        message: "`aspect` and `size` cannot be used together", label: "conflicts with it",
        second: "this one",
        fix: "remove one of them"),
    ProblemCase(
        code: .conflictingParameters, program: #"load "a.png" | resize 3️⃣5124️⃣ 1️⃣width:5122️⃣ | save"#,
        message: "`to` and `width` cannot be used together", label: "conflicts with it",
        second: "this one",
        fix: "remove one of them"),
    ProblemCase(
        code: .noSizeGiven, program: #"load "a.png" | 1️⃣resize2️⃣ | save"#,
        message: "`resize` requires a size", label: "to what?",
        fix:
            "write `resize 512` (the long side), `resize 50%`, `resize 1024x768` or `resize width:800`"
    ),
    ProblemCase(
        code: .tooManyPixels, program: #"load "a.png" | resize 1️⃣30000x300002️⃣ fit:fill | save"#,
        message: "the image would be 30000x30000",
        label: "at most 300,000,000 px in total", fix: "use a smaller size"),
    ProblemCase(
        code: .tooManyPixels, program: #"load "a.png" | resize 1️⃣99999999999999999999%2️⃣ | save"#,
        message: "the image would be 2147483647x2147483647",
        label: "at most 300,000,000 px in total", fix: "use a smaller size"),
    ProblemCase(
        code: .plainMask,
        program: #"load "a.png" | inpaint "x" mask:1️⃣(load "mask.png")2️⃣ | save"#,
        message: "the mask is all white: everything would change",
        label: "white changes",
        fix: "paint black what must stay, or use `transform` to change the whole image",
        change: { $0.tones["mask.png"] = .white }),
    ProblemCase(
        code: .plainMask,
        program: #"load "a.png" | erase mask:1️⃣(load "mask.png")2️⃣ | save"#,
        message: "the mask is all black: nothing would change",
        label: "white changes", fix: "paint white what must change",
        change: { $0.tones["mask.png"] = .black }),
    ProblemCase(
        code: .noModel,
        program: #"load "a.png" | 1️⃣try-on2️⃣ garment:"mask.png" part:shoes | save"#,
        message: "no available Bedrock model supports `try-on`",
        label: "only nova-canvas did, until 2026-09-30",
        fix:
            "to use it with the sandbox or another endpoint, pin it: try-on … model:nova-canvas"
    ),
    ProblemCase(
        code: .needsParameter, program: #"generate "a" 1️⃣control:edges2️⃣ | save"#,
        message: "`control` requires `layout`", label: "controls how layout is used",
        fix: "add layout:\"plan.png\", or remove `control`"),
    ProblemCase(
        code: .needsParameter, program: #"load "a.png" | outpaint 1️⃣at:left2️⃣ left:1 | save"#,
        message: "`at` requires `to`", label: "sets the position of the image in the new shape",
        fix: "add `to:16:9`, or remove `at`"),
    ProblemCase(
        code: .needsParameter, program: #"generate "a" 1️⃣model:control-sketch2️⃣ | save"#,
        message: "`model:control-sketch` requires `layout`", label: "follows an image",
        fix: "add layout:\"plan.png\", or remove `model:control-sketch`"),
    ProblemCase(
        code: .noMargins, program: #"load "a.png" | 1️⃣outpaint2️⃣ "a meadow" | save"#,
        message: "`outpaint` requires a distance", label: "to where?",
        fix: "write `outpaint left:256`, `outpaint up:20%` or `outpaint to:16:9`"),
    ProblemCase(
        code: .noMargins, program: #"load "a.png" | 1️⃣outpaint2️⃣ left:0 up:0% | save"#,
        message: "`outpaint` requires a distance", label: "to where?",
        fix: "write `outpaint left:256`, `outpaint up:20%` or `outpaint to:16:9`"),
    ProblemCase(
        code: .marginTooWide, program: #"load "a.png" | outpaint 1️⃣right:400%2️⃣ | save"#,
        message:
            "this would extend the image by 2,560 px to the right: the limit of a call is 2,000 px",
        label: "too far for one call",
        fix: "downscale the image first: | resize 78% | outpaint …"),
    ProblemCase(
        code: .marginTooWide, program: #"load "a.png" | outpaint 1️⃣to:1:82️⃣ | save"#,
        message: "this would extend the image by 2,346 px upward: the limit of a call is 2,000 px",
        label: "too far for one call",
        fix: "downscale the image first: | resize 85% | outpaint …"),
    ProblemCase(
        code: .outsideModelRange,
        program: #"load "a.png" | vary similarity:1️⃣0.12️⃣ model:nova-canvas | save"#,
        message: "`similarity` of nova-canvas must be from 0.2 to 1.0, found 0.1",
        label: "out of range", change: { $0.today = CalendarDate(2026, 1, 1) }),
    ProblemCase(
        code: .needsProfile,
        program:
            #"invoke 1️⃣"stability.stable-style-transfer-v1:0"2️⃣ body:'{"prompt": "a"}' | save"#,
        message:
            "`stability.stable-style-transfer-v1:0` is available only through its inference profile",
        label: "AWS rejects this id", fix: "invoke \"us.stability.stable-style-transfer-v1:0\" …"),
    ProblemCase(
        code: .malformedBody, program: #"invoke "some.model-v1:0" body:1️⃣'{"a": }'2️⃣ | save"#,
        message: "the body is not JSON", label: "wrong from `}` on",
        fix:
            "follow the model's documentation: body:'{\"prompt\": \"a cat\", \"image\": \"$image\"}'"
    ),
    ProblemCase(
        code: .malformedBody, program: #"invoke "some.model-v1:0" body:1️⃣'[1]'2️⃣ | save"#,
        message: "the body is not a JSON object", label: "not sent",
        fix:
            "follow the model's documentation: body:'{\"prompt\": \"a cat\", \"image\": \"$image\"}'"
    ),
    ProblemCase(
        code: .noImageForBody,
        program: #"invoke "some.model-v1:0" body:1️⃣'{"i": "$image"}'2️⃣ | save"#,
        message: "the body has an image placeholder, but there is no input image",
        label: "`$image` is the input image",
        fix: "start with an image: load \"a.png\" | invoke …"),
    ProblemCase(
        code: .hasShapeAlready, program: #"load "in/b.jpg" | outpaint 1️⃣to:4:32️⃣ | save"#,
        message: "the image of 800x600 already has this aspect ratio: no call is made",
        label: "passes it on unchanged"),
    // MARK: Images
    ProblemCase(
        code: .shrinks, program: #"load "photo.jpg" | 1️⃣upscale conservative text:"a"2️⃣ | save"#,
        message:
            "`upscale conservative` would make this image smaller: 4032x3024 -> about 3594x2695",
        label: "the result is smaller than the input",
        notes: ["the model accepts at most 9,437,184 px, so the image is downscaled first"],
        fix: "to enlarge it on this machine instead, free: resize 200%"),
    ProblemCase(
        code: .hardlyEnlarges,
        program: #"load "photo.jpg" | resize 3500 | 1️⃣upscale fast2️⃣ | save"#,
        message: "`upscale fast` hardly enlarges this image: 3500x2625 -> 4728x3544",
        label: "less than 1.5 times each side",
        notes: [
            "the model accepts at most 1,048,576 px and 1536 px per side, so the image is downscaled first"
        ],
        fix: "to enlarge it on this machine instead, free: resize 200%",
        change: { $0.add("photo.jpg", 8_000, 6_000, .jpeg) }),
    ProblemCase(
        code: .imagesLeftOut, program: #"load "big/*" | 1️⃣upscale fast2️⃣ | save "out/{stem}.png""#,
        message: "1 image is skipped, the rest runs", label: "not for it",
        notes: [
            "`big/b.jpg`: `upscale fast` would make this image smaller: 6000x4000 -> 5016x3344"
        ],
        change: {
            $0.add("big/a.jpg", 800, 600, .jpeg)
            $0.add("big/b.jpg", 6_000, 4_000, .jpeg)
        }),
    ProblemCase(
        code: .maskNamesNoFile, program: #"load "a.png" | inpaint "x" mask:1️⃣"nosuch.webp"2️⃣ | save"#,
        message: "file not found: `nosuch.webp` (as mask text, it looks like a path)",
        label: "neither a file nor mask text",
        notes: ["mask text names what to look for in the image"],
        fix:
            "name what to look for, for example mask:\"the sky\"; or load an image: mask:(load \"mask.png\")"
    ),
    ProblemCase(
        code: .alphaDropped, program: #"load "alpha.png" | 1️⃣vary2️⃣ "a hut" | save"#,
        message: "sd35-large may drop the transparency of this image",
        label: "the image has transparent pixels",
        notes: ["AWS does not document whether sd35-large preserves alpha"],
        fix:
            "choose the color that shows through: | flatten \"#ffffff\" | vary …; or restore the alpha from the original afterward"
    ),
    ProblemCase(
        code: .opaqueAlpha, program: #"load "a.png" | 1️⃣select alpha2️⃣ | save"#,
        message: "the image has no transparency: `select alpha` selects all of it",
        label: "all white",
        fix: "select another part, for example `select subject` or `select luma:50%`"),
    ProblemCase(
        code: .grayMask, program: #"load "a.png" | erase mask:1️⃣(load "mask.png")2️⃣ | save"#,
        message: "most of the mask is gray: it looks like a photograph",
        label: "white changes, black stays, gray changes a part",
        fix: "make a mask of it first: mask:(load … | select luma:50%)",
        change: { $0.tones["mask.png"] = .gray }),
    ProblemCase(
        code: .hardenedMask,
        program: #"load "a.png" | inpaint "x" model:nova-canvas 1️⃣mask:(load "mask.png")2️⃣ | save"#,
        message: "nova-canvas supports black and white masks only: a soft edge becomes hard",
        label: "has gray pixels",
        fix: "remove `feather`: nothing of it is sent",
        change: {
            $0.tones["mask.png"] = .soft
            $0.today = CalendarDate(2026, 1, 1)
        }),
    ProblemCase(
        code: .moreOnStandardInput, program: "load 1️⃣-2️⃣ | info",
        message: "standard input holds more than one image: only the first is loaded",
        label: "another image (JPEG) comes after it",
        fix: "to load them all, name the files: load \"*.jpg\"",
        change: {
            $0.input = .image(
                ImageFacts(size: PixelSize(9, 9), format: .png, hasAlpha: false), hash: "1")
            $0.follower = .jpeg
        }),
    ProblemCase(
        code: .unusedByBody,
        program: #"load "a.png" | invoke "x.y-v1:0" price:1 body:1️⃣'{"a": 1}'2️⃣ | save"#,
        message: "the body does not use the input image",
        label: "called for each image, and sent without it",
        fix:
            "write \"$image\" where the body needs the image, or start the pipeline with `invoke`"),
    ProblemCase(
        code: .mayBeTooLarge, program: #"load "a.png" | upscale fast 1️⃣format:png2️⃣ | save "x.png""#,
        message: "fast-upscale may return more than the 16 MiB limit: 2560x1708 as png",
        label: "an image that compresses badly fails, and may be billed",
        fix: "use format:jpeg or format:webp"),
    ProblemCase(
        code: .otherExtensions, program: #"load 1️⃣"cam/*.jpg"2️⃣ | info"#,
        message: "2 files whose extension differs in case are not matched",
        label: "patterns are case-sensitive",
        fix: "write \"cam/*.{jpg,JPG,JPEG}\", or add `case:ignore`",
        change: {
            for name in ["a.jpg", "b.JPG", "c.JPEG", "d.png"] { $0.add("cam/\(name)", 9, 9) }
        }),
    ProblemCase(
        code: .imagesLeftOut, program: #"load 1️⃣"cam/*"2️⃣ unreadable:skip | info"#,
        message: "1 image is skipped, the rest runs", label: "not for it",
        notes: ["`cam/b.png`: cannot be read: it is a text"],
        change: {
            $0.add("cam/a.png", 9, 9)
            $0.spoil("cam/b.png")
        }),
    ProblemCase(
        code: .nothingMatches, program: #"load 1️⃣"cam/*.jpg"2️⃣ | info"#,
        message: "no file matches `cam/*.jpg`", label: "no match",
        fix: "write \"cam/*.{jpg,JPG}\"", change: { $0.add("cam/b.JPG", 9, 9) }),
    ProblemCase(
        code: .sameImages, program: #"generate "a" 1️⃣seed:1..22️⃣ count:2 | sheet | save"#,
        message: "1 of these 4 images is the same as another one",
        label: "repeated values", fix: "write seed:1..3, and remove `count`"),
    ProblemCase(
        code: .sameImages, program: #"generate "a" 1️⃣seed:[7, 7]2️⃣ | sheet | save"#,
        message: "1 of these 2 images is the same as another one",
        label: "repeated values", fix: "write each value once"),
    ProblemCase(
        code: .changesNothing, program: #"load "a.png" | transform "x" 1️⃣change:02️⃣ | save"#,
        message: "with this `change`, the model returns the image unchanged",
        label: "paid, but changes nothing"),
    ProblemCase(
        code: .changesNothing, program: #"load "a.png" | vary "x" 1️⃣similarity:12️⃣ | save"#,
        message: "with this `similarity`, the model returns the image unchanged",
        label: "paid, but changes nothing"),
    ProblemCase(
        code: .textNeeded, program: #"load "a.png" | 1️⃣vary2️⃣ | save"#,
        message: "`vary` requires a prompt that describes the image",
        label: "no prompt to reuse",
        fix: "describe the image: vary \"a harbor at dawn\""),
    ProblemCase(
        code: .conflictingParameters,
        program: #"load "a.png" | outpaint 3️⃣to:1:14️⃣ 1️⃣left:22️⃣ | save"#,
        message: "`to` and `left` cannot be used together", label: "conflicts with it",
        second: "this one",
        fix: "remove one of them"),
    ProblemCase(
        code: .conflictingParameters,
        program: ##"generate "a" 3️⃣layout:"a.png"4️⃣ 1️⃣colors:["#fff"]2️⃣ | save"##,
        message: "`layout` and `colors` cannot be used together", label: "conflicts with it",
        second: "this one",
        fix: "remove one of them"),
    ProblemCase(
        code: .onlyWithNova, program: ##"3️⃣generate4️⃣ "a" 1️⃣colors:["#2E8B57"]2️⃣ | save"##,
        message: "`colors` is supported only by nova-canvas",
        label: "not supported by the model core",
        second: "runs on the model core",
        notes: ["AWS retired nova-canvas: it is called only for model:nova-canvas"],
        fix: "remove `colors`"),
    ProblemCase(
        code: .onlyWithNova, program: #"load "a.png" | 3️⃣backdrop4️⃣ "snow" 1️⃣mode:precise2️⃣ | save"#,
        message: "`mode` is supported only by nova-canvas",
        label: "not supported by the model inpaint",
        second: "runs on the model inpaint",
        notes: ["AWS retired nova-canvas: it is called only for model:nova-canvas"],
        fix: "remove `mode`"),
    ProblemCase(
        code: .parameterNotTaken, program: #"3️⃣generate4️⃣ "a" layout:"a.png" 1️⃣aspect:1:12️⃣ | save"#,
        message: "`generate on control-sketch` does not support `aspect`", label: "not supported",
        second: "",
        notes: ["`nova-canvas` supports it"], fix: "remove `aspect`"),
    ProblemCase(
        code: .retiredModel,
        program:
            #"load "a.png" | try-on garment:"mask.png" part:boots 1️⃣model:nova-canvas2️⃣ | save"#,
        message: "nova-canvas was retired by AWS on 2026-09-30: calls to it fail",
        label: "called here"),
    ProblemCase(
        code: .placeBeyond, program: #"generate "a" count:2 | 1️⃣pick 32️⃣ | save "x.png""#,
        message: "there is no image 3: the stream has only 2 images", label: "counts from 1",
        fix: "choose a position from the stream"),
    ProblemCase(
        code: .sweptTooLate,
        program:
            #"generate "a" style:[anime, line-art] | where width > 1000 | take 1 | save "1️⃣{style}2️⃣.png""#,
        message: "`{style}` is unknown before the run",
        label: "the run decides which image this is",
        fix: "use {index}, or a field of the image such as {seed}"),
    ProblemCase(
        code: .nothingAdjusted, program: #"load "a.png" | 1️⃣adjust2️⃣ | save "x.png""#,
        message: "`adjust` requires at least one parameter", label: "changes nothing",
        fix:
            "add one of `brightness:`, `contrast:`, `saturation:`, `gamma:`, `hue:`, or `auto:true`"
    ),
    ProblemCase(
        code: .nothingCut, program: #"load "a.png" | 1️⃣cut2️⃣ | save "x.png""#,
        message: "`cut` requires a mask", label: "which part?",
        fix:
            "add one: cut mask:(select rect:[10%, 10%, 80%, 80%]); or select the part first: select rect:[10%, 10%, 80%, 80%] | cut"
    ),
    ProblemCase(
        code: .badGradientColor,
        program: ##"canvas 64x64 gradient:[1️⃣"red"2️⃣, "#000"] | save "x.png""##,
        message: "`red` is not a color of a gradient",
        label: "expected `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`",
        fix: "write hexadecimal digits, the last for alpha: \"#0008\""),
    ProblemCase(
        code: .allBorder, program: #"load "a.png" | 1️⃣trim2️⃣ | save "x.png""#,
        message: "`trim` would leave nothing: the whole image has the color of its border",
        label: "all of it is border",
        fix: "use a lower `tolerance`, or remove `trim`",
        change: { $0.tones["a.png"] = .black }),
    ProblemCase(
        code: .nothingSelected, program: #"load "a.png" | 1️⃣select2️⃣ | save "x.png""#,
        message: "`select` requires a region", label: "which part?",
        fix:
            "write `select subject`, `select alpha`, or one of `rect:`, `ellipse:`, `polygon:`, `color:`, `luma:` and `from:`"
    ),
    ProblemCase(
        code: .outsideImage, program: #"load "a.png" | crop 1️⃣2000x20002️⃣ | save "x.png""#,
        message: "2000x2000 at -680,-786 does not fit in the image of 640x427",
        label: "reaches beyond the edge",
        fix: "use a smaller part, or enlarge the canvas first: | pad 2000x2000 | …"),
    ProblemCase(
        code: .canvasTooSmall, program: #"load "a.png" | pad 1️⃣100x1002️⃣ | save "x.png""#,
        message: "the image of 640x427 does not fit on a canvas of 100x100",
        label: "too small", fix: "downscale the image first: | resize 100x100 | …"),
    ProblemCase(
        code: .printedOutOfRange,
        program: #"load "a.png" | resize 1️⃣9000mm2️⃣ dpi:100 | save "x.png""#,
        message: "`9000mm` is 35,433 px at 100 dpi, expected 1 to 30,000 px for `to`",
        label: "too long", fix: "use a shorter length, or a lower `dpi`"),
    ProblemCase(
        code: .printedOutOfRange,
        program: #"load "a.png" | crop width:1️⃣0.01mm2️⃣ | save "x.png""#,
        message: "`0.01mm` is 0 px at 300 dpi, expected 1 to 65,535 px for `width`",
        label: "too short", fix: "use a longer length, or a higher `dpi`"),
    ProblemCase(
        code: .noFont,
        program: #"load "a.png" | label "Sale" font:1️⃣"No Such Font"2️⃣ | save "x.png""#,
        message: "font not found: `No Such Font`", label: "draws text",
        fix: "remove `font`, or use a font that `fc-list` lists"),
    ProblemCase(
        code: .noFont,
        program: #"load "a.png" | label "Sale" font:1️⃣"brnd.ttf"2️⃣ | save "x.png""#,
        message: "font file not found: `brnd.ttf`", label: "did you mean `brand.ttf`?",
        fix: "\"brand.ttf\""),
    ProblemCase(
        code: .noFont,
        program: #"load "a.png" | label "Sale" font:1️⃣"fonts/a.woff2"2️⃣ | save "x.png""#,
        message:
            "`fonts/a.woff2` cannot be used as a font: it is a web font (WOFF); expected TTF or OTF",
        label: "draws text", fix: "use a TrueType or OpenType file (.ttf, .otf)"),
    ProblemCase(
        code: .lettersWithoutFont,
        program: #"load "a.png" | label 1️⃣"a ☃ {stem} ☃"2️⃣ | save "x.png""#,
        message: "no font has `☃` (U+2603)", label: "drawn as boxes",
        fix: "install a font that has them, or name its file: font:\"brand.ttf\""),
    ProblemCase(
        code: .seedBeyond,
        program: #"generate "a" model:sd35-large 1️⃣seed:42949672952️⃣ | save "x.png""#,
        message: "`sd35-large` accepts seeds up to 4294967294, found 4294967295",
        label: "too large for this model",
        fix: "write a seed from 1 to 4294967294; copies count on from it"),
    ProblemCase(
        code: .otherForm, program: #"load 1️⃣"e.png"2️⃣ | info"#,
        message: "`e.png` is read from a file whose name has another Unicode form",
        label: "no file name has these exact bytes",
        notes: ["letters with marks can be encoded as one character or two"],
        change: { $0.forms["e.png"] = "a.png" }),
]
