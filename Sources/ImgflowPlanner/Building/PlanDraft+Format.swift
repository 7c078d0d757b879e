package import ImageFacts
import ImgflowLanguage
package import ImgflowModels

extension PlanDraft {
    /// A photograph of fewer pixels fits into an answer as PNG: it takes some 2 bytes a pixel, and base64
    /// a third more.
    private static let likelyPixels = 6_000_000

    /// The format that a model is asked for: the user's, else what the next stages would like, else
    /// PNG where no answer can break the 16 MiB limit, else a format that is smaller and keeps what
    /// the picture has.
    package mutating func outputFormat(
        of card: ModelCard, size: SizeForecast, hasAlpha: Bool, stage: VerbCall
    ) throws(PlanProblem) -> ImageFormat {
        func isSafe(_ format: ImageFormat) -> Bool {
            guard card.outputFormats.contains(format), !hasAlpha || format.carriesAlpha else {
                return false
            }
            guard let pixels = size.size?.pixels else { return format != .png }
            return BedrockLimits.answerHolds(pixels: pixels, format: format, hasAlpha: hasAlpha)
        }
        if let word = stage.word("format"), let wanted = ImageFormat(rawValue: word) {
            guard card.outputFormats.contains(wanted) else {
                throw .model(.formatNotGiven(wanted, card: card, span: stage.span("format")))
            }
            if !isSafe(wanted), wanted == .png, !hasAlpha, let pixels = size.size?.pixels,
                pixels < Self.likelyPixels
            {
                report(
                    .image(
                        .mayBeTooLarge(wanted, size: size, card: card, span: stage.span("format"))))
                return wanted
            }
            guard isSafe(wanted) || size == .unknown else {
                throw .model(
                    .answerTooLarge(wanted, size: size, card: card, span: stage.span("format")))
            }
            return wanted
        }
        if case .format(let wanted) = stage.wish, isSafe(wanted) { return wanted }
        let order: [ImageFormat] = hasAlpha ? [.png, .webp] : [.png, .jpeg, .webp]
        return order.first(where: isSafe) ?? card.outputFormats.first ?? .png
    }
}

extension ImageLimits {
    /// The upper limits in words: `9,437,184 px`, `4096 px a side`.
    package var most: String {
        var words: [String] = []
        if pixels.upperBound < Int(Int32.max) { words.append("\(Grouped(pixels.upperBound)) px") }
        if side.upperBound < Int(Int32.max) { words.append("\(side.upperBound) px a side") }
        return words.joined(separator: " and ")
    }

    /// The lower limits in words: `64 px a side and 4,096 px`.
    package var least: String {
        var words = ["\(side.lowerBound) px a side"]
        if pixels.lowerBound > side.lowerBound * side.lowerBound {
            words.append("\(Grouped(pixels.lowerBound)) px altogether")
        }
        return words.joined(separator: " and ")
    }

    /// The limit of shape in words: `1:2.5 to 2.5:1`.
    package var shape: String {
        guard elongation.isFinite else { return "any shape" }
        let limit =
            elongation == elongation.rounded() ? "\(Int(elongation))" : "\(elongation)"
        return "1:\(limit) to \(limit):1"
    }
}

/// A number with commas between the thousands, as the service's own documents write it.
package struct Grouped: CustomStringConvertible {
    package let number: Int

    package init(_ number: Int) { self.number = number }

    package var description: String {
        var digits = String(number.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(digits, at: 0)
        return (number < 0 ? "-" : "") + groups.joined(separator: ",")
    }
}
