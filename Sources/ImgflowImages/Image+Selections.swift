package import ImageFacts

/// Masks made of shapes and colours, edges soft over one pixel.
extension Image {
    /// Half-open: the pixels from `x`, `y` on; what lies outside the picture is cut off.
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
        let (across, down) = (2 / Double(width), 2 / Double(height))
        let offset = try Pixels.coordinates(size).linear(
            [across, down],
            [across * (0.5 - Double(x)) - 1, down * (0.5 - Double(y)) - 1])
        let radius = try offset.times(offset).bandMean().linear(2, 0).power(0.5)
        let slope = 255 * Double(min(width, height)) / 2
        return Image(try radius.linear(-slope, slope + 127).eightBit().asSRGB(), format: .png)
    }

    /// White where the colour is near: full within `tolerance` of CIE L*a*b* distance, none at one
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
}
