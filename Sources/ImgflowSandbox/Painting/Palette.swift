import ImageFacts
import ImgflowImages

/// Colors that an image is to be made of.
struct Palette {
    /// From dark to light.
    private let tints: [Tint]

    init(_ tints: [Tint]) {
        self.tints = tints.sorted { $0.light < $1.light }
    }

    /// Each tint gets an equal share of the image, the darkest where it is darkest; fine structure
    /// stays as light and shade.
    func applied(to picture: Pixels) throws(ImageError) -> Pixels {
        guard let darkest = tints.first else { return picture }
        let gray = try picture.gray().inMemory()
        let smooth = try gray.blurred(sigma: Double(picture.size.shortSide) / 160).inMemory()
        let field = try ranked(smooth)
        let levels = try field.resized(to: picture.size.fitted(within: 128)).eightBit().bytes()
            .sorted()
        var result = try Pixels.constant(darkest.channels, picture.size)
        for (index, tint) in tints.enumerated().dropFirst() {
            let limit = Double(levels[levels.count * index / tints.count])
            let mask = try field.linear(40, 128 - 40 * limit).eightBit()
            result = try Pixels.constant(tint.channels, picture.size)
                .blended(by: mask, over: result)
        }
        let detail = try gray.minus(smooth).linear(0.5, 0)
        return try result.plus(detail).linear(1, 0.5).eightBit().asSRGB()
    }

    /// Brightness over the whole of 0 to 255, darker towards the top: a flat image too has an
    /// order.
    private func ranked(_ smooth: Pixels) throws(ImageError) -> Pixels {
        let field = try Pixels.coordinates(smooth.size).band(1)
            .linear(12 / Double(smooth.size.height), 0).plus(smooth).inMemory()
        let lowest = try field.minimum()
        let scale = 255 / max(try field.maximum() - lowest, 1)
        return try field.linear(scale, -lowest * scale).inMemory()
    }
}

extension Tint {
    /// Rec. 709 luma, 0 to 255.
    var light: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

    /// `#RRGGBB`
    init?(hexadecimal text: String) {
        guard text.hasPrefix("#"), let value = Int(text.dropFirst(), radix: 16) else { return nil }
        self.init(Double(value >> 16 & 255), Double(value >> 8 & 255), Double(value & 255))
    }
}
