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
    case outsidePicture(PixelSize, x: Int, y: Int, of: PixelSize, span: Span)
    case canvasTooSmall(PixelSize, for: PixelSize, span: Span)
    case noFont(String?, span: Span)
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
    case placeBeyond(Int, count: Int, span: Span)
    case sweptTooLate(String, span: Span)
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
                .upscaleWithoutMode, "`upscale` needs to know how", at: .init(span, "which one?"),
                notes: prices.map { "upscale \($0.mode): \($0.price)" },
                fix: "write `upscale fast`, `upscale conservative` or `upscale creative`")
        case .textNeeded(let verb, let span):
            let other =
                verb.hasPrefix("upscale") ? "; or use `upscale fast`, which needs none" : ""
            let example = "\"a harbour at dawn\""
            return Diagnostic(
                .textNeeded, "`\(verb)` needs a text that describes the picture",
                at: .init(span, "no text made this picture"),
                fix:
                    "say what it shows: \(verb.hasPrefix("upscale") ? "\(verb) text:\(example)" : "\(verb) \(example)")\(other)"
            )
        case .partialText(let verb, let text, let span):
            return Diagnostic(
                .partialText,
                "`\(verb)` is told `\(Preview(text))`, which described only a part of the picture",
                at: .init(span, "takes the text that made the picture"),
                fix: "describe the whole: text:\"a city under a storm\"")
        case .notTaken(let parameter, let taker, let takenBy, let span, let mode):
            return Diagnostic(
                .parameterNotTaken, "`\(taker)` takes no `\(parameter)`",
                at: .init(span, "not taken"),
                and: [.init(mode, "")],
                notes: takenBy.isEmpty ? [] : ["taken by \(takenBy.joined(separator: ", "))"],
                fix: "remove `\(parameter)`")
        case .together(let names, let span, let other):
            return Diagnostic(
                .conflictingParameters,
                "\(names.map { "`\($0)`" }.joined(separator: " and ")) do not go together",
                at: .init(span, "this"), and: [.init(other, "and this")], fix: "keep one of them")
        case .tooManyPixels(let size, let limit, let span):
            return Diagnostic(
                .tooManyPixels, "`resize` would make a picture of \(size)",
                at: .init(span, "at most \(Grouped(limit)) px altogether"),
                fix: "resize to less")
        case .tooLargeWords(let span):
            return Diagnostic(
                .tooManyPixels, "`label` would draw a text many times as large as an image can be",
                at: .init(span, "too large for so many words"),
                fix: "write `size:5%`, or fewer words")
        case .needs(let name, let needed, let why, let fix, let span):
            return Diagnostic(
                .needsParameter, "`\(name)` needs `\(needed)`", at: .init(span, why), fix: fix)
        case .seedBeyond(let seed, let limit, let model, let span):
            return Diagnostic(
                .seedBeyond, "`\(model)` takes no seed above \(limit), found \(seed)",
                at: .init(span, "too large for this model"),
                fix: "write a seed from 1 to \(limit); copies count on from it")
        case .noMargins(let span):
            return Diagnostic(
                .noMargins, "`outpaint` needs to know how far", at: .init(span, "to where?"),
                fix: "write `outpaint left:256`, `outpaint up:20%` or `outpaint to:16:9`")
        case .marginTooWide(let side, let pixels, let limit, let span):
            return Diagnostic(
                .marginTooWide,
                "outpainting \(Grouped(pixels)) px \(side), expected at most \(Grouped(limit))",
                at: .init(span, "too far for one call"),
                fix:
                    "make the picture smaller before: | resize \(max(1, 100 * limit / pixels))% | outpaint …"
            )
        case .malformedBody(let why, let near, let span):
            return Diagnostic(
                .malformedBody, "the body is \(why)",
                at: .init(span, near.map { "wrong from `\(Preview($0))` on" } ?? "not sent"),
                fix:
                    "write it as the model's documentation has it: body:'{\"prompt\": \"a cat\", \"image\": \"$image\"}'"
            )
        case .noPictureForBody(let span):
            return Diagnostic(
                .noImageForBody, "the body has a place for a picture, and none enters",
                at: .init(span, "`$image` is the image of the pipe"),
                fix: "begin with one: load \"a.png\" | invoke …")
        case .hasShapeAlready(let size, let span):
            return Diagnostic(
                .hasShapeAlready,
                "the picture of \(size) has this shape already: nothing is called",
                at: .init(span, "passes it on"))
        case .changesNothing(let parameter, let span):
            return Diagnostic(
                .changesNothing,
                "at this `\(parameter)` the model gives the picture back as it is",
                at: .init(span, "changes nothing, and is paid for"))
        case .placeBeyond(let place, let count, let span):
            return Diagnostic(
                .placeBeyond,
                "there is no image \(place): \(count == 0 ? "none comes" : "only \(Count(count, "image")) come\(count == 1 ? "s" : "")") here",
                at: .init(span, "counts from 1"), fix: "choose among those that come")
        case .sweptTooLate(let name, let span):
            return Diagnostic(
                .sweptTooLate, "`{\(name)}` is not known before the run here",
                at: .init(span, "the run decides which image this is"),
                fix: "use {index}, or a field of the image such as {seed}")
        case .noSizeGiven(let verb, let fix, let span):
            return Diagnostic(
                .noSizeGiven, "`\(verb)` needs a size", at: .init(span, "to what?"), fix: fix)
        case .nothingSelected(let span):
            return Diagnostic(
                .nothingSelected, "`select` needs to know what", at: .init(span, "which part?"),
                fix:
                    "write `select subject`, `select alpha`, or one of `rect:`, `ellipse:`, `polygon:`, `color:`, `luma:` and `from:`"
            )
        case .outsidePicture(let part, let x, let y, let whole, let span):
            return Diagnostic(
                .outsideImage, "the picture of \(whole) has no part of \(part) at \(x),\(y)",
                at: .init(span, "reaches beyond the edge"),
                fix: "take less, or enlarge the canvas before: | pad \(part) | …")
        case .canvasTooSmall(let canvas, let picture, let span):
            return Diagnostic(
                .canvasTooSmall, "the picture of \(picture) does not fit on a canvas of \(canvas)",
                at: .init(span, "too small"),
                fix: "make the picture smaller before: | resize \(canvas) | …")
        case .noFont(let name, let span):
            return Diagnostic(
                .noFont,
                name.map { "there is no font `\($0)` on this machine" }
                    ?? "there is no font on this machine",
                at: .init(span, "text has to be drawn"),
                fix: name == nil
                    ? "install one: apt-get install fonts-dejavu-core"
                    : "remove `font`, or use one that `fc-list` shows")
        }
    }
}
