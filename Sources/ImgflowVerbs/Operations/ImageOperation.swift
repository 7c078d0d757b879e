import ImageFacts
package import ImgflowImages
import ImgflowModels
package import ImgflowPlanner

/// Work on this machine, done: a planned operation that knows how to change pixels.
package protocol LocalOperation: FreeOperation {
    /// As many images as were planned, the one that goes on through the pipe first. Blocks while it
    /// decodes; called where blocking is fine.
    func apply(to images: [Image]) throws -> Image
}

/// What became of an image that a gathering waited for.
package enum Gathered: Sendable {
    case image(Image)
    case failed
    /// A condition was against it.
    case absent
}

/// Work on whichever images come.
package protocol GatheringOperation: FreeOperation {
    /// As many as were planned. Blocks while it decodes.
    func apply(to images: [Gathered]) throws -> Image
}

extension GatheringOperation {
    package var isTolerant: Bool { true }
}

/// Work on one image.
package protocol ImageOperation: LocalOperation {
    func forecast(for input: Forecast) -> Forecast
    func apply(to image: Image) throws -> Image
}

extension ImageOperation {
    package func forecast(for inputs: [Forecast]) -> Forecast {
        guard let input = inputs.first else {
            return Forecast.nothing
        }
        return forecast(for: input)
    }

    package func apply(to images: [Image]) throws -> Image {
        guard let image = images.first else { throw MissingImage(operation: description) }
        return try apply(to: image)
    }
}

/// An operation got fewer images than it was planned with.
package struct MissingImage: Error, CustomStringConvertible {
    var operation: String

    package var description: String { "no image for `\(operation)`" }
}

extension Forecast {
    /// Of an operation that got no image to describe.
    static let nothing = Forecast(
        size: .unknown, format: nil, hasAlpha: false, provenance: Provenance())
}
