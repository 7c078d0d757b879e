package import ImageFacts
package import ImgflowImages
import ImgflowModels
package import ImgflowPlanner

/// Scales an image; a box is filled, covered or kept within.
package struct ResizeOperation: ImageOperation {
    package enum Measure: Hashable, Sendable {
        case longSide(Int)
        case width(Int)
        case height(Int)
        case share(Double)
        case box(PixelSize, Fill)
    }

    /// How an image goes into a box.
    package enum Fill: String, CaseIterable, Sendable {
        /// Whole, as large as fits.
        case contain
        /// The whole box, what overhangs cut off evenly.
        case cover
        /// The whole box, stretched.
        case fill
    }

    package var measure: Measure

    package init(_ measure: Measure) { self.measure = measure }

    package func forecast(for input: Forecast) -> Forecast {
        var next = input
        next.size = input.size.map(result)
        if case .box(let box, let fill) = measure, fill != .contain { next.size = .exact(box) }
        return next
    }

    package func apply(to image: Image) throws -> Image {
        let size = image.facts.size
        guard case .box(let box, .cover) = measure else {
            return try image.resized(to: result(size))
        }
        let covering = largest(from: size)
        return try image.resized(to: covering).cropped(
            x: (covering.width - box.width) / 2, y: (covering.height - box.height) / 2,
            width: box.width, height: box.height)
    }

    /// The most that is made on the way: a box is covered first, then what overhangs is cut.
    package func largest(from size: PixelSize) -> PixelSize {
        guard case .box(let box, .cover) = measure else { return result(size) }
        let covering = scaled(
            size,
            max(Double(box.width) / Double(size.width), Double(box.height) / Double(size.height)))
        return PixelSize(max(box.width, covering.width), max(box.height, covering.height))
    }

    private func result(_ size: PixelSize) -> PixelSize {
        switch measure {
        case .longSide(let length): scaled(size, Double(length) / Double(size.longSide))
        case .width(let width): scaled(size, Double(width) / Double(size.width))
        case .height(let height): scaled(size, Double(height) / Double(size.height))
        case .share(let share): scaled(size, share)
        case .box(let box, .contain):
            scaled(
                size,
                min(
                    Double(box.width) / Double(size.width),
                    Double(box.height) / Double(size.height)))
        case .box(let box, _): box
        }
    }

    private func scaled(_ size: PixelSize, _ factor: Double) -> PixelSize {
        // A percentage has no upper limit; whatever is asked, the product of the sides is a number.
        func side(_ length: Int) -> Int {
            Int(min(max(1, (Double(length) * factor).rounded()), Double(Int32.max)))
        }
        return PixelSize(side(size.width), side(size.height))
    }
}

extension ResizeOperation: CustomStringConvertible {
    package var description: String {
        switch measure {
        case .longSide(let length): "resize long side \(length)"
        case .width(let width): "resize width \(width)"
        case .height(let height): "resize height \(height)"
        case .share(let share): "resize share \(share)"
        case .box(let box, let fill): "resize \(fill.rawValue) \(box)"
        }
    }
}

/// Scales an image to the size of another: takes both.
struct ResizeLikeOperation: LocalOperation {
    var fill: ResizeOperation.Fill

    func forecast(for inputs: [Forecast]) -> Forecast {
        guard let input = inputs.first else {
            return Forecast.nothing
        }
        guard let other = inputs.dropFirst().first?.size, let box = other.size else {
            return input.with(size: .unknown)
        }
        let result = ResizeOperation(.box(box, fill)).forecast(for: input)
        return result.with(size: result.size.resting(on: other))
    }

    func apply(to images: [Image]) throws -> Image {
        guard images.count == 2 else { throw MissingImage(operation: description) }
        return try ResizeOperation(.box(images[1].facts.size, fill)).apply(to: images[0])
    }
}

extension ResizeLikeOperation: CustomStringConvertible {
    var description: String { "resize like \(fill.rawValue)" }
}
