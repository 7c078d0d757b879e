package import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

/// What is wrong with a parameter, seen with its surroundings.
package enum ParameterProblem: Error, Sendable {
    case textLength(count: Int, allowed: ClosedRange<Int>, span: Span)
    case upscaleWithoutMode(prices: [(mode: String, price: Dollars)], span: Span)
    case textNeeded(mode: String, span: Span)
    case partialText(String, span: Span)
    case notTaken(parameter: String, by: String, takenBy: [String], span: Span, mode: Span)
    case together([String], span: Span, other: Span)
    case noSizeGiven(span: Span)
    case tooManyPixels(PixelSize, limit: Int, span: Span)
}

extension ParameterProblem {
    package var diagnostic: Diagnostic {
        switch self {
        case .textLength(let count, let allowed, let span):
            return Diagnostic(
                "E080", .error,
                "the text has \(Grouped(count)) characters, expected \(allowed.lowerBound) to \(Grouped(allowed.upperBound))",
                at: .init(span, count < allowed.lowerBound ? "too short" : "too long"))
        case .upscaleWithoutMode(let prices, let span):
            return Diagnostic(
                "E081", .error, "`upscale` needs to know how", at: .init(span, "which one?"),
                notes: prices.map { "upscale \($0.mode): \($0.price)" },
                fix: "write `upscale fast`, `upscale conservative` or `upscale creative`")
        case .textNeeded(let mode, let span):
            return Diagnostic(
                "E082", .error, "`upscale \(mode)` needs a text that describes the picture",
                at: .init(span, "no text made this picture"),
                fix:
                    "say what it shows: upscale \(mode) text:\"a harbour at dawn\"; or use `upscale fast`, which needs none"
            )
        case .partialText(let text, let span):
            return Diagnostic(
                "W051", .warning,
                "the upscale is told `\(Preview(text))`, which described only a part of the picture",
                at: .init(span, "takes the text that made the picture"),
                fix: "describe the whole: text:\"a city under a storm\"")
        case .notTaken(let parameter, let taker, let takenBy, let span, let mode):
            return Diagnostic(
                "E083", .error, "`\(taker)` takes no `\(parameter)`", at: .init(span, "not taken"),
                and: [.init(mode, "")],
                notes: takenBy.isEmpty ? [] : ["taken by \(takenBy.joined(separator: ", "))"],
                fix: "remove `\(parameter)`")
        case .together(let names, let span, let other):
            return Diagnostic(
                "E084", .error,
                "\(names.map { "`\($0)`" }.joined(separator: " and ")) do not go together",
                at: .init(span, "this"), and: [.init(other, "and this")], fix: "keep one of them")
        case .tooManyPixels(let size, let limit, let span):
            return Diagnostic(
                "E087", .error, "`resize` would make a picture of \(size)",
                at: .init(span, "at most \(Grouped(limit)) px altogether"),
                fix: "resize to less")
        case .noSizeGiven(let span):
            return Diagnostic(
                "E085", .error, "`resize` needs a size", at: .init(span, "to what?"),
                fix:
                    "write `resize 512` (the long side), `resize 50%`, `resize 1024x768` or `resize width:800`"
            )
        }
    }
}
