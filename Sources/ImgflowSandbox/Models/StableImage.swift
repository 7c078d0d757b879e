/// Stable Image Core and Ultra: reference, sections 5.2 and 5.3. One schema: text only.
struct StableImage: SandboxModel {
    let sizes: StabilitySizes

    let schema = Schema(
        .prompt, .aspectRatio, .negativePrompt, .optional("seed", .integer(0...4_294_967_295)),
        .optional("output_format", .choice(["jpeg", "png"])))

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let seed = request.seed(randomness)
        let scene = Scene(
            prompt: request.text("prompt") ?? "", negative: request.text("negative_prompt") ?? "",
            seed: seed)
        return try Finish.answer(scene.painted(sizes[request.text("aspect_ratio")]), request, seed)
    }
}
