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

/// How much of each pixel a polygon covers, from four lines a pixel.
private enum PolygonCover {
    private static let lines = 4

    static func bytes(_ size: PixelSize, _ points: [(x: Double, y: Double)]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size.pixels)
        var row = [Double](repeating: 0, count: size.width)
        for y in 0..<size.height {
            for x in 0..<size.width { row[x] = 0 }
            for line in 0..<lines {
                let height = Double(y) + (Double(line) + 0.5) / Double(lines)
                let crossings = crossings(of: points, at: height)
                for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                    add(from: crossings[pair], to: crossings[pair + 1], &row)
                }
            }
            for x in 0..<size.width where row[x] > 0 {
                let cover = row[x] / Double(lines) * 255
                bytes[y * size.width + x] = UInt8(min(255, max(0, cover.rounded())))
            }
        }
        return bytes
    }

    private static func crossings(of points: [(x: Double, y: Double)], at height: Double)
        -> [Double]
    {
        points.indices.compactMap { index in
            let (a, b) = (points[index], points[(index + 1) % points.count])
            guard (a.y <= height) != (b.y <= height) else { return nil }
            return a.x + (height - a.y) / (b.y - a.y) * (b.x - a.x)
        }.sorted()
    }

    /// The part of each pixel between two places of a line.
    private static func add(from start: Double, to end: Double, _ row: inout [Double]) {
        let start = max(0, start)
        let end = min(Double(row.count), end)
        guard start < end else { return }
        for x in Int(start)..<min(row.count, Int(end.rounded(.up))) {
            row[x] += max(0, min(end, Double(x) + 1) - max(start, Double(x)))
        }
    }
}
