package import ImageFacts

/// Amazon Nova Canvas, retired by AWS on 2026-09-30 in all its Regions: used only when pinned.
/// Source: AWS, nova image-gen-req-resp-structure and image-gen-access; model-lifecycle-legacy.
package enum NovaCanvas: BedrockModel {
    package static let card = ModelCard(
        name: "nova-canvas", title: "Amazon Nova Canvas",
        does: "generated, edited, and varied images, and virtual try-on; retired",
        invocationID: "amazon.nova-canvas-v1:0",
        regions: ["us-east-1", "eu-west-1", "ap-northeast-1"],
        lifecycle: Lifecycle(
            legacyFrom: CalendarDate(2026, 3, 30), endsOn: CalendarDate(2026, 9, 30),
            source: "AWS, model-lifecycle-legacy", asOf: "2026-10-14"),
        price: price(quality: .standard, size: PixelSize(1_024, 1_024)),
        quota: Quota(requestsPerMinute: 100),
        input: ImageLimits(
            formats: [.png, .jpeg], side: 320...4_096, pixels: 102_400...4_194_304, elongation: 4,
            takesAlpha: false),
        promptLength: 1...1_024, outputFormats: [.png], seeds: 0...2_147_483_646)

    package enum Quality: String, CaseIterable, Sendable { case standard, premium }

    /// What an image may measure; each side a multiple of 16 besides.
    package static let outputLimits = ImageLimits(
        side: 320...4_096, pixels: 102_400...4_194_304, elongation: 4)

    /// `cfgScale`.
    package static let guidance = 1.1...10.0
    package static let sideStep = 16
    /// `controlStrength`.
    package static let controlStrength = 0.0...1.0
    /// `similarityStrength`.
    package static let similarity = 0.2...1.0
    /// Images of one variation.
    package static let variationImages = 1...5
    /// Colors of one palette.
    package static let colors = 1...10

    /// A legal size of a shape, sides in steps of 16: it covers what was asked for as far as the limits
    /// go, or has about a megapixel.
    ///
    /// - Parameter aspect: width over height.
    package static func size(aspect: Double, covering asked: PixelSize?) -> PixelSize {
        let limits = outputLimits
        let shape = min(max(aspect, 1 / limits.elongation), limits.elongation)
        var pixels = 1_048_576.0
        var rounding = FloatingPointRoundingRule.toNearestOrAwayFromZero
        if let asked {
            let width = max(Double(asked.width), Double(asked.height) * shape)
            pixels = min(
                max(width * width / shape, Double(limits.pixels.lowerBound)),
                Double(limits.pixels.upperBound))
            rounding = .up
        }
        func side(_ length: Double) -> Int {
            let steps = (length / Double(sideStep)).rounded(rounding)
            return min(
                max(Int(steps) * sideStep, limits.side.lowerBound), limits.side.upperBound)
        }
        let width = (pixels * shape).squareRoot()
        var size = PixelSize(side(width), side(width / shape))
        while limits.refusal(of: size) == .tooLarge || limits.refusal(of: size) == .tooElongated {
            if size.width > size.height { size.width -= sideStep } else { size.height -= sideStep }
        }
        return size
    }

    /// The eight styles, in the words of `style:`; on the wire they are upper case with underscores.
    package static let styles = [
        "3d-animated-family-film", "design-sketch", "flat-vector-illustration",
        "graphic-novel-illustration", "maximalism", "midcentury-retro", "photorealism",
        "soft-digital-painting",
    ]

    /// A word of the language as Nova spells it: `photorealism` is `PHOTOREALISM`.
    static func constant(_ word: String) -> RequestValue {
        .string(word.uppercased().split(separator: "-").joined(separator: "_"))
    }

    /// $0.04 up to 1024x1024; premium, large and both: historical figures that no source confirms.
    /// Whether large means the sides or the pixels is not said: a long side is enough here.
    package static func price(quality: Quality, size: PixelSize) -> Price {
        let isLarge = size.longSide > 1_024
        let cents = 4 + (quality == .premium ? 2 : 0) + (isLarge ? 2 : 0)
        let options = [quality == .premium ? "premium" : nil, isLarge ? "large" : nil]
        let chosen = options.compactMap { $0 }.joined(separator: " and ")
        return Price(
            Dollars(cents: cents),
            source: "last known price\(chosen.isEmpty ? "" : ", \(chosen)"), before it was retired",
            asOf: "2026-09")
    }

    /// Of an image that a body of the user's own asks for; what it does not say counts as the more expensive.
    package static func price(_ body: BodyFacts, of input: PixelSize?) -> Price {
        let makesAnew = ["TEXT_IMAGE", "COLOR_GUIDED_GENERATION", "IMAGE_VARIATION"]
        let unsaid =
            body.task.map(makesAnew.contains) ?? false
            ? PixelSize(1_024, 1_024) : input ?? PixelSize(2_048, 2_048)
        return price(
            quality: body.quality.flatMap(Quality.init(rawValue:)) ?? .standard,
            size: body.size ?? unsaid)
    }

    package static func answer(
        from body: UnsafeRawBufferPointer
    ) throws(AnswerProblem) -> ModelAnswer { try NovaAnswer.read(body) }
}
