import ImgflowImages

/// Reference, section 6. The output has the first image's size (unverified).
struct StyleTransfer: SandboxModel {
    let schema = Schema(
        .required("init_image", .image), .required("style_image", .image),
        .optional("prompt", .text(0...10_000)), .negativePrompt, .seed, .outputFormat,
        .optional("composition_fidelity", .number(0...1)),
        .optional("style_strength", .number(0...1)),
        .optional("change_strength", .number(0.1...1)))

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let seed = request.seed(randomness)
        let image = try request.picture("init_image", .edit).flattened(on: .white).inMemory()
        let style = try request.picture("style_image", .edit).flattened(on: .white).inMemory()
        let change = request.number("change_strength") ?? 0.9
        var result = try Likeness(of: style).given(
            to: image, amount: change * (request.number("style_strength") ?? 1), seed: seed)
        // Where the composition may change, the text has its say.
        let freedom = (1 - (request.number("composition_fidelity") ?? 0.9)) * change
        if freedom > 0 {
            let scene = Scene(
                prompt: request.text("prompt") ?? "",
                negative: request.text("negative_prompt") ?? "", seed: seed)
            result = try scene.reinterpreted(result, strength: 0.6 * freedom)
        }
        return try Finish.answer(result, request, seed)
    }
}
