package import ImageFacts
import ImgflowLanguage
package import ImgflowModels

extension PlanBuilder {
    /// A photograph of fewer pixels fits into an answer as PNG: it takes some 2 bytes a pixel, and base64
    /// a third more.
    private static let likelyPixels = 6_000_000

    /// The format that a model is asked for: the user's, else what the next stages would like, else
    /// PNG where no answer can break the 16 MiB limit, else a format that is smaller and keeps what
    /// the image has.
    package mutating func outputFormat(
        of card: ModelCard, size: SizeForecast, hasAlpha: Bool, stage: StageContext
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
                        .mayBeTooLarge(wanted, size: size, card: card, span: stage.span("format"))),
                    for: stage)
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
