/// The answer of a model that imgflow has no file for: the shapes in which image models on Bedrock
/// answer. `images` (Stability, Amazon), or `artifacts[].base64` (Stable Diffusion XL; AWS,
/// model-parameters-diffusion-1-0-text-image).
enum AnyAnswer {
    static func read(_ body: UnsafeRawBufferPointer) throws(AnswerProblem) -> ModelAnswer {
        let json: JSONScanner.Value
        do { json = try JSONScanner.scan(body) } catch { throw .notJSON(offset: error.offset) }
        if let artifact = json["artifacts"]?.items?.first {
            if let reason = artifact["finishReason"]?.string(in: body), reason != "SUCCESS" {
                if reason == "CONTENT_FILTERED" { throw .filtered(.outputImage, said: reason) }
                throw .failed(said: reason)
            }
            guard case .string? = artifact["base64"] else {
                throw .unexpected("no `base64` in `artifacts`")
            }
            guard let image = artifact["base64"]?.base64(in: body) else { throw .badBase64 }
            return ModelAnswer(image: image, seed: artifact["seed"]?.integer(in: body))
        }
        if json["finish_reasons"] != nil { return try StabilityAnswer.read(body) }
        return try NovaAnswer.read(body)
    }
}
