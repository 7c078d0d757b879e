package import ImageFacts

extension Image {
    /// A PNG to be, with alpha where the color has it.
    package static func solid(_ size: PixelSize, _ color: Color) throws(ImageError) -> Image {
        let numbers = color.alpha == 255 ? Array(color.numbers.prefix(3)) : color.numbers
        return try Image(
            Pixels.constant(numbers, size).eightBit().asSRGB(), format: .png)
    }

    /// Colors at even distances along a line, mixed with their alpha; a PNG to be.
    ///
    /// - Parameter degrees: 0 is up, 90 to the right.
    package static func gradient(
        _ size: PixelSize, _ colors: [Color], degrees: Double
    ) throws(ImageError) -> Image {
        try size.check()
        return try Image(Pixels.gradient(size, colors, degrees: degrees), format: .png)
    }

    /// Four bytes a pixel, not premultiplied.
    package static func fromRGBA(_ bytes: [UInt8], _ size: PixelSize) throws(ImageError) -> Image {
        try Image(Pixels.bytes(bytes, size, bands: 4), format: .png)
    }

    /// Three bytes a pixel.
    package static func fromRGB(_ bytes: [UInt8], _ size: PixelSize) throws(ImageError) -> Image {
        try Image(Pixels.bytes(bytes, size, bands: 3), format: .png)
    }

    /// Four bytes a pixel, 8-bit sRGB, not premultiplied.
    package func rgba() throws(ImageError) -> [UInt8] {
        try pixels().standard().withAlpha().bytes()
    }
}
