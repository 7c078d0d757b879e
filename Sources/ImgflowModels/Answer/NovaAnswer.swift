/// `{"images": [b64…], "maskImage": b64?, "error": string?}`: Nova Canvas.
///
/// `error` stands in a 200 response when the output was blocked; blocked pictures are left out of
/// `images` (AWS: nova image-gen-req-resp-structure).
enum NovaAnswer {
    static func read(_ body: UnsafeRawBufferPointer) throws(AnswerProblem) -> ModelAnswer {
        let json: JSONScanner.Value
        do { json = try JSONScanner.scan(body) } catch { throw .notJSON(offset: error.offset) }
        guard case .string(let range)? = json["images"]?.items?.first else {
            if let said = json["error"]?.string(in: body) {
                throw .filtered(.outputImage, said: said)
            }
            throw .unexpected("no `images`")
        }
        guard let image = Base64.decode(UnsafeRawBufferPointer(rebasing: body[range])) else {
            throw .badBase64
        }
        guard case .string(let place)? = json["maskImage"] else {
            return ModelAnswer(image: image, seed: nil)
        }
        guard let mask = Base64.decode(UnsafeRawBufferPointer(rebasing: body[place])) else {
            throw .badBase64
        }
        return ModelAnswer(image: image, seed: nil, mask: mask)
    }
}
