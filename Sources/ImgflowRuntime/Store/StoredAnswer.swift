import FoundationEssentials
import ImageFacts
import ImgflowModels
import ImgflowPlanner

/// What is kept beside a picture that was paid for: enough to know it again and to say where it
/// came from.
package struct StoredAnswer: Codable, Sendable {
    /// Of this record's shape.
    package var version = 1
    package var key: String
    package var origin: String
    package var model: String
    package var region: String
    package var requestID: String?
    package var priceInMillionths: Int
    package var seed: Int?
    /// ISO 8601, UTC.
    package var time: String
    /// The request with pictures by their identities.
    package var request: String
    package var imageHash: String
    package var width: Int
    package var height: Int
    package var format: String
    package var hasAlpha: Bool
    /// Of the mask that came with the picture.
    package var maskHash: String?

    var known: KnownAnswer? {
        guard let format = ImageFormat(rawValue: format) else { return nil }
        return KnownAnswer(
            key: AnswerKey(hex: key), imageHash: imageHash,
            facts: ImageFacts(
                size: PixelSize(width, height), format: format, hasAlpha: hasAlpha),
            seed: seed)
    }

    /// By its content too, so that an answer asked for anew leaves the older one where it is.
    var imageName: String {
        "\(key)-\(imageHash.prefix(16)).\(ImageFormat(rawValue: format)?.fileExtension ?? "bin")"
    }

    var maskName: String? { maskHash.map { "\(key)-\($0.prefix(16))-mask.png" } }
}
