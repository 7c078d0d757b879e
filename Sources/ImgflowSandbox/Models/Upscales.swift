import ImageFacts
import ImgflowImages

/// Four times each side: reference, section 6.
struct FastUpscale: SandboxModel {
    let schema = Schema(.image, .outputFormat)

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let image = try request.picture("image", .fast)
        let size = PixelSize(image.size.width * 4, image.size.height * 4)
        return try Finish.answer(image.resized(to: size), request, 0)
    }
}

/// About 9.7 MP whatever the input: 3112x3112 for a square (reference, section 4.4).
struct ConservativeUpscale: SandboxModel {
    let schema = Schema(
        .prompt, .image, .optional("creativity", .number(0.1...0.5)), .negativePrompt, .seed,
        .outputFormat)

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let image = try request.picture("image", .edit)
        let size = StabilitySizes.scaled(image.size, toPixels: 3112 * 3112, step: 8)
        return try Finish.answer(image.resized(to: size), request, request.seed(randomness))
    }
}

/// About 9.9 MP whatever the input: 3152x3152 for a square (reference, section 4.4).
struct CreativeUpscale: SandboxModel {
    let schema = Schema(
        .prompt, .image, .optional("creativity", .number(0.1...0.5)), .negativePrompt, .seed,
        .outputFormat, .stylePreset)

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let seed = request.seed(randomness)
        let image = try request.picture("image", .creative)
        let size = StabilitySizes.scaled(image.size, toPixels: 3152 * 3152, step: 16)
        let detailed = try Detail.added(
            to: image, amount: request.number("creativity") ?? 0.3,
            randomness: Randomness(seed: seed, text: request.text("prompt") ?? ""))
        return try Finish.answer(detailed.resized(to: size), request, seed)
    }
}
