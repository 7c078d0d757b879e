import ImgflowImages

/// Reference, section 6: a new image of about a megapixel in the style of another.
struct StyleGuide: SandboxModel {
    let schema = Schema(
        .prompt, .image, .aspectRatio, .optional("fidelity", .number(0...1)), .negativePrompt,
        .seed, .outputFormat, .stylePreset)

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let seed = request.seed(randomness)
        let style = try request.picture("image", .edit).flattened(on: .white).inMemory()
        let scene = Scene(
            prompt: request.text("prompt") ?? "", negative: request.text("negative_prompt") ?? "",
            seed: seed)
        let size = StabilitySizes.megapixel[request.text("aspect_ratio")]
        let fidelity = request.number("fidelity") ?? 0.5
        let guided = try Likeness(of: style).given(
            to: scene.painted(size), amount: 0.3 + 0.6 * fidelity, seed: seed)
        return try Finish.answer(guided, request, seed)
    }
}
