import ImageFacts
import ImgflowImages
import ImgflowModels
import ImgflowPlanner

/// One page of a TIFF, or frame of an animation.
struct PageOperation: ImageOperation {
    /// From 1.
    var number: Int
    var page: ImageFacts.Page

    func forecast(for input: Forecast) -> Forecast {
        var next = input.with(size: .exact(page.size), hasAlpha: page.hasAlpha)
        next.dpi = page.dpi
        return next
    }

    func apply(to image: Image) throws -> Image { try image.page(number) }
}

extension PageOperation: CustomStringConvertible {
    var description: String { "page \(number)" }
}
