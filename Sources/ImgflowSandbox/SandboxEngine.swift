import ImgflowImages

/// The models themselves: a request's bytes in, an answer's bytes out, as the service would.
/// One request always has one answer, byte for byte.
package struct SandboxEngine: Sendable {
    package let settings: SandboxSettings

    package init(_ settings: SandboxSettings = SandboxSettings()) { self.settings = settings }

    package func invoke(modelID: String, region: String, body: [UInt8]) async -> SandboxAnswer {
        await invoke(modelID: modelID, region: region, body: body, refusing: nil)
    }

    /// - Parameters:
    ///   - region: nil where the caller named none: any that the model lives in.
    ///   - refusal: what a content filter is made to say, whatever the request.
    func invoke(
        modelID: String, region: String?, body: [UInt8], refusing refusal: Refusal?
    ) async -> SandboxAnswer {
        await made { try answer(modelID: modelID, region: region, body: body, refusal) }
    }

    package func converse(modelID: String, region: String, body: [UInt8]) async -> SandboxAnswer {
        await converse(
            modelID: modelID, region: region, body: body, refusing: nil, mishap: nil)
    }

    /// - Parameter mishap: what goes wrong, whatever the request.
    func converse(
        modelID: String, region: String?, body: [UInt8], refusing refusal: Refusal?,
        mishap: ConverseAnswer.Mishap?
    ) async -> SandboxAnswer {
        await made {
            try conversed(modelID: modelID, region: region, body: body, refusal, mishap)
        }
    }

    private func made(_ work: @escaping @Sendable () throws -> [UInt8]) async -> SandboxAnswer {
        let requestID = RequestID.random()
        let due = ContinuousClock.now + settings.latency
        let made: SandboxAnswer = await PixelWork.run {
            do {
                return .success(try work(), requestID: requestID)
            } catch let error as ServiceError {
                return .failure(error, requestID: requestID)
            } catch {
                return .failure(.failed("\(error)"), requestID: requestID)
            }
        }
        // A model's time holds its work.
        if settings.latency > .zero { try? await Task.sleep(until: due, clock: .continuous) }
        return made
    }

    private func answer(
        modelID: String, region: String?, body: [UInt8], _ forced: Refusal?
    ) throws -> [UInt8] {
        let model = try ModelDirectory.model(modelID, region: region)
        if settings.retired, ModelDirectory.identifier(modelID) == ModelDirectory.novaCanvas {
            throw ServiceError.endOfLife
        }
        guard body.count <= Limits.requestBytes else { throw ServiceError.bodyTooLarge }
        let request = try model.check(WireValue(parsing: body))
        let randomness = Randomness(bytes: body)
        if let refusal = forced ?? settings.filterWords.refusal(of: model.texts(request)) {
            return try model.refused(refusal, request, randomness: randomness)
        }
        return try model.answer(request, randomness: randomness)
    }

    private func conversed(
        modelID: String, region: String?, body: [UInt8], _ forced: Refusal?,
        _ mishap: ConverseAnswer.Mishap?
    ) throws -> [UInt8] {
        let facts = try SeeingFacts.named(modelID, region: region)
        guard body.count <= Limits.requestBytes else { throw ServiceError.bodyTooLarge }
        let conversation = try Conversation(WireValue(parsing: body), facts)
        let answer = ConverseAnswer(conversation: conversation)
        let refusal = forced ?? settings.filterWords.refusal(of: conversation.texts)
        switch refusal {
        case .prompt: throw ServiceError.blocked("text prompt")
        case .input: throw ServiceError.blocked("input image")
        case .output, .someOutput: return try answer.body(.stop("content_filtered"))
        case .inferenceError: return try answer.body(.stop("malformed_model_output"))
        case nil: return try answer.body(mishap)
        }
    }
}

enum RequestID {
    /// Shaped like the service's: a version 4 UUID in lower case.
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        func digits(_ count: Int) -> String {
            String((0..<count).map { _ in hexadecimal[Int.random(in: 0..<16, using: &generator)] })
        }
        let variant = hexadecimal[Int.random(in: 8..<12, using: &generator)]
        return "\(digits(8))-\(digits(4))-4\(digits(3))-\(variant)\(digits(3))-\(digits(12))"
    }

    private static let hexadecimal = Array("0123456789abcdef")
}
