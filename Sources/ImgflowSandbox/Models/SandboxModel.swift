/// One model of the service, or a few with one contract.
protocol SandboxModel: Sendable {
    var schema: Schema { get }

    /// The fields of a body that fits; else 400.
    func check(_ body: WireValue) throws(ServiceError) -> Fields

    /// The texts that a content filter reads.
    func texts(_ request: Fields) -> [String]

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8]

    /// The answer where a content filter refused.
    func refused(
        _ refusal: Refusal, _ request: Fields, randomness: Randomness
    ) throws -> [UInt8]
}

extension SandboxModel {
    func check(_ body: WireValue) throws(ServiceError) -> Fields { try schema.check(body) }

    func texts(_ request: Fields) -> [String] {
        ["prompt", "negative_prompt", "search_prompt"].compactMap { request.text($0) }
    }

    func refused(
        _ refusal: Refusal, _ request: Fields, randomness: Randomness
    ) throws -> [UInt8] {
        switch refusal {
        case .prompt: AnswerBody.refused("Filter reason: prompt")
        case .input: AnswerBody.refused("Filter reason: input image")
        case .output, .someOutput: AnswerBody.refused("Filter reason: output image")
        case .inferenceError: AnswerBody.refused("Inference error")
        }
    }
}

extension Fields {
    /// The seed of a Stability request: 0 or none lets the service choose, here by the request, so
    /// that one request has one answer.
    func seed(_ randomness: Randomness) -> Int {
        guard let seed = integer("seed"), seed > 0 else { return randomness.chosenSeed }
        return seed
    }
}
