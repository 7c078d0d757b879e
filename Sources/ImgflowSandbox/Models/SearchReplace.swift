import ImgflowImages

/// Reference, section 6. The output has the input's size (unverified on Bedrock).
struct SearchReplace: SandboxModel {
    let schema = Schema(
        .prompt, .image, .required("search_prompt", .text(1...10_000)), .negativePrompt, .seed,
        .outputFormat, .stylePreset, .growMask)

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let seed = request.seed(randomness)
        let image = try request.picture("image", .edit).flattened(on: .white)
        let scene = Scene(
            prompt: request.text("prompt") ?? "", negative: request.text("negative_prompt") ?? "",
            seed: seed)
        let region = try RegionFinder(image).mask(of: request.text("search_prompt") ?? "")
        let repainted = try Repaint.fill(
            image, mask: region.grown(by: request.integer("grow_mask") ?? 5), with: scene)
        return try Finish.answer(repainted, request, seed)
    }
}
