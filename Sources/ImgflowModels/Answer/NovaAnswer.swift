/// `{"images": [b64…], "maskImage": b64?, "error": string?}`: Nova Canvas.
///
/// `error` stands in a 200 response when the output was blocked; blocked pictures are left out of
/// `images` (AWS: nova image-gen-req-resp-structure).
enum NovaAnswer {
    static func read(_ body: UnsafeRawBufferPointer) throws(AnswerProblem) -> ModelAnswer {
        let json: JSONScanner.Value
        do { json = try JSONScanner.scan(body) } catch { throw .notJSON(offset: error.offset) }
        guard case .string? = json["images"]?.items?.first else {
            if let said = json["error"]?.string(in: body) {
                throw .filtered(.outputImage, said: said)
            }
            throw .unexpected("no `images`")
        }
        guard let image = json["images"]?.items?.first?.base64(in: body) else { throw .badBase64 }
        guard case .string? = json["maskImage"] else {
            return ModelAnswer(image: image, seed: nil)
        }
        guard let mask = json["maskImage"]?.base64(in: body) else { throw .badBase64 }
        return ModelAnswer(image: image, seed: nil, mask: mask)
    }
}
