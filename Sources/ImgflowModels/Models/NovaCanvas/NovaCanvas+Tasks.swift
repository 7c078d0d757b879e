/// The bodies of Nova Canvas's tasks but the try-on. Source: AWS, nova image-gen-req-resp-structure.
extension NovaCanvas {
    /// `imageGenerationConfig`.
    package struct Config: Sendable {
        /// Pixels; only where a task makes an image of a new size.
        package var width: RequestValue?
        package var height: RequestValue?
        package var quality: Quality?
        /// `cfgScale`.
        package var guidance: Double?
        package var seed: RequestValue

        package init(
            width: RequestValue? = nil, height: RequestValue? = nil, quality: Quality?,
            guidance: Double?, seed: RequestValue
        ) {
            self.width = width
            self.height = height
            self.quality = quality
            self.guidance = guidance
            self.seed = seed
        }

        var value: RequestValue {
            .fields(
                ("width", width), ("height", height),
                ("quality", quality.map { .string($0.rawValue) }),
                ("cfgScale", guidance.map { .number($0) }), ("numberOfImages", .integer(1)),
                ("seed", seed))
        }
    }

    /// What a text-to-image image follows.
    package struct Condition: Sendable {
        package enum Mode: String, Sendable {
            case edges = "CANNY_EDGE"
            case segments = "SEGMENTATION"
        }

        package var role: ImageRole
        package var mode: Mode
        /// 0 to 1; 0.7 where none is given.
        package var strength: Double?

        package init(_ role: ImageRole, _ mode: Mode, strength: Double?) {
            self.role = role
            self.mode = mode
            self.strength = strength
        }
    }

    /// - Parameter style: one of `styles`.
    package static func textToImage(
        text: RequestValue, negative: RequestValue?, style: String?, condition: Condition?,
        config: Config
    ) -> RequestValue {
        task(
            "TEXT_IMAGE", "textToImageParams",
            .fields(
                ("text", text), ("negativeText", negative), ("style", style.map(constant)),
                ("conditionImage", condition.map { .image($0.role) }),
                ("controlMode", condition.map { .string($0.mode.rawValue) }),
                ("controlStrength", condition?.strength.map { .number($0) })), config)
    }

    /// - Parameter colors: `#RRGGBB`.
    package static func colorGuided(
        text: RequestValue, negative: RequestValue?, colors: [String], hasReference: Bool,
        config: Config
    ) -> RequestValue {
        task(
            "COLOR_GUIDED_GENERATION", "colorGuidedGenerationParams",
            .fields(
                ("text", text), ("negativeText", negative),
                ("colors", .list(colors.map { .string($0) })),
                ("referenceImage", hasReference ? .image(.reference) : nil)), config)
    }

    /// The image in the pipe and `further` others.
    package static func variation(
        text: RequestValue?, negative: RequestValue?, similarity: Double, further: Int,
        config: Config
    ) -> RequestValue {
        let others = (0..<further).map { RequestValue.image(.with($0 + 1)) }
        return task(
            "IMAGE_VARIATION", "imageVariationParams",
            .fields(
                ("images", .list([.image(.image)] + others)),
                ("similarityStrength", .number(similarity)), ("text", text),
                ("negativeText", negative)), config)
    }

    package enum Mask: Sendable {
        /// Words: what changes when inpainting, what stays when outpainting.
        case words(RequestValue)
        /// The call's mask, in the task's own polarity.
        case picture
    }

    /// Black changes in its mask. Without a text what is masked is taken away.
    package static func inpainting(
        text: RequestValue?, mask: Mask, negative: RequestValue?, config: Config
    ) -> RequestValue {
        task(
            "INPAINTING", "inPaintingParams",
            .fields(
                ("image", .image(.image)), ("maskPrompt", mask.words), ("maskImage", mask.image),
                ("text", text), ("negativeText", negative)), config)
    }

    /// `outPaintingMode`: how the old and the new meet.
    package enum Blend: String, CaseIterable, Sendable {
        case blend, precise

        var wire: String { self == .blend ? "DEFAULT" : "PRECISE" }
    }

    /// White changes in its mask, unlike inpainting's.
    package static func outpainting(
        text: RequestValue?, mask: Mask, blend: Blend?, negative: RequestValue?, config: Config
    ) -> RequestValue {
        task(
            "OUTPAINTING", "outPaintingParams",
            .fields(
                ("image", .image(.image)), ("maskPrompt", mask.words), ("maskImage", mask.image),
                ("outPaintingMode", blend.map { .string($0.wire) }), ("text", text),
                ("negativeText", negative)), config)
    }

    /// `imageGenerationConfig` is not allowed here.
    package static let backgroundRemoval = task(
        "BACKGROUND_REMOVAL", "backgroundRemovalParams", .fields(("image", .image(.image))), nil)

    static func task(
        _ type: String, _ name: String, _ parameters: RequestValue, _ config: Config?
    ) -> RequestValue {
        .object(
            [RequestField("taskType", .string(type)), RequestField(name, parameters)]
                + (config.map { [RequestField("imageGenerationConfig", $0.value)] } ?? []))
    }
}

extension NovaCanvas.Mask {
    fileprivate var words: RequestValue? {
        if case .words(let words) = self { words } else { nil }
    }

    fileprivate var image: RequestValue? {
        if case .picture = self { .image(.mask) } else { nil }
    }
}
