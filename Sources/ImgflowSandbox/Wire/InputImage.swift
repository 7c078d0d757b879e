import FoundationEssentials
import ImageFacts
import ImgflowImages

/// The limits of a Stability request's image: reference, section 4.2.
struct ImageRules: Sendable {
    var formats: [ImageFormat]
    var sides: ClosedRange<Int>
    var pixels: ClosedRange<Int>
    /// Long side over short side.
    var elongation: Double

    private static let stability: [ImageFormat] = [.jpeg, .png, .webp]

    /// All edit services and conservative upscale.
    static let edit = ImageRules(
        formats: stability, sides: 64...Int.max, pixels: 4096...9_437_184, elongation: 2.5)
    static let creative = ImageRules(
        formats: stability, sides: 64...Int.max, pixels: 4096...1_048_576, elongation: .infinity)
    static let fast = ImageRules(
        formats: stability, sides: 32...1536, pixels: 1024...1_048_576, elongation: .infinity)
    static let imageToImage = ImageRules(
        formats: stability, sides: 64...Int.max, pixels: 4096...Int.max, elongation: .infinity)
    /// A mask is resized by the service, and its kind of color does not matter.
    static let mask = ImageRules(
        formats: stability, sides: 1...Int.max, pixels: 1...Int.max, elongation: .infinity)
}

extension Fields {
    /// The decoded image of a field that the schema requires, or that the caller found: 8-bit
    /// sRGB, perhaps with alpha.
    func picture(_ name: String, _ rules: ImageRules) throws -> Pixels {
        guard let text = text(name), !text.hasPrefix("data:"), let data = Data(base64Encoded: text)
        else { throw ServiceError.detail("\(name): invalid base64 image data") }
        do {
            let image = try Image(encoded: [UInt8](data))
            guard rules.formats.contains(image.facts.format) else {
                throw ServiceError.detail(
                    "\(name): unsupported image format \(image.facts.format), expected one of "
                        + rules.formats.map(\.rawValue).joined(separator: ", "))
            }
            try rules.check(image.facts.size, name)
            return try image.pixels().standard().withoutMetadata().inMemory()
        } catch let error as ImageError {
            throw ServiceError.detail("\(name): unable to decode image: \(error)")
        }
    }
}

extension ImageRules {
    fileprivate func check(_ size: PixelSize, _ name: String) throws(ServiceError) {
        if !sides.contains(size.shortSide) {
            throw .detail(
                "\(name): each side must be at least \(sides.lowerBound) pixels, got \(size)")
        }
        if !sides.contains(size.longSide) {
            throw .detail(
                "\(name): each side must be at most \(sides.upperBound) pixels, got \(size)")
        }
        if !pixels.contains(size.pixels) {
            throw .detail(
                "\(name): total pixels must be between \(pixels.lowerBound) and "
                    + "\(pixels.upperBound), got \(size.pixels)")
        }
        if size.elongation > elongation {
            throw .detail(
                "\(name): aspect ratio must be between 1:\(elongation) and \(elongation):1, got \(size)"
            )
        }
    }
}
