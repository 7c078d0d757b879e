import ImageFacts
package import ImgflowImages
package import ImgflowLanguage
import ImgflowModels
package import ImgflowPlanner

/// Cuts the largest part of a shape out of the middle.
package struct CropToShapeOperation: ImageOperation {
    package var shape: Ratio

    package init(_ shape: Ratio) { self.shape = shape }

    package func forecast(for input: Forecast) -> Forecast {
        var next = input
        next.size = input.size.map(result)
        return next
    }

    package func apply(to image: Image) throws -> Image {
        let size = image.facts.size
        let part = result(size)
        return try image.cropped(
            x: (size.width - part.width) / 2, y: (size.height - part.height) / 2,
            width: part.width, height: part.height)
    }

    private func result(_ size: PixelSize) -> PixelSize { Self.largest(of: shape.value, in: size) }

    /// The largest part of a shape, width over height.
    static func largest(of shape: Double, in size: PixelSize) -> PixelSize {
        if size.aspect > shape {
            let width = (Double(size.height) * shape).rounded()
            return PixelSize(min(size.width, max(1, Int(width))), size.height)
        }
        let height = (Double(size.width) / shape).rounded()
        return PixelSize(size.width, min(size.height, max(1, Int(height))))
    }
}

extension CropToShapeOperation: CustomStringConvertible {
    package var description: String { "crop to \(shape)" }
}
