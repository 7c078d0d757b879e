/// One model of the service, or a few with one contract.
protocol SandboxModel: Sendable {
    var schema: Schema { get }

    /// The texts that a content filter reads.
    func texts(_ request: Fields) -> [String]

    func answer(_ request: Fields, randomness: Randomness) throws -> [UInt8]

    /// The answer where a content filter refused.
    func refused(_ refusal: Refusal) throws(ServiceError) -> [UInt8]
}

extension SandboxModel {
    func texts(_ request: Fields) -> [String] {
        ["prompt", "negative_prompt", "search_prompt"].compactMap { request.text($0) }
    }

    func refused(_ refusal: Refusal) throws(ServiceError) -> [UInt8] {
        switch refusal {
        case .prompt: AnswerBody.refused("Filter reason: prompt")
        case .input: AnswerBody.refused("Filter reason: input image")
        case .output: AnswerBody.refused("Filter reason: output image")
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
