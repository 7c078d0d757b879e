package import ImageFacts

/// What a model takes as an image.
package struct ImageLimits: Hashable, Sendable {
    package var formats: [ImageFormat]
    /// Pixels of each side.
    package var side: ClosedRange<Int>
    /// Pixels altogether.
    package var pixels: ClosedRange<Int>
    /// The long side over the short one, at most.
    package var elongation: Double
    /// False where every pixel must be opaque.
    package var takesAlpha: Bool
    /// Of a file, before base64; nil where the request's own limit is all there is.
    package var bytes: Int?

    package init(
        formats: [ImageFormat] = [.png, .jpeg, .webp], side: ClosedRange<Int>,
        pixels: ClosedRange<Int> = 1...Int(Int32.max), elongation: Double = .infinity,
        takesAlpha: Bool = true, bytes: Int? = nil
    ) {
        self.bytes = bytes
        self.formats = formats
        self.side = side
        self.pixels = pixels
        self.elongation = elongation
        self.takesAlpha = takesAlpha
    }

    /// Why an image of this size is refused.
    package enum Refusal: Hashable, Sendable {
        case tooLarge
        case tooSmall
        case tooElongated
    }

    package func refusal(of size: PixelSize) -> Refusal? {
        if size.elongation > elongation { return .tooElongated }
        if size.shortSide < side.lowerBound || size.pixels < pixels.lowerBound { return .tooSmall }
        if size.longSide > side.upperBound || size.pixels > pixels.upperBound { return .tooLarge }
        return nil
    }

    /// The largest image of this shape that is taken; nil where shrinking cannot make it legal.
    package func shrunk(_ size: PixelSize) -> PixelSize? {
        guard size.elongation <= elongation else { return nil }
        var result = scaled(size, by: largestFactor(for: size))
        // Rounding one side down may leave the other a pixel too long for the shape's limit.
        if elongation.isFinite {
            result.width = min(result.width, Int(Double(result.height) * elongation))
            result.height = min(result.height, Int(Double(result.width) * elongation))
        }
        return refusal(of: result) == nil ? result : nil
    }

    /// The legal size of an image whose shape is at most a hundredth beyond the limit, as a model's
    /// rounding may leave it; nil for any other.
    package func rounded(_ size: PixelSize) -> PixelSize? {
        guard refusal(of: size) == .tooElongated, size.elongation <= elongation * 1.01 else {
            return nil
        }
        let long = Int(Double(size.shortSide) * elongation)
        let legal =
            size.width > size.height
            ? PixelSize(long, size.height) : PixelSize(size.width, long)
        return shrunk(legal)
    }

    /// The smallest frame around the image (shrunk first where it is too large) that is taken.
    package func padded(_ size: PixelSize) -> (content: PixelSize, frame: PixelSize)? {
        if let smaller = shrunk(size) { return (smaller, smaller) }
        // A frame adds pixels, so the content may have to give way more than once; each turn
        // takes a hundredth off what is left.
        var factor = largestFactor(for: size)
        while factor > 0.000_1 {
            let content = scaled(size, by: factor)
            let frame = frame(around: content)
            if refusal(of: frame) == nil { return (content, frame) }
            factor *= 0.99
        }
        return nil
    }

    /// 1 or less: what brings an image within the upper limits, its frame not counted.
    private func largestFactor(for size: PixelSize) -> Double {
        min(
            1, Double(side.upperBound) / Double(size.longSide),
            (Double(pixels.upperBound) / Double(size.pixels)).squareRoot())
    }

    /// Rounded down, so that neither limit is passed by half a pixel.
    private func scaled(_ size: PixelSize, by factor: Double) -> PixelSize {
        PixelSize(
            max(1, Int(Double(size.width) * factor)), max(1, Int(Double(size.height) * factor)))
    }

    private func frame(around content: PixelSize) -> PixelSize {
        var width = max(content.width, side.lowerBound)
        var height = max(content.height, side.lowerBound)
        if elongation.isFinite {
            width = max(width, Int((Double(height) / elongation).rounded(.up)))
            height = max(height, Int((Double(width) / elongation).rounded(.up)))
        }
        if width * height < pixels.lowerBound {
            let missing = (Double(pixels.lowerBound) / Double(width * height)).squareRoot()
            width = Int((Double(width) * missing).rounded(.up))
            height = Int((Double(height) * missing).rounded(.up))
        }
        return PixelSize(width, height)
    }
}
