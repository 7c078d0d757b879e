import ImageFacts
import ImgflowImages
import ImgflowPlanner

/// What a crop follows.
enum Attention: String, CaseIterable, Sendable {
    /// Where libvips' smartcrop finds edges, skin and strong colors.
    case attention
    /// The middle of what is opaque.
    case subject

    static let words = allCases.map(\.rawValue)
}

/// A part whose size the plan knows, and whose place the pixels tell.
struct AttentionCropOperation: ImageOperation {
    /// The same in the middle.
    var middle: CropOperation
    var attention: Attention

    var readsPixels: Bool { true }

    func forecast(for input: Forecast) -> Forecast { middle.forecast(for: input) }

    func apply(to image: Image) throws -> Image {
        let size = try middle.fitting(image.facts.size)
        return switch attention {
        case .attention: try image.croppedToAttention(size)
        case .subject: try image.croppedToSubject(size)
        }
    }
}

extension AttentionCropOperation: CustomStringConvertible {
    var description: String { "\(middle), \(attention.rawValue)" }
}

/// The same around what the second image shows as its subject, which may have another size.
struct SubjectCropOperation: LocalOperation {
    var middle: CropOperation

    var readsPixels: Bool { true }

    func forecast(for inputs: [Forecast]) -> Forecast {
        inputs.first.map { middle.forecast(for: $0) } ?? Forecast.nothing
    }

    func apply(to images: [Image]) throws -> Image {
        guard images.count == 2 else { throw MissingImage(operation: description) }
        let size = try middle.fitting(images[0].facts.size)
        return try images[0].croppedToSubject(size, of: images[1])
    }
}

extension SubjectCropOperation: CustomStringConvertible {
    var description: String { "\(middle), subject of a cutout" }
}

extension CropOperation {
    /// - Throws: `ImageError.outside` where the part is larger than the image.
    fileprivate func fitting(_ whole: PixelSize) throws(ImageError) -> PixelSize {
        let size = place(in: whole).size
        guard size.width <= whole.width, size.height <= whole.height else {
            throw .outside(x: 0, y: 0, size, of: whole)
        }
        return size
    }
}
