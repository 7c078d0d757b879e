import FoundationEssentials
import ImageFacts
import ImgflowModels
import ImgflowPlanner

/// What is kept next to an image that was paid for: enough to know it again and to say where it
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
    /// The request with images by their identities.
    package var request: String
    package var imageHash: String
    package var width: Int
    package var height: Int
    package var format: String
    package var hasAlpha: Bool
    /// Of the mask that came with the image.
    package var maskHash: String?
    /// The images that came with it, in their order; records of one image have none.
    package var others: [Picture]?
    /// What a model said of images, as it came; such an answer has no image of its own.
    package var said: String?

    /// A further image of the answer.
    package struct Picture: Codable, Sendable {
        package var imageHash: String
        package var width: Int
        package var height: Int
        package var format: String
        package var hasAlpha: Bool
        package var seed: Int?

        var known: KnownAnswer.Other? {
            ImageFormat(rawValue: format).map { format in
                KnownAnswer.Other(
                    imageHash: imageHash,
                    facts: ImageFacts(
                        size: PixelSize(width, height), format: format, hasAlpha: hasAlpha),
                    seed: seed)
            }
        }
    }

    var known: KnownAnswer? {
        guard let format = ImageFormat(rawValue: format) else { return nil }
        return KnownAnswer(
            key: AnswerKey(hex: key), imageHash: imageHash,
            facts: ImageFacts(
                size: PixelSize(width, height), format: format, hasAlpha: hasAlpha),
            seed: seed, others: (others ?? []).compactMap(\.known))
    }

    /// By its content too, so that an answer asked for again leaves the older one where it is.
    var imageName: String { name(imageHash, format) }

    /// The first and those that came with it.
    var imageNames: [(name: String, hash: String, seed: Int?)] {
        said != nil
            ? []
            : [(imageName, imageHash, seed)]
                + (others ?? []).map { (name($0.imageHash, $0.format), $0.imageHash, $0.seed) }
    }

    /// The record of the answer's other images; nil if there are none.
    func without(image hash: String) -> StoredAnswer? {
        let first = Picture(
            imageHash: imageHash, width: width, height: height, format: format, hasAlpha: hasAlpha,
            seed: seed)
        var rest = ([first] + (others ?? [])).filter { $0.imageHash != hash }
        guard !rest.isEmpty else { return nil }
        var record = self
        let next = rest.removeFirst()
        record.imageHash = next.imageHash
        (record.width, record.height) = (next.width, next.height)
        (record.format, record.hasAlpha, record.seed) = (next.format, next.hasAlpha, next.seed)
        record.others = rest.isEmpty ? nil : rest
        return record
    }

    /// Every file next to the record.
    var fileNames: [String] { imageNames.map(\.name) + [maskName].compactMap(\.self) }

    private func name(_ hash: String, _ format: String) -> String {
        "\(key)-\(hash.prefix(16)).\(ImageFormat(rawValue: format)?.fileExtension ?? "bin")"
    }

    var maskName: String? { maskHash.map { "\(key)-\($0.prefix(16))-mask.png" } }
}
