/// The answer of a model that imgflow has no file for: the shapes in which image models on Bedrock
/// answer. `images` (Stability, Amazon), or `artifacts[].base64` (Stable Diffusion XL; AWS,
/// model-parameters-diffusion-1-0-text-image).
enum AnyAnswer {
    static func read(_ body: UnsafeRawBufferPointer) throws(AnswerProblem) -> ModelAnswer {
        let json: JSONScanner.Value
        do { json = try JSONScanner.scan(body) } catch { throw .notJSON(offset: error.offset) }
        if let artifacts = json["artifacts"]?.items, !artifacts.isEmpty {
            return try read(artifacts, in: body)
        }
        if json["finish_reasons"] != nil { return try StabilityAnswer.read(body) }
        return try NovaAnswer.read(body)
    }
    private static func read(
        _ artifacts: [JSONScanner.Value], in body: UnsafeRawBufferPointer
    ) throws(AnswerProblem) -> ModelAnswer {
        let reasons = artifacts.map { artifact in
            artifact["finishReason"]?.string(in: body).flatMap { $0 == "SUCCESS" ? nil : $0 }
        }
        let made = zip(artifacts, reasons).filter { $0.1 == nil }.map(\.0)
        if made.isEmpty, let reason = reasons.compactMap(\.self).first {
            if reason == "CONTENT_FILTERED" { throw .filtered(.outputImage, said: reason) }
            throw .failed(said: reason)
        }
        let found = made.compactMap { artifact in
            artifact["base64"].flatMap { text in
                text.isString ? (base64: text, seed: artifact["seed"]) : nil
            }
        }
        guard !found.isEmpty else { throw .unexpected("no `base64` in `artifacts`") }
        return try .of(found, in: body)
    }
}
