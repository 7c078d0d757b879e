import ImgflowImages

/// Reference, section 6. The output has the input's size.
struct SearchRecolor: SandboxModel {
    let schema = Schema(
        .prompt, .image, .required("select_prompt", .text(1...10_000)), .negativePrompt, .seed,
        .outputFormat, .stylePreset, .growMask)

    func texts(_ request: Fields) -> [String] {
        ["prompt", "negative_prompt", "select_prompt"].compactMap { request.text($0) }
    }

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let seed = request.seed(randomness)
        let image = try request.picture("image", .edit).flattened(on: .white).inMemory()
        let region = try RegionFinder(image).mask(of: request.text("select_prompt") ?? "")
        let color = Dye(request.text("prompt") ?? "", seed: seed)
        let dyed = try color.applied(to: image).blended(
            by: region.grown(by: request.integer("grow_mask") ?? 5), over: image)
        return try Finish.answer(dyed, request, seed)
    }
}
