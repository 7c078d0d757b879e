/// A model that answers as all of Stability's do.
package protocol StabilityModel: BedrockModel {}

extension StabilityModel {
    package static func answer(
        from body: UnsafeRawBufferPointer
    ) throws(AnswerProblem) -> ModelAnswer { try StabilityAnswer.read(body) }
}

/// `{"images": [b64], "seeds": [int], "finish_reasons": [null]}`, the same for all Stability models.
///
/// A filtered answer may hold `finish_reasons` alone (AWS: model-parameters-diffusion-3-5-large),
/// so the reason is read before anything else.
enum StabilityAnswer {
    static func read(_ body: UnsafeRawBufferPointer) throws(AnswerProblem) -> ModelAnswer {
        let json: JSONScanner.Value
        do { json = try JSONScanner.scan(body) } catch { throw .notJSON(offset: error.offset) }
        if let reason = json["finish_reasons"]?.items?.first?.string(in: body) {
            throw problem(reason)
        }
        if let errors = json["errors"]?.items?.first?.string(in: body) {
            throw .failed(said: errors)
        }
        guard let images = json["images"]?.items else { throw .unexpected("no `images`") }
        guard images.count == 1, case .string = images[0] else {
            throw .unexpected("expected 1 image in `images`, found \(images.count)")
        }
        guard let image = images[0].base64(in: body) else { throw .badBase64 }
        return ModelAnswer(image: image, seed: json["seeds"]?.items?.first?.integer(in: body))
    }

    private static func problem(_ reason: String) -> AnswerProblem {
        let prefix = "Filter reason: "
        guard reason.hasPrefix(prefix) else { return .failed(said: reason) }
        let side = FilteredSide(rawValue: String(reason.dropFirst(prefix.count)))
        return .filtered(side ?? .prompt, said: reason)
    }
}
