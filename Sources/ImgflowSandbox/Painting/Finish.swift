import ImageFacts
import ImgflowImages

/// The last step of every image: the mark, the note, the encoding.
enum Finish {
    /// The answer of a Stability model, in the format that the request asks for.
    static func answer(_ picture: Pixels, _ request: Fields, _ seed: Int) throws -> [UInt8] {
        let format = request.text("output_format").flatMap(ImageFormat.init(rawValue:)) ?? .png
        return try AnswerBody.stability(file(picture, format), seed: seed)
    }

    static func file(_ picture: Pixels, _ format: ImageFormat) throws(ImageError) -> [UInt8] {
        let opaque = format == .jpeg ? try picture.flattened(on: .white) : picture
        return try Stamp.applied(to: opaque).withoutMetadata().withXMP(Stamp.note)
            .encoded(as: format, EncodingOptions(quality: 90, effort: 1, metadata: .all))
    }

    /// Without the mark, for a mask that must be pure; the note stays.
    static func mask(_ mask: Pixels) throws(ImageError) -> [UInt8] {
        try mask.withoutMetadata().withXMP(Stamp.note)
            .encoded(as: .png, EncodingOptions(effort: 1, metadata: .all))
    }
}
