package import ImageFacts

/// Masks made of shapes and colors, edges soft over one pixel.
extension Image {
    /// Half-open: the pixels from `x`, `y` on; what lies outside the image is cut off.
    package static func rectangleMask(
        _ size: PixelSize, x: Int, y: Int, width: Int, height: Int
    ) throws(ImageError) -> Image {
        let left = min(max(x, 0), size.width)
        let top = min(max(y, 0), size.height)
        let part = PixelSize(
            min(max(x + width, 0), size.width) - left, min(max(y + height, 0), size.height) - top)
        let black = try Pixels.black(size).asSRGB()
        guard part.width > 0, part.height > 0 else { return Image(black, format: .png) }
        let white = try Pixels.constant([255], part).eightBit().asSRGB()
        return Image(try black.inserting(white, x: left, y: top), format: .png)
    }

    /// The ellipse that fills a rectangle.
    package static func ellipseMask(
        _ size: PixelSize, x: Int, y: Int, width: Int, height: Int
    ) throws(ImageError) -> Image {
        guard width > 0, height > 0 else { throw .emptySize(PixelSize(width, height)) }
        try size.check()
        let cover = EllipseCover(x: x, y: y, width: width, height: height)
        return Image(try Pixels.bytes(cover.bytes(size), size, bands: 1), format: .png)
    }

    /// White where the color is near: full within `tolerance` of CIE L*a*b* distance, none at one
    /// and a half times that. About 2 is a difference that is just seen, 20 is a relative.
    package func colorMask(_ color: Color, tolerance: Double) throws(ImageError) -> Image {
        let wanted = try Image.solid(PixelSize(1, 1), Color(color.red, color.green, color.blue))
            .pixels().lab()
        var point: [Double] = []
        for band in 0..<3 { point.append(-(try wanted.band(band).mean())) }
        let offset = try pixels().standard().flattened(on: .white).lab().linear([1, 1, 1], point)
        let distance = try offset.times(offset).bandMean().linear(3, 0).power(0.5)
        let slope = -510 / max(tolerance, 0.5)
        return Image(
            try distance.linear(slope, 255 - slope * max(tolerance, 0.5)).eightBit().asSRGB(),
            format: .png)
    }

    /// White where the brightness, 0 to 1, is within a range; edges are hard.
    package func brightnessMask(_ range: ClosedRange<Double>) throws(ImageError) -> Image {
        let band = try pixels().maskBand().inMemory()
        let above = try band.atLeast((range.lowerBound * 255).rounded(.up))
        let beyond = try band.atLeast((range.upperBound * 255).rounded(.down) + 1)
        return Image(try above.lower(beyond.inverted()).eightBit().asSRGB(), format: .png)
    }

    /// The inside of a closed line through these points, in pixels; where it crosses itself every
    /// second part is inside.
    package static func polygonMask(
        _ size: PixelSize, _ points: [(x: Double, y: Double)]
    ) throws(ImageError) -> Image {
        try size.check()
        let bytes = PolygonCover.bytes(size, points)
        return Image(try Pixels.bytes(bytes, size, bands: 1), format: .png)
    }
}
