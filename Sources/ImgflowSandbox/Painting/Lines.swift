import ImageFacts
import ImgflowImages

/// The outlines of an image: what a Canny edge map keeps of it.
enum Lines {
    /// One 8-bit band, 255 on an outline.
    static func found(in picture: Pixels) throws(ImageError) -> Pixels {
        let gray = try picture.gray().blurred(sigma: max(1, Double(picture.size.shortSide) / 500))
            .inMemory()
        let slope = try gray.dilated(radius: 1).minus(gray.eroded(radius: 1)).inMemory()
        // Of a busy image only the stronger ones.
        let limit = max(8, try slope.mean() * 1.6)
        return try slope.linear(12, -12 * limit).eightBit().inMemory()
    }

    /// In dark ink; `strength` 0 draws nothing.
    static func drawn(
        _ lines: Pixels, on picture: Pixels, strength: Double
    ) throws(ImageError) -> Pixels {
        let ink = try Pixels.constant([30, 27, 36], picture.size).eightBit().asSRGB()
        return try ink.blended(by: lines.linear(strength, 0.5).eightBit(), over: picture)
    }
}
