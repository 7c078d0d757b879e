import ImgflowImages

/// Reference, sections 4.3 and 6. The output has the input's size (unverified on Bedrock).
struct Inpaint: SandboxModel {
    let schema = Schema(
        .prompt, .image, .optional("mask", .image), .negativePrompt, .seed, .outputFormat,
        .stylePreset, .growMask)

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let seed = request.seed(randomness)
        let image = try request.picture("image", .edit)
        let scene = Scene(
            prompt: request.text("prompt") ?? "", negative: request.text("negative_prompt") ?? "",
            seed: seed)
        let mask = try request.whiteMask(of: image)
        let repainted = try Repaint.fill(
            image.flattened(on: .black), mask: mask.grown(by: request.integer("grow_mask") ?? 5),
            with: scene)
        return try Finish.answer(repainted, request, seed)
    }
}

extension Fields {
    /// White changes. Without a mask, what is transparent changes; an opaque image stays.
    func whiteMask(of image: Pixels) throws -> Pixels {
        if has("mask") {
            return try picture("mask", .mask).maskBand().stretched(to: image.size)
        }
        return try image.withAlpha().band(3).eightBit().inverted()
    }
}
