package import ImageFacts

/// Amazon Nova Canvas, retired by AWS on 2026-09-30 in all its Regions: used only when pinned.
/// Source: AWS, nova image-gen-req-resp-structure and image-gen-access; model-lifecycle-legacy.
package enum NovaCanvas: BedrockModel {
    package static let card = ModelCard(
        name: "nova-canvas", title: "Amazon Nova Canvas",
        invocationID: "amazon.nova-canvas-v1:0",
        regions: ["us-east-1", "eu-west-1", "ap-northeast-1"],
        lifecycle: Lifecycle(
            legacyFrom: CalendarDate(2026, 3, 30), endsOn: CalendarDate(2026, 9, 30),
            source: "AWS, model-lifecycle-legacy, October 2026"),
        price: price(quality: .standard, size: PixelSize(1_024, 1_024)),
        quota: Quota(requestsPerMinute: 100),
        input: ImageLimits(
            formats: [.png, .jpeg], side: 320...4_096, pixels: 102_400...4_194_304, elongation: 4,
            takesAlpha: false),
        promptLength: 1...1_024, outputFormats: [.png])

    package enum Quality: String, CaseIterable, Sendable { case standard, premium }

    /// What a picture may measure; each side a multiple of 16 besides.
    package static let outputLimits = ImageLimits(
        side: 320...4_096, pixels: 102_400...4_194_304, elongation: 4)

    package static let guidance = 1.1...10.0
    package static let sideStep = 16

    /// $0.04 up to 1024x1024; premium, large and both: historical figures that no source confirms.
    /// Whether large means the sides or the pixels is not said: a long side is enough here.
    package static func price(quality: Quality, size: PixelSize) -> Price {
        let isLarge = size.longSide > 1_024
        let cents = 4 + (quality == .premium ? 2 : 0) + (isLarge ? 2 : 0)
        return Price(
            Dollars(cents: cents), source: "public price tables, historical", asOf: "2026-09")
    }

    package static func textToImage(
        text: RequestValue, negative: RequestValue?, size: PixelSize, quality: Quality?,
        guidance: Double?, seed: RequestValue
    ) -> RequestValue {
        .fields(
            ("taskType", .string("TEXT_IMAGE")),
            ("textToImageParams", .fields(("text", text), ("negativeText", negative))),
            (
                "imageGenerationConfig",
                .fields(
                    ("width", .integer(size.width)), ("height", .integer(size.height)),
                    ("quality", quality.map { .string($0.rawValue) }),
                    ("cfgScale", guidance.map { .number($0) }), ("numberOfImages", .integer(1)),
                    ("seed", seed))
            ))
    }

    package enum Mask {
        /// Words that name what changes.
        case words(RequestValue)
        /// The call's mask, in Nova's own polarity: black changes, white stays.
        case picture
    }

    package static func inpainting(
        text: RequestValue, mask: Mask, negative: RequestValue?, quality: Quality?,
        guidance: Double?, seed: RequestValue
    ) -> RequestValue {
        let words: RequestValue? = if case .words(let words) = mask { words } else { nil }
        let picture: RequestValue? = if case .picture = mask { .image(.mask) } else { nil }
        return .fields(
            ("taskType", .string("INPAINTING")),
            (
                "inPaintingParams",
                .fields(
                    ("image", .image(.image)), ("maskPrompt", words), ("maskImage", picture),
                    ("text", text), ("negativeText", negative))
            ),
            (
                "imageGenerationConfig",
                .fields(
                    ("quality", quality.map { .string($0.rawValue) }),
                    ("cfgScale", guidance.map { .number($0) }), ("numberOfImages", .integer(1)),
                    ("seed", seed))
            ))
    }

    package static func answer(
        from body: UnsafeRawBufferPointer
    ) throws(AnswerProblem) -> ModelAnswer { try NovaAnswer.read(body) }
}
