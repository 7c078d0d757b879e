import ImageFacts
package import ImgflowImages
package import ImgflowPlanner

/// What lies behind a subject that was cut out: white where the image is transparent.
package struct BackgroundMaskOperation: ImageOperation {
    package init() {}

    package func forecast(for input: Forecast) -> Forecast {
        var next = input
        next.format = .png
        next.hasAlpha = false
        return next
    }

    package func apply(to image: Image) throws -> Image { try image.alphaMask().inverted() }
}

extension BackgroundMaskOperation: CustomStringConvertible {
    package var description: String { "background mask" }
}
