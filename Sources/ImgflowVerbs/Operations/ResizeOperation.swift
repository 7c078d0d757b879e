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
    /// False leaves what is smaller as it is.
    package var enlarges = true
    /// What a cover keeps of that which overhangs.
    package var anchor = Position.Anchor.center
    /// Scaled in linear light instead of in the numbers of sRGB.
    package var isLinear = false

    package init(_ measure: Measure) { self.measure = measure }

    package var mayConvertColors: Bool { isLinear }

    package func converts(_ colors: OtherColors) -> Bool { isLinear && colors.isCMYK }

    package func isNothing(for sizes: [PixelSize]) -> Bool {
        guard let size = sizes.first else { return false }
        return result(size) == size && largest(from: size) == size
    }

    package func forecast(for input: Forecast) -> Forecast {
        var next = input
        next.size = input.size.map(result)
        if enlarges, case .box(let box, let fill) = measure, fill != .contain {
            next.size = .exact(box)
        }
        return next
    }

    package func apply(to image: Image) throws -> Image {
        let size = image.facts.size
        guard case .box(let box, .cover) = measure else {
            return try scaled(image, to: result(size))
        }
        let covering = largest(from: size)
        let part = PixelSize(min(box.width, covering.width), min(box.height, covering.height))
        let place = Position.anchor(anchor).place(of: part, in: covering)
        return try scaled(image, to: covering).cropped(
            x: place.x, y: place.y, width: part.width, height: part.height)
    }

    private func scaled(_ image: Image, to size: PixelSize) throws -> Image {
        isLinear ? try image.resizedInLinearLight(to: size) : try image.resized(to: size)
    }

    /// The most that is made on the way: a box is covered first, then what overhangs is cut.
    package func largest(from size: PixelSize) -> PixelSize {
        guard case .box(let box, .cover) = measure else { return result(size) }
        let covering = scaled(
            size,
            max(Double(box.width) / Double(size.width), Double(box.height) / Double(size.height)))
        if !enlarges { return covering }
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
        case .box(let box, let fill):
            enlarges ? box : lowered(box, fill == .cover ? largest(from: size) : size)
        }
    }

    private func lowered(_ box: PixelSize, _ most: PixelSize) -> PixelSize {
        PixelSize(min(box.width, most.width), min(box.height, most.height))
    }

    private func scaled(_ size: PixelSize, _ factor: Double) -> PixelSize {
        let factor = enlarges ? factor : min(factor, 1)
        // A percentage has no upper limit; whatever is asked, the product of the sides is a number.
        func side(_ length: Int) -> Int {
            Int(min(max(1, (Double(length) * factor).rounded()), Double(Int32.max)))
        }
        return PixelSize(side(size.width), side(size.height))
    }
}

extension ResizeOperation: CustomStringConvertible {
    package var description: String { words + options }

    /// What came later is left out where it is not asked for: such images are those of before.
    fileprivate var options: String {
        (enlarges ? "" : " never larger") + (anchor == .center ? "" : " at \(anchor.rawValue)")
            + (isLinear ? " linear" : "")
    }

    private var words: String {
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
    /// Its measure counts for nothing.
    var options: ResizeOperation

    var mayConvertColors: Bool { options.mayConvertColors }

    func converts(_ colors: OtherColors) -> Bool { options.converts(colors) }

    func isNothing(for sizes: [PixelSize]) -> Bool {
        sizes.count == 2 && operation(for: sizes[1]).isNothing(for: sizes)
    }

    private func operation(for box: PixelSize) -> ResizeOperation {
        var next = options
        next.measure = .box(box, fill)
        return next
    }

    func forecast(for inputs: [Forecast]) -> Forecast {
        guard let input = inputs.first else {
            return Forecast.nothing
        }
        guard let other = inputs.dropFirst().first?.size, let box = other.size else {
            return input.with(size: .unknown)
        }
        let result = operation(for: box).forecast(for: input)
        return result.with(size: result.size.resting(on: other))
    }

    func apply(to images: [Image]) throws -> Image {
        guard images.count == 2 else { throw MissingImage(operation: description) }
        return try operation(for: images[1].facts.size).apply(to: images[0])
    }
}

extension ResizeLikeOperation: CustomStringConvertible {
    var description: String { "resize like \(fill.rawValue)\(options.options)" }
}
