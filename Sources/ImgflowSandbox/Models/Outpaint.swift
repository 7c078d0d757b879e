import ImageFacts
import ImgflowImages

/// Reference, section 6. The output is the input and its margins (unverified on Bedrock).
struct Outpaint: SandboxModel {
    private static let sides = ["left", "right", "up", "down"]

    let schema = Schema(
        .image, .optional("left", .integer(0...2000)), .optional("right", .integer(0...2000)),
        .optional("up", .integer(0...2000)), .optional("down", .integer(0...2000)),
        .optional("prompt", .text(0...10_000)), .optional("creativity", .number(0.1...1)), .seed,
        .outputFormat, .stylePreset)

    func check(_ body: WireValue) throws(ServiceError) -> Fields {
        let request = try schema.check(body)
        guard Self.sides.contains(where: { request.integer($0) ?? 0 > 0 }) else {
            throw .detail("at least one of left, right, up, down must be greater than 0")
        }
        return request
    }

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8] {
        let seed = request.seed(randomness)
        let image = try request.picture("image", .edit).flattened(on: .white).inMemory()
        let margins = Self.sides.map { request.integer($0) ?? 0 }
        let prompt = request.text("prompt") ?? ""
        let extended = try Surroundings(
            left: margins[0], right: margins[1], up: margins[2], down: margins[3],
            creativity: request.number("creativity") ?? 0.5, seed: seed
        ).painted(
            around: image,
            towards: prompt.isEmpty ? nil : Scene(prompt: prompt, negative: "", seed: seed))
        return try Finish.answer(extended, request, seed)
    }
}
