import ImgflowImages

/// Control sketch and control structure: reference, section 6. One schema; the output has the
/// input's size (unverified).
struct Control: SandboxModel {
    enum Guide: Sendable { case lines, areas }

    let guide: Guide

    let schema = Schema(
        .prompt, .image, .optional("control_strength", .number(0...1)), .negativePrompt, .seed,
        .outputFormat, .stylePreset)

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let seed = request.seed(randomness)
        let image = try request.picture("image", .edit).flattened(on: .white).inMemory()
        let scene = Scene(
            prompt: request.text("prompt") ?? "", negative: request.text("negative_prompt") ?? "",
            seed: seed)
        let strength = request.number("control_strength") ?? 0.7
        let drawn =
            switch guide {
            case .lines:
                try Lines.drawn(
                    Lines.found(in: image), on: scene.painted(image.size), strength: strength)
            case .areas: try Areas(image).painted(as: scene, strength: strength)
            }
        return try Finish.answer(drawn, request, seed)
    }
}
