import ImgflowImages

/// Stable Diffusion 3.5 Large: reference, section 5.1. `strength` 1 ignores the input. Of AWS's own
/// samples one sends an image without `mode`, and one `strength` with text to image, where it has no
/// meaning: both are taken.
struct StableDiffusion35: SandboxModel {
    let schema = Schema(
        .prompt, .optional("mode", .choice(["text-to-image", "image-to-image"])), .aspectRatio,
        .optional("image", .image), .optional("strength", .number(0...1)), .negativePrompt, .seed,
        .outputFormat)

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let seed = request.seed(randomness)
        let scene = Scene(
            prompt: request.text("prompt") ?? "", negative: request.text("negative_prompt") ?? "",
            seed: seed)
        let usual = request.has("image") ? "image-to-image" : "text-to-image"
        guard (request.text("mode") ?? usual) == "image-to-image" else {
            if request.has("image") {
                throw ServiceError.detail("image is only accepted with mode image-to-image")
            }
            let size = StabilitySizes.megapixel[request.text("aspect_ratio")]
            return try Finish.answer(scene.painted(size), request, seed)
        }
        for name in ["image", "strength"] where !request.has(name) {
            throw ServiceError.malformed(["#: required key [\(name)] not found"])
        }
        if request.has("aspect_ratio") {
            throw ServiceError.detail("aspect_ratio is only accepted with mode text-to-image")
        }
        let input = try request.picture("image", .imageToImage).flattened(on: .white)
        let size = StabilitySizes.scaled(input.size, toPixels: 1_048_576, step: 64)
        let result = try scene.reinterpreted(
            input.resized(to: size), strength: request.number("strength") ?? 1)
        return try Finish.answer(result, request, seed)
    }
}
