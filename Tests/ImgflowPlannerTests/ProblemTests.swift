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
        #expect(planned.diagnostics == [problem.expected])
        #expect((planned.plan == nil) == (problem.expected.severity == .error))
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
        message: "there is no file `x/c.png`",
        label: "not found"),
    ProblemCase(
        code: .missingFile, program: #"load 1️⃣"photo.jpx"2️⃣ | info"#,
        message: "there is no file `photo.jpx`", label: "not found",
        fix: "did you mean `photo.jpg`?"),
    ProblemCase(
        code: .unusableImage, program: #"load 1️⃣"broken.png"2️⃣ | info"#,
        message: "`broken.png` cannot be used: it is a text", label: "not a picture",
        notes: ["imgflow reads PNG, JPEG, WebP, GIF, TIFF, AVIF and HEIF"]),
    ProblemCase(
        code: .unusableImage, program: "load 1️⃣-2️⃣ | info",
        message: "standard input cannot be used: it is a text", label: "not a picture",
        notes: ["imgflow reads PNG, JPEG, WebP, GIF, TIFF, AVIF and HEIF"],
        change: { $0.input = .unusable("it is a text") }),
    ProblemCase(
        code: .nothingMatches, program: #"load 1️⃣"*.gif"2️⃣ | info"#,
        message: "no file matches `*.gif`",
        label: "nothing there", fix: "mend the pattern, or add `empty:ok` where nothing is fine"),
    ProblemCase(
        code: .nothingMatches, program: #"load 1️⃣"empty"2️⃣ | info"#,
        message: "there are no pictures in the folder `empty`", label: "nothing there",
        fix: "name another folder, or add `empty:ok` where nothing is fine"),
    ProblemCase(
        code: .pathKnownTooLate, program: #"generate "a" | info | load 1️⃣"{width}.png"2️⃣ | info"#,
        message: "this path is known only during the run",
        label: "holds a field of a picture that is yet to be made",
        fix: "use fields that are known before: {stem}, {name}, {ext}, {dir}, {index}"),
    ProblemCase(
        code: .noStandardInput, program: "load 1️⃣-2️⃣ | info", message: "standard input is a terminal",
        label: "reads a picture from it", fix: "pipe a picture into it: imgflow … < a.png"),
    ProblemCase(
        code: .loadsWhatIsSaved,
        program: "load \"a.png\" | save 3️⃣\"mask.png\"4️⃣ overwrite:true\nload 1️⃣\"mask.png\"2️⃣ | info",
        message: "`mask.png` is what an earlier line saves",
        label: "reads the file as it was before the run", second: "writes it",
        fix: "name the images instead: let result = …, and go on with $result"),
    // MARK: What is written
    ProblemCase(
        code: .fileExists, program: #"load "a.png" | save 1️⃣"mask.png"2️⃣"#,
        message: "`mask.png` exists already", label: "would replace it",
        notes: ["a program replaces what it wrote itself, as long as nobody changed it"],
        fix: "save under another name, or add `overwrite:true` (or --overwrite)"),
    ProblemCase(
        code: .fileExists, program: #"load "a.png" | save 1️⃣"mask.png"2️⃣"#,
        message: "`mask.png` exists already", label: "would replace it",
        notes: [
            "a program replaces what it wrote itself, as long as nobody changed it; this was written by `/b/storm.imgflow` on 2026-11-02"
        ],
        fix: "save under another name, or add `overwrite:true` (or --overwrite)",
        change: { world in
            world.own["mask.png"] = OwnFile(
                hash: "h", origin: "local", author: .script(FilePath("/b/storm.imgflow")),
                time: "2026-11-02T10:00:00Z")
        }),
    ProblemCase(
        code: .otherNames, program: #"load "a.png" | save 1️⃣"mask.png"2️⃣ overwrite:true"#,
        message: "`mask.png` has another name (a hard link), which would keep the old picture",
        label: "replaces it under this name alone",
        fix: "save under another name, or remove the other name first",
        change: { $0.otherNames["mask.png"] = 1 }),
    ProblemCase(
        code: .fileExists, program: #"load "a.png" | resize 9 | 1️⃣save2️⃣"#,
        message: "`a-resize.png` exists already", label: "would replace it",
        notes: ["a program replaces what it wrote itself, as long as nobody changed it"],
        fix: "save under another name, or add `overwrite:true` (or --overwrite)",
        change: { $0.existing.insert("a-resize.png") }),
    ProblemCase(
        code: .replacesReal, program: #"generate "a fox" | save 1️⃣"mask.png"2️⃣ overwrite:true"#,
        message: "`mask.png` was paid for, and the sandbox would replace it",
        label: "a picture of the sandbox",
        fix: "save under another name, or move the picture away first",
        change: { $0.own["mask.png"] = OwnFile(hash: "h", origin: "aws") },
        settings: PlanSettings(origin: "sandbox")),
    ProblemCase(
        code: .onlyOwn, program: #"load 1️⃣"in/*"2️⃣ | info"#,
        message: "all 2 pictures here were written by imgflow itself",
        label: "nothing else matches", fix: "add `own:true` to take them",
        change: { world in
            for name in ["b", "c"] {
                world.own["in/\(name).jpg"] = OwnFile(hash: "h", origin: "local")
            }
        }),
    ProblemCase(
        code: .skipsOwn, program: #"load 1️⃣"in"2️⃣ | info"#,
        message: "1 picture that imgflow wrote itself is passed over", label: "matches it too",
        fix: "add `own:true` to take it",
        change: { $0.own["in/b.jpg"] = OwnFile(hash: "h", origin: "local") }),
    ProblemCase(
        code: .savedTwice, program: #"load "in/*" | save 1️⃣"x.jpg"2️⃣"#,
        message: "two pictures would be saved as `x.jpg`",
        label: "more than one picture comes here",
        fix: "tell them apart in the name: {stem}, {index}, {seed}"),
    ProblemCase(
        code: .savedTwice,
        program: "load \"a.png\" | save 3️⃣\"x.png\"4️⃣\nload \"alpha.png\" | save 1️⃣\"x.png\"2️⃣",
        message: "two pictures would be saved as `x.png`", label: "again here",
        second: "first here",
        fix: "tell them apart in the name: {stem}, {index}, {seed}"),
    ProblemCase(
        code: .savesOverSource,
        program: #"load 3️⃣"a.png"4️⃣ | resize 9 | save 1️⃣"a.png"2️⃣ overwrite:true"#,
        message: "`a.png` is read by this program, and an input is never overwritten",
        label: "would replace it", second: "read here", fix: "save under another name"),
    ProblemCase(
        code: .unwritable, program: #"load "a.png" | save 1️⃣"/sealed/x.png"2️⃣"#,
        message: "`/sealed/x.png` cannot be written: permission denied", label: "to be written",
        fix: "save in a folder that you can write to",
        change: { $0.obstacles["/sealed/x.png"] = "permission denied" }),
    ProblemCase(
        code: .unknownExtension, program: #"load "a.png" | save 1️⃣"x.bmp"2️⃣"#,
        message: "`x.bmp` has an extension that imgflow does not write", label: "which format?",
        notes: ["it writes .png, .jpg, .webp, .tif, .gif and .avif"]),
    ProblemCase(
        code: .unknownExtension, program: #"load "a.png" | save 1️⃣"x.heic"2️⃣"#,
        message: "`x.heic` has an extension that imgflow does not write", label: "which format?",
        notes: ["it writes .png, .jpg, .webp, .tif, .gif and .avif"]),
    ProblemCase(
        code: .standardOutputTwice, program: #"load "a.png" | save 3️⃣-4️⃣ | resize 9 | save 1️⃣-2️⃣"#,
        message: "standard output takes one picture", label: "another one", second: "the first",
        fix: "save the others to files"),
    ProblemCase(
        code: .standardOutputTwice, program: #"load "in/*" | save 1️⃣-2️⃣"#,
        message: "standard output takes one picture", label: "another one",
        fix: "save the others to files"),
    ProblemCase(
        code: .alphaLost, program: #"load "alpha.png" | save 1️⃣"x.jpg"2️⃣"#,
        message: "a .jpg file has no transparency: what is transparent becomes white",
        label: "loses the alpha",
        fix: "use PNG or WebP, or name the color: convert jpeg background:\"#ffffff\""),
    ProblemCase(
        code: .alphaLost, program: #"load "alpha.png" | 1️⃣convert jpeg2️⃣ | save"#,
        message: "jpeg has no transparency: what is transparent becomes white",
        label: "loses the alpha",
        fix: "use PNG or WebP, or name the color: convert jpeg background:\"#ffffff\""),
    // MARK: Models
    ProblemCase(
        code: .maskWordsPinned,
        program: #"load "a.png" | inpaint 3️⃣model:inpaint4️⃣ mask:1️⃣"sky"2️⃣ text:"storm" | save"#,
        message: "mask words need search and replace, and `model:inpaint` is pinned",
        label: "words, not an image", second: "pinned here",
        fix: "remove `model:inpaint`, or give an image: mask:(load \"mask.png\")"),
    ProblemCase(
        code: .maskImagePinned,
        program:
            #"load "a.png" | inpaint "x" mask:1️⃣(load "mask.png")2️⃣ 3️⃣model:search-replace4️⃣ | save"#,
        message: "a mask picture needs inpaint, and `model:search-replace` is pinned",
        label: "an image, not words", second: "pinned here",
        fix: "remove `model:search-replace`, or give words: mask:\"the sky\""),
    ProblemCase(
        code: .maskSize,
        program: #"load "photo.jpg" | 3️⃣inpaint4️⃣ "x" mask:1️⃣(load "mask.png")2️⃣ | save"#,
        message: "the mask is 640x427, the picture 4032x3024", label: "640x427",
        second: "a picture of 4032x3024",
        fix: "make the mask of the picture's size: | resize 4032x3024 fit:fill"),
    ProblemCase(
        code: .maskNamesFile, program: #"load "a.png" | inpaint "x" mask:1️⃣"mask.png"2️⃣ | save"#,
        message: "`mask.png` is a file, and words here name what to look for",
        label: "the words `mask.png`",
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
        message: "core cannot answer in webp", label: "not among its formats",
        notes: ["it answers in png, jpeg"],
        fix: "remove `format:webp` and put `| convert webp` behind"),
    ProblemCase(
        code: .formatNotGiven,
        program: #"load "a.png" | upscale creative text:"x" 1️⃣format:png2️⃣ | save"#,
        message: "creative-upscale cannot answer in png", label: "not among its formats",
        notes: ["it answers in jpeg, webp"],
        fix: "remove `format:png` and put `| convert png` behind"),
    ProblemCase(
        code: .answerTooLarge, program: #"load "in/b.jpg" | upscale fast 1️⃣format:png2️⃣ | save"#,
        message:
            "fast-upscale would answer with 3200x2400 as png, which breaks the 16 MiB limit of an answer",
        label: "too large an answer",
        fix: "remove `format:png`, and put `| convert png` behind where you need it"),
    ProblemCase(
        code: .regionWithoutModel, program: #"generate "a" 1️⃣region:eu-west-12️⃣ | save"#,
        message: "core does not live in `eu-west-1`", label: "needs core",
        notes: ["it lives in us-west-2"], fix: "use `region:us-west-2`, or name no region"),
    ProblemCase(
        code: .regionWithoutModel, program: #"1️⃣generate2️⃣ "a" | save"#,
        message: "core does not live in `us-east-1`", label: "needs core",
        notes: ["it lives in us-west-2"], fix: "use `region:us-west-2`, or name no region",
        settings: PlanSettings(origin: "aws", region: .bound("us-east-1"))),
    ProblemCase(
        code: .retiredModel, program: #"generate "a" 1️⃣model:nova-canvas2️⃣ | save"#,
        message: "nova-canvas was retired by AWS on 2026-09-30: calls of it fail there",
        label: "pinned here",
        fix: "remove `model:nova-canvas`: a model available today is then chosen"),
    ProblemCase(
        code: .onlyWithNova, program: #"3️⃣generate4️⃣ "a" 1️⃣quality:premium2️⃣ | save"#,
        message: "`quality` is an option of nova-canvas alone", label: "not an option of core",
        second: "runs on core",
        notes: ["nova-canvas was retired by AWS; it is used only when pinned"],
        fix: "remove `quality`"),
    ProblemCase(
        code: .onlyWithNova, program: #"load "a.png" | 3️⃣inpaint4️⃣ "x" mask:"y" 1️⃣guidance:72️⃣ | save"#,
        message: "`guidance` is an option of nova-canvas alone",
        label: "not an option of search-replace", second: "runs on search-replace",
        notes: ["nova-canvas was retired by AWS; it is used only when pinned"],
        fix: "remove `guidance`"),
    ProblemCase(
        code: .imageTooSmall, program: #"load "tiny.png" | 1️⃣remove-background2️⃣ | save"#,
        message: "the picture of 20x20 is too small for remove-background",
        label: "needs at least 64 px a side",
        fix: "enlarge it before: | resize 64x64 | …, or frame it: fit:pad"),
    ProblemCase(
        code: .imageTooLarge,
        program: #"load "photo.jpg" | 1️⃣replace2️⃣ "x" text:"y" 3️⃣fit:error4️⃣ | save"#,
        message: "the picture of 4032x3024 is too large for search-replace",
        label: "takes at most 9,437,184 px", second: "asked for here",
        fix: "remove `fit:error`: the picture is then shrunk, and the plan says so"),
    ProblemCase(
        code: .imageTooLarge, program: #"load "wide.png" | 1️⃣upscale2️⃣ fast | save"#,
        message: "the picture of 9000x40 is too large for fast-upscale",
        label: "takes at most 1,048,576 px and 1536 px a side",
        fix: "frame it: fit:pad, or cut it before: | resize … fit:cover",
        change: { $0.add("wide.png", 9_000, 40) }),
    ProblemCase(
        code: .imageTooElongated, program: #"load "long.png" | 1️⃣replace2️⃣ "x" text:"y" | save"#,
        message: "the picture of 1000x100 is too long a shape for search-replace",
        label: "takes 1:2.5 to 2.5:1",
        fix: "frame it: fit:pad, or cut it before: | resize 250x100 fit:cover"),
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
        message: "`upscale` needs to know how", label: "which one?",
        notes: ["upscale fast: $0.03", "upscale conservative: $0.40", "upscale creative: $0.60"],
        fix: "write `upscale fast`, `upscale conservative` or `upscale creative`"),
    ProblemCase(
        code: .textNeeded, program: #"load "a.png" | 1️⃣upscale creative2️⃣ | save"#,
        message: "`upscale creative` needs a text that describes the picture",
        label: "no text made this picture",
        fix:
            "say what it shows: upscale creative text:\"a harbour at dawn\"; or use `upscale fast`, which needs none"
    ),
    ProblemCase(
        code: .partialText,
        program: #"load "a.png" | replace "x" text:"y" | 1️⃣upscale conservative2️⃣ | save"#,
        message: "`upscale conservative` is told `y`, which described only a part of the picture",
        label: "takes the text that made the picture",
        fix: "describe the whole: text:\"a city under a storm\""),
    ProblemCase(
        code: .parameterNotTaken, program: #"load "a.png" | 3️⃣upscale4️⃣ fast 1️⃣text:"a"2️⃣ | save"#,
        message: "`upscale fast` takes no `text`", label: "not taken", second: "",
        notes: ["taken by upscale creative, upscale conservative"], fix: "remove `text`"),
    ProblemCase(
        code: .parameterNotTaken,
        program: #"load "a.png" | 3️⃣inpaint4️⃣ "x" mask:"y" model:nova-canvas 1️⃣grow:42️⃣ | save"#,
        message: "`inpaint on nova-canvas` takes no `grow`", label: "not taken", second: "",
        notes: ["taken by search-replace"], fix: "remove `grow`",
        change: { $0.today = CalendarDate(2026, 1, 1) }),
    ProblemCase(
        code: .conflictingParameters, program: #"generate "a" 3️⃣aspect:1:14️⃣ 1️⃣size:512x5122️⃣ | save"#,
        message: "`aspect` and `size` do not go together", label: "this", second: "and this",
        fix: "keep one of them"),
    ProblemCase(
        code: .conflictingParameters, program: #"load "a.png" | resize 3️⃣5124️⃣ 1️⃣width:5122️⃣ | save"#,
        message: "`to` and `width` do not go together", label: "this", second: "and this",
        fix: "keep one of them"),
    ProblemCase(
        code: .noSizeGiven, program: #"load "a.png" | 1️⃣resize2️⃣ | save"#,
        message: "`resize` needs a size", label: "to what?",
        fix:
            "write `resize 512` (the long side), `resize 50%`, `resize 1024x768` or `resize width:800`"
    ),
    ProblemCase(
        code: .tooManyPixels, program: #"load "a.png" | resize 1️⃣30000x300002️⃣ fit:fill | save"#,
        message: "`resize` would make a picture of 30000x30000",
        label: "at most 300,000,000 px altogether", fix: "resize to less"),
    ProblemCase(
        code: .tooManyPixels, program: #"load "a.png" | resize 1️⃣99999999999999999999%2️⃣ | save"#,
        message: "`resize` would make a picture of 2147483647x2147483647",
        label: "at most 300,000,000 px altogether", fix: "resize to less"),
    ProblemCase(
        code: .plainMask,
        program: #"load "a.png" | inpaint "x" mask:1️⃣(load "mask.png")2️⃣ | save"#,
        message: "the mask is all white: nothing of the picture would stay",
        label: "white is what changes",
        fix: "leave black what is to stay, or use `transform` for the whole picture",
        change: { $0.tones["mask.png"] = .white }),
    ProblemCase(
        code: .plainMask,
        program: #"load "a.png" | erase mask:1️⃣(load "mask.png")2️⃣ | save"#,
        message: "the mask is all black: nothing of the picture would change",
        label: "white is what changes", fix: "paint white what is to change",
        change: { $0.tones["mask.png"] = .black }),
    ProblemCase(
        code: .noModel,
        program: #"load "a.png" | 1️⃣try-on2️⃣ garment:"mask.png" part:shoes | save"#,
        message: "no living model on Bedrock does `try-on`",
        label: "only nova-canvas did, until 2026-09-30",
        fix:
            "to use it against the sandbox or another endpoint, pin it: try-on … model:nova-canvas"
    ),
    ProblemCase(
        code: .needsParameter, program: #"generate "a" 1️⃣control:edges2️⃣ | save"#,
        message: "`control` needs `layout`", label: "says how layout is used",
        fix: "add layout:\"plan.png\", or remove `control`"),
    ProblemCase(
        code: .needsParameter, program: #"load "a.png" | outpaint 1️⃣at:left2️⃣ left:1 | save"#,
        message: "`at` needs `to`", label: "says where the picture stands in a new shape",
        fix: "add `to:16:9`, or remove `at`"),
    ProblemCase(
        code: .needsParameter, program: #"generate "a" 1️⃣model:control-sketch2️⃣ | save"#,
        message: "`model:control-sketch` needs `layout`", label: "follows a picture",
        fix: "add layout:\"plan.png\", or remove `model:control-sketch`"),
    ProblemCase(
        code: .eraseWords, program: #"load "a.png" | erase mask:1️⃣"the lamp"2️⃣ | save"#,
        message: "`erase` needs a mask picture, and no living model erases by words",
        label: "words, not an image",
        fix:
            "say what comes in its place: replace \"the lamp\" text:\"…\"; or give a picture: mask:(load \"mask.png\")"
    ),
    ProblemCase(
        code: .noMargins, program: #"load "a.png" | 1️⃣outpaint2️⃣ "a meadow" | save"#,
        message: "`outpaint` needs to know how far", label: "to where?",
        fix: "write `outpaint left:256`, `outpaint up:20%` or `outpaint to:16:9`"),
    ProblemCase(
        code: .noMargins, program: #"load "a.png" | 1️⃣outpaint2️⃣ left:0 up:0% | save"#,
        message: "`outpaint` needs to know how far", label: "to where?",
        fix: "write `outpaint left:256`, `outpaint up:20%` or `outpaint to:16:9`"),
    ProblemCase(
        code: .marginTooWide, program: #"load "a.png" | outpaint 1️⃣right:400%2️⃣ | save"#,
        message: "outpainting 2,560 px to the right, expected at most 2,000",
        label: "too far for one call",
        fix: "make the picture smaller before: | resize 78% | outpaint …"),
    ProblemCase(
        code: .marginTooWide, program: #"load "a.png" | outpaint 1️⃣to:1:82️⃣ | save"#,
        message: "outpainting 2,346 px upwards, expected at most 2,000",
        label: "too far for one call",
        fix: "make the picture smaller before: | resize 85% | outpaint …"),
    ProblemCase(
        code: .keepWords, program: #"load "a.png" | 3️⃣backdrop4️⃣ "snow" mask:1️⃣"the dog"2️⃣ | save"#,
        message: "words for what to keep need nova-canvas", label: "words, not an image",
        second: "",
        notes: [
            "a mask picture of `backdrop` is white where the background is",
            "without a mask the subject is found first, by remove-background",
        ],
        fix: "remove `mask`, or give a picture: mask:(load \"mask.png\")"),
    ProblemCase(
        code: .novaStyle, program: #"generate "a" style:1️⃣photorealism2️⃣ | save"#,
        message: "`photorealism` is a style of nova-canvas alone", label: "not a style of core",
        notes: ["nova-canvas was retired by AWS; it is used only when pinned"],
        fix:
            "say it in the text, or use one of \(List(Stability.stylePresets))"
    ),
    ProblemCase(
        code: .outsideModelRange,
        program: #"load "a.png" | vary similarity:1️⃣0.12️⃣ model:nova-canvas | save"#,
        message: "`similarity` of nova-canvas goes from 0.2 to 1.0, found 0.1",
        label: "out of its range", change: { $0.today = CalendarDate(2026, 1, 1) }),
    ProblemCase(
        code: .needsProfile,
        program:
            #"invoke 1️⃣"stability.stable-style-transfer-v1:0"2️⃣ body:'{"prompt": "a"}' | save"#,
        message:
            "`stability.stable-style-transfer-v1:0` is called through its inference profile alone",
        label: "AWS refuses this id", fix: "invoke \"us.stability.stable-style-transfer-v1:0\" …"),
    ProblemCase(
        code: .malformedBody, program: #"invoke "some.model-v1:0" body:1️⃣'{"a": }'2️⃣ | save"#,
        message: "the body is not JSON", label: "wrong from `}` on",
        fix:
            "write it as the model's documentation has it: body:'{\"prompt\": \"a cat\", \"image\": \"$image\"}'"
    ),
    ProblemCase(
        code: .malformedBody, program: #"invoke "some.model-v1:0" body:1️⃣'[1]'2️⃣ | save"#,
        message: "the body is no JSON object, as every model's body is", label: "not sent",
        fix:
            "write it as the model's documentation has it: body:'{\"prompt\": \"a cat\", \"image\": \"$image\"}'"
    ),
    ProblemCase(
        code: .noImageForBody,
        program: #"invoke "some.model-v1:0" body:1️⃣'{"i": "$image"}'2️⃣ | save"#,
        message: "the body has a place for a picture, and none enters",
        label: "`$image` is the image of the pipe",
        fix: "begin with one: load \"a.png\" | invoke …"),
    ProblemCase(
        code: .hasShapeAlready, program: #"load "in/b.jpg" | outpaint 1️⃣to:4:32️⃣ | save"#,
        message: "the picture of 800x600 has this shape already: nothing is called",
        label: "passes it on"),
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
            "the model accepts at most 1,048,576 px and 1536 px a side, so the image is downscaled first"
        ],
        fix: "to enlarge it on this machine instead, free: resize 200%",
        change: { $0.add("photo.jpg", 8_000, 6_000, .jpeg) }),
    ProblemCase(
        code: .imagesLeftOut, program: #"load "big/*" | 1️⃣upscale fast2️⃣ | save "out/{stem}.png""#,
        message: "1 image is left out, the rest runs", label: "not for it",
        notes: [
            "`big/b.jpg`: `upscale fast` would make this image smaller: 6000x4000 -> 5016x3344"
        ],
        change: {
            $0.add("big/a.jpg", 800, 600, .jpeg)
            $0.add("big/b.jpg", 6_000, 4_000, .jpeg)
        }),
    ProblemCase(
        code: .maskNamesNoFile, program: #"load "a.png" | inpaint "x" mask:1️⃣"nosuch.webp"2️⃣ | save"#,
        message: "file not found: `nosuch.webp`, and as words it looks like a path",
        label: "neither a file nor words",
        notes: ["words here name what to look for in the image"],
        fix:
            "name what to look for, for example mask:\"the sky\"; or load an image: mask:(load \"mask.png\")"
    ),
    ProblemCase(
        code: .alphaDropped, program: #"load "alpha.png" | 1️⃣vary2️⃣ "a hut" | save"#,
        message: "sd35-large may drop the transparency of this image",
        label: "the image has transparent pixels",
        notes: ["no document says that sd35-large keeps alpha"],
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
        message: "the body does not use the image that comes in",
        label: "called for each image, and sent without it",
        fix:
            "write \"$image\" where the body needs the image, or start the pipeline with `invoke`"),
    ProblemCase(
        code: .mayBeTooLarge, program: #"load "a.png" | upscale fast 1️⃣format:png2️⃣ | save "x.png""#,
        message: "fast-upscale may answer with more than the 16 MiB limit: 2560x1708 as png",
        label: "an image that compresses badly fails, and may be billed",
        fix: "use format:jpeg or format:webp"),
    ProblemCase(
        code: .otherExtensions, program: #"load 1️⃣"cam/*.jpg"2️⃣ | info"#,
        message: "2 files with another spelling of the extension are not matched",
        label: "upper and lower case differ",
        fix: "write \"cam/*.{jpg,JPG,JPEG}\", or add `case:ignore`",
        change: {
            for name in ["a.jpg", "b.JPG", "c.JPEG", "d.png"] { $0.add("cam/\(name)", 9, 9) }
        }),
    ProblemCase(
        code: .imagesLeftOut, program: #"load 1️⃣"cam/*"2️⃣ unreadable:skip | info"#,
        message: "1 image is left out, the rest runs", label: "not for it",
        notes: ["`cam/b.png`: cannot be read: it is a text"],
        change: {
            $0.add("cam/a.png", 9, 9)
            $0.spoil("cam/b.png")
        }),
    ProblemCase(
        code: .nothingMatches, program: #"load 1️⃣"cam/*.jpg"2️⃣ | info"#,
        message: "no file matches `cam/*.jpg`", label: "nothing there",
        fix: "write \"cam/*.{jpg,JPG}\"", change: { $0.add("cam/b.JPG", 9, 9) }),
    ProblemCase(
        code: .sameImages, program: #"generate "a" 1️⃣seed:1..22️⃣ count:2 | sheet | save"#,
        message: "1 of these 4 images is the same as another one",
        label: "the same values come again", fix: "write seed:1..3, and remove `count`"),
    ProblemCase(
        code: .sameImages, program: #"generate "a" 1️⃣seed:[7, 7]2️⃣ | sheet | save"#,
        message: "1 of these 2 images is the same as another one",
        label: "the same values come again", fix: "write each value once"),
    ProblemCase(
        code: .changesNothing, program: #"load "a.png" | transform "x" 1️⃣change:02️⃣ | save"#,
        message: "at this `change` the model gives the picture back as it is",
        label: "changes nothing, and is paid for"),
    ProblemCase(
        code: .changesNothing, program: #"load "a.png" | vary "x" 1️⃣similarity:12️⃣ | save"#,
        message: "at this `similarity` the model gives the picture back as it is",
        label: "changes nothing, and is paid for"),
    ProblemCase(
        code: .textNeeded, program: #"load "a.png" | 1️⃣vary2️⃣ | save"#,
        message: "`vary` needs a text that describes the picture",
        label: "no text made this picture",
        fix: "say what it shows: vary \"a harbour at dawn\""),
    ProblemCase(
        code: .conflictingParameters,
        program: #"load "a.png" | outpaint 3️⃣to:1:14️⃣ 1️⃣left:22️⃣ | save"#,
        message: "`to` and `left` do not go together", label: "this", second: "and this",
        fix: "keep one of them"),
    ProblemCase(
        code: .conflictingParameters,
        program: ##"generate "a" 3️⃣layout:"a.png"4️⃣ 1️⃣colors:["#fff"]2️⃣ | save"##,
        message: "`layout` and `colors` do not go together", label: "this", second: "and this",
        fix: "keep one of them"),
    ProblemCase(
        code: .onlyWithNova, program: ##"3️⃣generate4️⃣ "a" 1️⃣colors:["#2E8B57"]2️⃣ | save"##,
        message: "`colors` is an option of nova-canvas alone", label: "not an option of core",
        second: "runs on core",
        notes: ["nova-canvas was retired by AWS; it is used only when pinned"],
        fix: "remove `colors`"),
    ProblemCase(
        code: .onlyWithNova, program: #"load "a.png" | 3️⃣backdrop4️⃣ "snow" 1️⃣mode:precise2️⃣ | save"#,
        message: "`mode` is an option of nova-canvas alone", label: "not an option of inpaint",
        second: "runs on inpaint",
        notes: ["nova-canvas was retired by AWS; it is used only when pinned"],
        fix: "remove `mode`"),
    ProblemCase(
        code: .parameterNotTaken, program: #"3️⃣generate4️⃣ "a" layout:"a.png" 1️⃣aspect:1:12️⃣ | save"#,
        message: "`generate on control-sketch` takes no `aspect`", label: "not taken", second: "",
        notes: ["taken by nova-canvas"], fix: "remove `aspect`"),
    ProblemCase(
        code: .retiredModel,
        program:
            #"load "a.png" | try-on garment:"mask.png" part:boots 1️⃣model:nova-canvas2️⃣ | save"#,
        message: "nova-canvas was retired by AWS on 2026-09-30: calls of it fail there",
        label: "called here"),
    ProblemCase(
        code: .placeBeyond, program: #"generate "a" count:2 | 1️⃣pick 32️⃣ | save "x.png""#,
        message: "there is no image 3: only 2 images come here", label: "counts from 1",
        fix: "choose among those that come"),
    ProblemCase(
        code: .sweptTooLate,
        program:
            #"generate "a" style:[anime, line-art] | where width > 1000 | take 1 | save "1️⃣{style}2️⃣.png""#,
        message: "`{style}` is not known before the run here",
        label: "the run decides which image this is",
        fix: "use {index}, or a field of the image such as {seed}"),
    ProblemCase(
        code: .nothingSelected, program: #"load "a.png" | 1️⃣select2️⃣ | save "x.png""#,
        message: "`select` needs to know what", label: "which part?",
        fix:
            "write `select subject`, `select alpha`, or one of `rect:`, `ellipse:`, `polygon:`, `color:`, `luma:` and `from:`"
    ),
    ProblemCase(
        code: .outsideImage, program: #"load "a.png" | crop 1️⃣2000x20002️⃣ | save "x.png""#,
        message: "the picture of 640x427 has no part of 2000x2000 at -680,-786",
        label: "reaches beyond the edge",
        fix: "take less, or enlarge the canvas before: | pad 2000x2000 | …"),
    ProblemCase(
        code: .canvasTooSmall, program: #"load "a.png" | pad 1️⃣100x1002️⃣ | save "x.png""#,
        message: "the picture of 640x427 does not fit on a canvas of 100x100",
        label: "too small", fix: "make the picture smaller before: | resize 100x100 | …"),
    ProblemCase(
        code: .noFont,
        program: #"load "a.png" | label "Sale" font:1️⃣"No Such Font"2️⃣ | save "x.png""#,
        message: "there is no font `No Such Font` on this machine", label: "text has to be drawn",
        fix: "remove `font`, or use one that `fc-list` shows"),
    ProblemCase(
        code: .seedBeyond,
        program: #"generate "a" model:sd35-large 1️⃣seed:42949672952️⃣ | save "x.png""#,
        message: "`sd35-large` takes no seed above 4294967294, found 4294967295",
        label: "too large for this model",
        fix: "write a seed from 1 to 4294967294; copies count on from it"),
    ProblemCase(
        code: .otherForm, program: #"load 1️⃣"e.png"2️⃣ | info"#,
        message: "`e.png` is read from the file whose name has another Unicode form",
        label: "no file has a name of these bytes",
        notes: ["letters with marks can be written as one character or as two"],
        change: { $0.forms["e.png"] = "a.png" }),
]
