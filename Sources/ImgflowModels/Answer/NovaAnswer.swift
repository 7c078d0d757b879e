/// `{"images": [b64…], "maskImage": b64?, "error": string?}`: Nova Canvas.
///
/// `error` stands in a 200 response when the output was blocked; blocked images are left out of
/// `images` (AWS: nova image-gen-req-resp-structure).
enum NovaAnswer {
    static func read(_ body: UnsafeRawBufferPointer) throws(AnswerProblem) -> ModelAnswer {
        let json: JSONScanner.Value
        do { json = try JSONScanner.scan(body) } catch { throw .notJSON(offset: error.offset) }
        let images = (json["images"]?.items ?? []).filter(\.isString)
        guard !images.isEmpty else {
            if let said = json["error"]?.string(in: body) {
                throw .filtered(.outputImage, said: said)
            }
            throw .unexpected("no `images`")
        }
        var answer = try ModelAnswer.of(images.map { ($0, nil) }, in: body)
        guard let mask = json["maskImage"], mask.isString else { return answer }
        // An image is not lost for its mask.
        answer.mask = mask.base64(in: body)
        return answer
    }
}
