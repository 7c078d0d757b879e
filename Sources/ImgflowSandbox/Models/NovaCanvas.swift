import ImageFacts
import ImgflowImages

/// Amazon Nova Canvas, retired on 2026-09-30: reference, section 3. Two of its tasks.
struct NovaCanvas: SandboxModel {
    private static let words = Schema.Kind.text(1...1024)

    let schema = Schema(
        .required("taskType", .choice(["TEXT_IMAGE", "INPAINTING"])),
        .optional(
            "textToImageParams",
            .object(
                Schema(
                    .required("text", words), .optional("negativeText", words),
                    .optional("style", .choice(styles)), .optional("conditionImage", .image),
                    .optional("controlMode", .choice(["CANNY_EDGE", "SEGMENTATION"])),
                    .optional("controlStrength", .number(0...1))))),
        .optional(
            "inPaintingParams",
            .object(
                Schema(
                    .required("image", .image), .optional("maskPrompt", words),
                    .optional("maskImage", .image), .optional("text", words),
                    .optional("negativeText", words)))),
        .optional(
            "imageGenerationConfig",
            .object(
                Schema(
                    .optional("width", .integer(320...4096, multipleOf: 16)),
                    .optional("height", .integer(320...4096, multipleOf: 16)),
                    .optional("quality", .choice(["standard", "premium"])),
                    .optional("cfgScale", .number(1.1...10)),
                    .optional("numberOfImages", .integer(1...5)),
                    .optional("seed", .integer(0...2_147_483_646))))))

    private static let styles = [
        "3D_ANIMATED_FAMILY_FILM", "DESIGN_SKETCH", "FLAT_VECTOR_ILLUSTRATION",
        "GRAPHIC_NOVEL_ILLUSTRATION", "MAXIMALISM", "MIDCENTURY_RETRO", "PHOTOREALISM",
        "SOFT_DIGITAL_PAINTING",
    ]

    func texts(_ request: Fields) -> [String] {
        ["textToImageParams", "inPaintingParams"].compactMap { request.object($0) }.flatMap {
            parameters in ["text", "negativeText", "maskPrompt"].compactMap { parameters.text($0) }
        }
    }

    /// What a request says is refused as an error, what was made is left out of the answer.
    func refused(_ refusal: Refusal) throws(ServiceError) -> [UInt8] {
        switch refusal {
        case .prompt, .input:
            throw .validation(
                "This request has been blocked by our content filters. Please revise the "
                    + "\(refusal == .prompt ? "prompt" : "image") and try again.")
        case .output: return AnswerBody.novaBlocked
        case .inferenceError: throw .failed("inference error")
        }
    }

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let isText = request.text("taskType") == "TEXT_IMAGE"
        let name = isText ? "textToImageParams" : "inPaintingParams"
        let other = isText ? "inPaintingParams" : "textToImageParams"
        guard let parameters = request.object(name) else {
            throw ServiceError.malformed(["#: required key [\(name)] not found"])
        }
        if request.has(other) {
            throw ServiceError.malformed(["#: extraneous key [\(other)] is not permitted"])
        }
        let config = request.object("imageGenerationConfig") ?? Fields([:])
        let seed = config.integer("seed") ?? 12
        let paint =
            isText ? try textToImage(parameters, config) : try inpainting(parameters, config)
        let images = try (0..<(config.integer("numberOfImages") ?? 1)).map { index in
            let scene = Scene(
                prompt: parameters.text("text") ?? "",
                negative: parameters.text("negativeText") ?? "", seed: seed + index)
            return try Finish.file(paint(scene), .png)
        }
        return try AnswerBody.nova(images)
    }

    private typealias Paint = (Scene) throws -> Pixels

    private func textToImage(_ parameters: Fields, _ config: Fields) throws -> Paint {
        let size = PixelSize(config.integer("width") ?? 1024, config.integer("height") ?? 1024)
        guard size.elongation <= 4, size.pixels <= 4_194_304 else {
            throw ServiceError.validation(
                "Unsupported image size \(size): expected an aspect ratio between 1:4 and 4:1 and "
                    + "at most 4194304 pixels")
        }
        guard parameters.has("conditionImage") else { return { try $0.painted(size) } }
        let layout = try parameters.picture("conditionImage", .nova).withoutAlpha()
            .resized(to: size).inMemory()
        let control = parameters.number("controlStrength") ?? 0.7
        return { try $0.reinterpreted(layout, strength: 1 - control) }
    }

    private func inpainting(_ parameters: Fields, _ config: Fields) throws -> Paint {
        for name in ["width", "height"] where config.has(name) {
            throw ServiceError.malformed([
                "#/imageGenerationConfig: extraneous key [\(name)] is not permitted"
            ])
        }
        guard parameters.has("maskPrompt") != parameters.has("maskImage") else {
            throw ServiceError.malformed([
                "#/inPaintingParams: expected exactly one of [maskPrompt] and [maskImage]"
            ])
        }
        let image = try opaque(parameters.picture("image", .nova))
        let mask = try region(parameters, image)
        return { try Repaint.fill(image, mask: mask, with: $0) }
    }

    /// White changes here; in Nova's mask image black does.
    private func region(_ parameters: Fields, _ image: Pixels) throws -> Pixels {
        if let words = parameters.text("maskPrompt") {
            return try RegionFinder(image).mask(of: words)
        }
        let mask = try parameters.picture("maskImage", .nova)
        guard mask.size == image.size else {
            throw ServiceError.validation(
                "The mask image and the input image must have the same size, got \(mask.size) "
                    + "and \(image.size)")
        }
        let band = try mask.maskBand().inMemory()
        // A JPEG mask of quality 100 is off by a few.
        guard try band.linear(1, -127.5).power(2).minimum() > 115 * 115 else {
            throw ServiceError.validation(
                "The mask image must contain only pure black and pure white pixels")
        }
        return try band.atLeast(128).inverted()
    }

    private func opaque(_ image: Pixels) throws -> Pixels {
        guard image.hasAlpha else { return image }
        guard try image.band(3).minimum() == 255 else {
            throw ServiceError.validation(
                "The input image must not contain transparent or translucent pixels")
        }
        return try image.withoutAlpha()
    }
}
