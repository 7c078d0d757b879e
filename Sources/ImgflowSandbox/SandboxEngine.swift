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
        let requestID = RequestID.random()
        let due = ContinuousClock.now + settings.latency
        let made: SandboxAnswer = await PixelWork.run {
            do {
                return .success(
                    try answer(modelID: modelID, region: region, body: body, refusal),
                    requestID: requestID)
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
