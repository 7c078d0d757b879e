import ImageFacts
import ImgflowImages
import ImgflowModels
import ImgflowPlanner

/// One page of a TIFF, or frame of an animation.
struct PageOperation: ImageOperation {
    /// From 1.
    var number: Int
    var size: PixelSize

    func forecast(for input: Forecast) -> Forecast { input.with(size: .exact(size)) }

    func apply(to image: Image) throws -> Image { try image.page(number) }
}

extension PageOperation: CustomStringConvertible {
    var description: String { "page \(number)" }
}
