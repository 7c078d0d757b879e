package import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

/// What is wrong with a parameter, seen with its surroundings.
package enum ParameterProblem: Error, Sendable {
    case textLength(count: Int, allowed: ClosedRange<Int>, span: Span)
    case upscaleWithoutMode(prices: [(mode: String, price: Dollars)], span: Span)
    case textNeeded(verb: String, span: Span)
    case partialText(verb: String, String, span: Span)
    case notTaken(parameter: String, by: String, takenBy: [String], span: Span, mode: Span)
    case together([String], span: Span, other: Span)
    case noSizeGiven(verb: String, fix: String, span: Span)
    case nothingSelected(span: Span)
    case nothingAdjusted(span: Span)
    case nothingCut(span: Span)
    case badGradientColor(String, span: Span)
    /// `tolerance` is where one is written.
    case allBorder(span: Span, tolerance: Span?)
    case outsidePicture(PixelSize, x: Int, y: Int, of: PixelSize, span: Span)
    case canvasTooSmall(PixelSize, for: PixelSize, span: Span)
    case noFont(String?, span: Span)
    case missingFontFile(String, near: String?, span: Span)
    case unusableFontFile(String, why: String, span: Span)
    case lettersWithoutFont([Unicode.Scalar], span: Span)
    case tooManyPixels(PixelSize, limit: Int, span: Span)
    case tooLargeWords(span: Span)
    case needs(String, needed: String, why: String, fix: String, span: Span)
    case noMargins(span: Span)
    case marginTooWide(side: String, pixels: Int, limit: Int, span: Span)
    case malformedBody(String, near: String?, span: Span)
    case noPictureForBody(span: Span)
    case hasShapeAlready(SizeForecast, span: Span)
    case changesNothing(parameter: String, span: Span)
    case seedBeyond(Int, limit: Int, model: String, span: Span)
    case printedOutOfRange(
        PrintLength, pixels: Int, dpi: Int, expected: ClosedRange<Int>, parameter: String,
        span: Span)
    case placeBeyond(Int, count: Int, span: Span)
    case sweptTooLate(String, span: Span)
    /// The name of a field that an image has anyway, or that the stage makes itself.
    case fieldTaken(String, by: String, parameter: String?, span: Span)
    case unnamedCriterion(span: Span)
    /// `$cut.width` of an image whose size only the run knows.
    case fieldTooLate(String, span: Span)
    case fieldDoesNotFit(String, String, expected: ValueType, span: Span)
    case unknownFormat(String, span: Span)
    case found(FoundProblem, span: Span)
    /// - Parameter writer: the stage that writes it.
    case noSuchField(
        String, writer: String?, isOfSome: Bool, valid: [String], span: Span)
    case sameRounds(span: Span)
}

