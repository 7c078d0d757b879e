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
        let size = middle.place(in: image.facts.size).size
        let whole = image.facts.size
        guard size.width <= whole.width, size.height <= whole.height else {
            throw ImageError.outside(x: 0, y: 0, size, of: whole)
        }
        return switch attention {
        case .attention: try image.croppedToAttention(size)
        case .subject: try image.croppedToSubject(size)
        }
    }
}

extension AttentionCropOperation: CustomStringConvertible {
    var description: String { "\(middle), \(attention.rawValue)" }
}
