import ImageFacts
package import ImgflowImages
package import ImgflowModels
package import ImgflowPlanner

/// Lays a model's result over the original only where something was to change; every other pixel
/// stays as it was. Takes the result, the original, and the mask where there is one.
package struct ExactOperation: LocalOperation {
    package enum Guide: String, Sendable {
        case mask
        /// Without a mask: where the result is visibly another image.
        case difference
        /// The original is a cut-out subject: it is laid over the result, which becomes opaque.
        case subject
    }

    package var guide: Guide
    /// The model that the original was framed for (`fit:pad`): its result has that frame too.
    package var framing: ModelCard?

    package init(by guide: Guide, framedFor framing: ModelCard?) {
        self.guide = guide
        self.framing = framing
    }

    package func forecast(for inputs: [Forecast]) -> Forecast {
        guard var next = inputs.first, let original = inputs.dropFirst().first else {
            return Forecast.nothing
        }
        next.size = original.size
        // JPEG and WebP would change what is to stay.
        next.format = .png
        next.hasAlpha = guide != .subject && (next.hasAlpha || original.hasAlpha)
        return next
    }

    package func apply(to images: [Image]) throws -> Image {
        guard images.count == (guide == .mask ? 3 : 2) else {
            throw MissingImage(operation: description)
        }
        let original = images[1]
        let result = try unframed(images[0], of: original)
        if guide == .subject {
            let base = try result.flattened(on: .white).resized(to: original.facts.size)
            return try base.laid(with: original, x: 0, y: 0).asPNG()
        }
        let mask =
            switch guide {
            case .mask:
                try unframed(images[2], of: original).mask().resized(to: original.facts.size)
                    .featheredInwards(by: 3)
            case .difference, .subject: try result.difference(from: original)
            }
        return try result.composited(over: original, mask: mask).asPNG()
    }

    private func unframed(_ image: Image, of original: Image) throws -> Image {
        guard let framing else { return image }
        return try image.unframed(of: original.facts.size, for: framing)
    }
}

extension ExactOperation: CustomStringConvertible {
    /// Version 2: the blur of the edge was narrower before.
    package var description: String { "exact 2" + words }
    package var earlierDescription: String? { "exact" + words }

    private var words: String {
        " by \(guide.rawValue)" + (framing.map { ", framed for \($0.name)" } ?? "")
    }
}
