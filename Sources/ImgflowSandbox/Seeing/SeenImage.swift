import FoundationEssentials
import ImageFacts
import ImgflowImages

/// An image of a conversation, checked as the service and its models check it.
struct SeenImage {
    /// 8-bit sRGB, opaque.
    let pixels: Pixels

    /// 3.75 MB, or 5 MB of base64.
    private static let mostBytes = 3_932_160

    init(
        _ fields: [String: WireValue], at place: (message: Int, block: Int), of facts: SeeingFacts
    ) throws {
        let own = "messages.\(place.message).content.\(place.block).image.source"
        func refused(_ why: String) -> ServiceError {
            .validation("The model returned the following errors: \(own): \(why)")
        }
        let formats: [String: ImageFormat] = [
            "png": .png, "jpeg": .jpeg, "gif": .gif, "webp": .webp,
        ]
        guard case .text(let word)? = fields["format"], let format = formats[word] else {
            throw ServiceError.validation(
                "1 validation error detected: Value at 'messages.\(place.message + 1).member.content.\(place.block + 1).member.image.format' failed to satisfy constraint: Member must satisfy enum value set: [png, jpeg, gif, webp]"
            )
        }
        guard case .object(let source)? = fields["source"], case .text(let text)? = source["bytes"]
        else { throw refused("expected bytes") }
        guard let data = Data(base64Encoded: text), !data.isEmpty else {
            throw refused("the bytes are not base64 of an image")
        }
        guard data.count <= Self.mostBytes else {
            throw refused(
                "image exceeds 5 MB maximum: \(text.utf8.count) bytes > 5242880 bytes")
        }
        do {
            let image = try Image(encoded: [UInt8](data))
            guard image.facts.format == format else {
                throw refused(
                    "the image was specified as image/\(word), but it appears to be image/\(image.facts.format.rawValue)"
                )
            }
            guard image.facts.size.longSide <= 8_000 else {
                throw refused("image dimensions exceed max allowed size: 8000 pixels")
            }
            pixels = try image.pixels().standard().withoutMetadata().flattened(on: .white)
                .inMemory()
        } catch let error as ImageError {
            throw refused("unable to decode the image: \(error)")
        }
    }
}