extension ParameterProblem {
    package var diagnostic: Diagnostic {
        switch self {
        case .textLength(let count, let allowed, let span):
            return Diagnostic(
                .modelTextLength,
                "the text has \(Grouped(count)) characters, expected \(allowed.lowerBound) to \(Grouped(allowed.upperBound))",
                at: .init(span, count < allowed.lowerBound ? "too short" : "too long"))
        case .upscaleWithoutMode(let prices, let span):
            return Diagnostic(
                .upscaleWithoutMode, "`upscale` requires a mode", at: .init(span, "which one?"),
                notes: prices.map { "upscale \($0.mode): \($0.price)" },
                fix: "write `upscale fast`, `upscale conservative` or `upscale creative`")
        case .textNeeded(let verb, let span):
            let other =
                verb.hasPrefix("upscale") ? "; or use `upscale fast`, which requires none" : ""
            let example = "\"a harbor at dawn\""
            return Diagnostic(
                .textNeeded, "`\(verb)` requires a prompt that describes the image",
                at: .init(span, "no prompt to reuse"),
                fix:
                    "describe the image: \(verb.hasPrefix("upscale") ? "\(verb) text:\(example)" : "\(verb) \(example)")\(other)"
            )
        case .partialText(let verb, let text, let span):
            return Diagnostic(
                .partialText,
                "`\(verb)` reuses the prompt `\(Preview(text))`, which describes only part of the image",
                at: .init(span, "reuses the prompt of the image"),
                fix: "describe the whole image: text:\"a city under a storm\"")
        case .notTaken(let parameter, let taker, let takenBy, let span, let mode):
            return Diagnostic(
                .parameterNotTaken, "`\(taker)` does not support `\(parameter)`",
                at: .init(span, "not supported"),
                and: [.init(mode, "")],
                notes: takenBy.isEmpty
                    ? []
                    : [
                        "\(List(takenBy.map { "`\($0)`" }, .and)) support\(takenBy.count == 1 ? "s" : "") it"
                    ],
                fix: "remove `\(parameter)`", edits: [SourceEdit(span, "")])
        case .together(let names, let span, let other):
            return Diagnostic(
                .conflictingParameters,
                "\(names.map { "`\($0)`" }.joined(separator: " and ")) cannot be used together",
                at: .init(span, "conflicts with it"), and: [.init(other, "this one")],
                fix: "remove one of them")
        case .tooManyPixels(let size, let limit, let span):
            return Diagnostic(
                .tooManyPixels, "the image would be \(size)",
                at: .init(span, "at most \(Grouped(limit)) px in total"),
                fix: "use a smaller size")
        case .tooLargeWords(let span):
            return Diagnostic(
                .tooManyPixels, "`label` would draw text many times larger than an image can be",
                at: .init(span, "too large for this much text"),
                fix: "write `size:5%`, or shorten the text")
        case .needs(let name, let needed, let why, let fix, let span):
            return Diagnostic(
                .needsParameter, "`\(name)` requires `\(needed)`", at: .init(span, why), fix: fix)
        case .seedBeyond(let seed, let limit, let model, let span):
            return Diagnostic(
                .seedBeyond, "`\(model)` accepts seeds up to \(limit), found \(seed)",
                at: .init(span, "too large for this model"),
                fix: "write a seed from 1 to \(limit); copies count on from it")
        case .noMargins(let span):
            return Diagnostic(
                .noMargins, "`outpaint` requires a distance", at: .init(span, "to where?"),
                fix: "write `outpaint left:256`, `outpaint up:20%` or `outpaint to:16:9`")
        case .marginTooWide(let side, let pixels, let limit, let span):
            return Diagnostic(
                .marginTooWide,
                "this would extend the image by \(Grouped(pixels)) px \(side): the limit of a call is \(Grouped(limit)) px",
                at: .init(span, "too far for one call"),
                fix:
                    "downscale the image first: | resize \(max(1, 100 * limit / pixels))% | outpaint …"
            )
        case .malformedBody(let why, let near, let span):
            return Diagnostic(
                .malformedBody, "the body is \(why)",
                at: .init(span, near.map { "wrong from `\(Preview($0))` on" } ?? "not sent"),
                fix:
                    "follow the model's documentation: body:'{\"prompt\": \"a cat\", \"image\": \"$image\"}'"
            )
        case .noPictureForBody(let span):
            return Diagnostic(
                .noImageForBody, "the body has an image placeholder, but there is no input image",
                at: .init(span, "`$image` is the input image"),
                fix: "start with an image: load \"a.png\" | invoke …")
        case .hasShapeAlready(let size, let span):
            return Diagnostic(
                .hasShapeAlready,
                "the image of \(size) already has this aspect ratio: no call is made",
                at: .init(span, "passes it on unchanged"))
        case .changesNothing(let parameter, let span):
            return Diagnostic(
                .changesNothing,
                "with this `\(parameter)`, the model returns the image unchanged",
                at: .init(span, "paid, but changes nothing"))
        case .printedOutOfRange(
            let length, let pixels, let dpi, let expected, let parameter, let span):
            return Diagnostic(
                .printedOutOfRange,
                "`\(length)` is \(Grouped(pixels)) px at \(dpi) dpi, expected \(Grouped(expected.lowerBound)) to \(Grouped(expected.upperBound)) px for `\(parameter)`",
                at: .init(span, pixels > expected.upperBound ? "too long" : "too short"),
                fix: pixels > expected.upperBound
                    ? "use a shorter length, or a lower `dpi`"
                    : "use a longer length, or a higher `dpi`")
        case .placeBeyond(let place, let count, let span):
            return Diagnostic(
                .placeBeyond,
                "there is no image \(place): the stream has \(count == 0 ? "none" : "only \(Count(count, "image"))")",
                at: .init(span, "counts from 1"), fix: "choose a position from the stream")
        case .fieldTaken(let name, let by, let parameter, let span):
            return Diagnostic(
                .fieldTaken, "`\(name)` is the name of \(by)", at: .init(span, "taken"),
                fix: "choose another name, such as `my-\(name)`",
                edits: parameter.map { [SourceEdit(span, "\($0):my-\(name)")] } ?? [])
        case .unnamedCriterion(let span):
            return Diagnostic(
                .fieldTaken, "each of several criteria requires a name of its own",
                at: .init(span, "no name"), fix: "name them: judge [sharp:\"…\", mood:\"…\"]")
        case .noSuchField(let name, _, isOfSome: true, _, let span):
            return Diagnostic(
                .noSuchField, "some of these images have no `\(name)`",
                at: .init(span, "not written for all"),
                fix: "write it for all of them: in every block, or right before `sort`")
        case .noSuchField(let name, let writer, _, let valid, let span):
            let near =
                writer.map { "add a stage before it that writes it: | \($0)" }
                ?? NearestName.of(name, in: valid)
            return Diagnostic(
                .noSuchField, "`\(Preview(name))` is not a field of these images",
                at: .init(span, "no such field"),
                notes: ["valid fields: \(List(valid, .none))"], fix: near)
        case .sameRounds(let span):
            return Diagnostic(
                .sameRounds, "every round of this `repeat` would give the same image",
                at: .init(span, "nothing varies"),
                fix: "put a verb with a seed into its block, such as `structure` or `generate`")
        case .found(let problem, let span):
            return Diagnostic(
                .notFound, "\(problem)", at: .init(span, "looked for"),
                fix: problem.hints.first)
        case .sweptTooLate(let name, let span):
            return Diagnostic(
                .sweptTooLate, "`{\(name)}` is unknown before the run",
                at: .init(span, "the run decides which image this is"),
                fix: "use {index}, or a field of the image such as {seed}")
        case .fieldTooLate(let name, let span):
            return Diagnostic(
                .fieldTooLate, "`\(name)` is unknown before the run",
                at: .init(span, "required to plan the stage"),
                notes: ["strings and conditions can use fields that only the run knows"],
                fix:
                    "write a number, or use a parameter that takes an image, such as resize like:$cut"
            )
        case .fieldDoesNotFit(let name, let text, let expected, let span):
            return Diagnostic(
                .fieldDoesNotFit,
                "`\(name)` is \(Preview(text)) here, expected \(expected.expectation)",
                at: .init(span, "does not fit"), fix: "write a value that fits")
        case .unknownFormat(let text, let span):
            let near = NearestName.of(text, in: ImageFormat.allCases.map(\.rawValue))
            return Diagnostic(
                .unknownFormat, "`\(Preview(text))` is not an image format",
                at: .init(span, "never equal to a format"),
                notes: [
                    "formats: \(List(ImageFormat.allCases.map { "`\($0.rawValue)`" }, .none))"
                ],
                fix: near.map { "write \"\($0)\"" } ?? "write one of them")
        case .noSizeGiven(let verb, let fix, let span):
            return Diagnostic(
                .noSizeGiven, "`\(verb)` requires a size", at: .init(span, "to what?"), fix: fix)
        case .nothingSelected(let span):
            return Diagnostic(
                .nothingSelected, "`select` requires a region", at: .init(span, "which part?"),
                fix:
                    "write `select subject`, `select alpha`, or one of `rect:`, `ellipse:`, `polygon:`, `color:`, `luma:` and `from:`"
            )
        case .nothingAdjusted(let span):
            return Diagnostic(
                .nothingAdjusted, "`adjust` requires at least one parameter",
                at: .init(span, "changes nothing"),
                fix:
                    "add one of `brightness:`, `contrast:`, `saturation:`, `gamma:`, `hue:`, or `auto:true`"
            )
        case .nothingCut(let span):
            return Diagnostic(
                .nothingCut, "`cut` requires a mask", at: .init(span, "which part?"),
                fix:
                    "add one: cut mask:(select rect:[10%, 10%, 80%, 80%]); or select the part first: select rect:[10%, 10%, 80%, 80%] | cut"
            )
        case .badGradientColor(let text, let span):
            return Diagnostic(
                .badGradientColor, "`\(Preview(text))` is not a color of a gradient",
                at: .init(span, "expected `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`"),
                fix: "write hexadecimal digits, the last for alpha: \"#0008\"")
        case .allBorder(let span, let tolerance):
            return Diagnostic(
                .allBorder,
                "`trim` would leave nothing: the whole image has the color of its border",
                at: .init(span, "all of it is border"),
                and: tolerance.map { [.init($0, "within this tolerance")] } ?? [],
                fix: "use a lower `tolerance`, or remove `trim`")
        case .outsidePicture(let part, let x, let y, let whole, let span):
            return Diagnostic(
                .outsideImage, "\(part) at \(x),\(y) does not fit in the image of \(whole)",
                at: .init(span, "reaches beyond the edge"),
                fix: part.width > whole.width || part.height > whole.height
                    ? "use a smaller part, or enlarge the canvas first: | pad \(PixelSize(max(part.width, whole.width), max(part.height, whole.height))) | …"
                    : "begin at most at \(whole.width - part.width),\(whole.height - part.height), or use a smaller part"
            )
        case .canvasTooSmall(let canvas, let picture, let span):
            return Diagnostic(
                .canvasTooSmall, "the image of \(picture) does not fit on a canvas of \(canvas)",
                at: .init(span, "too small"),
                fix: "downscale the image first: | resize \(canvas) | …")
        case .noFont(let name, let span):
            return Diagnostic(
                .noFont,
                name.map { "font not found: `\($0)`" }
                    ?? "no fonts are installed",
                at: .init(span, "draws text"),
                fix: name == nil
                    ? "install one: apt-get install fonts-dejavu-core"
                    : "remove `font`, or use a font that `fc-list` lists")
        case .missingFontFile(let path, let near, let span):
            return Diagnostic(
                .noFont, "font file not found: `\(path)`",
                at: .init(span, near.map { "did you mean `\($0)`?" } ?? "not found"),
                fix: near.map(SourceWriter.string) ?? "check the path, or name an installed font")
        case .unusableFontFile(let path, let why, let span):
            return Diagnostic(
                .noFont, "`\(path)` cannot be used as a font: it \(why)",
                at: .init(span, "draws text"), fix: "use a TrueType or OpenType file (.ttf, .otf)")
        case .lettersWithoutFont(let letters, let span):
            return Diagnostic(
                .lettersWithoutFont, Self.words(on: letters), at: .init(span, "drawn as boxes"),
                fix: "install a font that has them, or name its file: font:\"brand.ttf\"")
        }
    }

    private static let lettersShown = 10

    /// `no font has `☃` (U+2603)`.
    package static func words(on letters: [Unicode.Scalar]) -> String {
        let shown = letters.prefix(lettersShown).map { letter in
            let code = String(letter.value, radix: 16, uppercase: true)
            let number = String(repeating: "0", count: max(0, 4 - code.count)) + code
            return "`\(Preview(String(letter)))` (U+\(number))"
        }
        let rest = letters.count - shown.count
        return "no font has \(List(shown, rest > 0 ? .none : .and))"
            + (rest > 0 ? ", and \(rest) more" : "")
    }
}
