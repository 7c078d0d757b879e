import ImageFacts
package import ImgflowImages
import ImgflowModels
package import ImgflowPlanner

/// Lays a model's result over the original only where something was to change; every other pixel
/// stays as it was. Takes the result, the original, and the mask where there is one.
package enum ExactOperation: String, LocalOperation {
    case byMask = "exact by mask"
    /// Without a mask: where the result is visibly another picture.
    case byDifference = "exact by difference"

    package func forecast(for inputs: [Forecast]) -> Forecast {
        guard var next = inputs.first, let original = inputs.dropFirst().first else {
            return Forecast(
                size: .unknown, format: nil, hasAlpha: false, provenance: Provenance())
        }
        next.size = original.size
        // JPEG and WebP would change what is to stay.
        next.format = .png
        next.hasAlpha = next.hasAlpha || original.hasAlpha
        return next
    }

    package func apply(to images: [Image]) throws -> Image {
        guard images.count == (self == .byMask ? 3 : 2) else {
            throw MissingImage(operation: description)
        }
        let original = images[1]
        let mask =
            self == .byMask
            ? try images[2].mask().resized(to: original.facts.size).featheredInwards(by: 3)
            : try images[0].difference(from: original)
        return try images[0].composited(over: original, mask: mask).asPNG()
    }
}

extension ExactOperation: CustomStringConvertible {
    package var description: String { rawValue }
}
