import ImageFacts
import ImgflowImages
import ImgflowPlanner

/// What two masks make, where each pixel of the second is known.
struct MaskAlgebraOperation: LocalOperation {
    enum Kind: String { case union, intersect, minus }

    var kind: Kind

    func forecast(for inputs: [Forecast]) -> Forecast {
        inputs.first?.asMask
            ?? Forecast.nothing
    }

    func apply(to images: [Image]) throws -> Image {
        guard images.count == 2 else { throw MissingImage(operation: description) }
        let (first, second) = (images[0], try images[1].resized(to: images[0].facts.size))
        return switch kind {
        case .union: try first.union(second)
        case .intersect: try first.intersection(second)
        case .minus: try first.subtracting(second)
        }
    }
}

extension MaskAlgebraOperation: CustomStringConvertible {
    var description: String { "mask \(kind.rawValue)" }
}
