/// A model that answers as all of Stability's do.
package protocol StabilityModel: BedrockModel {}

extension StabilityModel {
    package static func answer(
        from body: UnsafeRawBufferPointer
    ) throws(AnswerProblem) -> ModelAnswer { try StabilityAnswer.read(body) }
}

/// `{"images": [b64…], "seeds": [int…], "finish_reasons": [null…]}`, the same for all Stability models.
///
/// A filtered answer may hold `finish_reasons` alone (AWS: model-parameters-diffusion-3-5-large),
/// so the reason is read before anything else.
enum StabilityAnswer {
    static func read(_ body: UnsafeRawBufferPointer) throws(AnswerProblem) -> ModelAnswer {
        let json: JSONScanner.Value
        do { json = try JSONScanner.scan(body) } catch { throw .notJSON(offset: error.offset) }
        let reasons = (json["finish_reasons"]?.items ?? []).map { $0.string(in: body) }
        let images = json["images"]?.items
        let seeds = json["seeds"]?.items ?? []
        func of<Value>(_ values: [Value], _ place: Int) -> Value? {
            place < values.count ? values[place] : nil
        }
        // Each image has a reason of its own; one alone stands for the whole answer.
        let found = (images ?? []).enumerated().filter { place, image in
            image.isString && of(reasons, place).flatMap(\.self) == nil
        }
        if found.isEmpty || reasons.count == 1, let reason = reasons.compactMap(\.self).first {
            throw problem(reason)
        }
        if let errors = json["errors"]?.items?.first?.string(in: body) {
            throw .failed(said: errors)
        }
        guard images != nil else { throw .unexpected("no `images`") }
        guard !found.isEmpty else { throw .unexpected("no image in `images`") }
        return try .of(found.map { ($0.element, of(seeds, $0.offset)) }, in: body)
    }

    private static func problem(_ reason: String) -> AnswerProblem {
        let prefix = "Filter reason: "
        guard reason.hasPrefix(prefix) else { return .failed(said: reason) }
        let side = FilteredSide(rawValue: String(reason.dropFirst(prefix.count)))
        return .filtered(side ?? .prompt, said: reason)
    }
}
