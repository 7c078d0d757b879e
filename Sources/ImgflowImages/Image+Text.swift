internal import CVips
package import ImageFacts

extension Image {
    /// No words are drawn that would take more.
    private static let textLimit = PixelSize(32_000, 4_000)

    /// About as large as words would be, measured by drawing them in small letters; nil where they are
    /// surely no burden.
    package static func outline(
        of text: String, font: Font, size: Int, width: Int? = nil
    ) throws(ImageError) -> PixelSize? {
        let size = max(1, size)
        guard text.unicodeScalars.count > 32_000 / size else { return nil }
        let small = min(size, 16)
        let ink = try Pixels.text(
            text, font: font.sized(small), file: font.file?.path,
            width: width.map { max(1, $0 * small / size) })
        return PixelSize(ink.size.width * size / small, ink.size.height * size / small)
    }

    package static func check(_ outline: PixelSize) throws(ImageError) {
        guard outline.longSide <= textLimit.longSide, outline.pixels <= textLimit.pixels else {
            throw .tooLargeWords(outline, limit: textLimit)
        }
    }

    /// Words in a color on nothing, as large as they are.
    ///
    /// - Parameters:
    ///   - size: of the letters, in pixels.
    ///   - width: pixels at which lines are broken; nil where they are not.
    package static func words(
        _ text: String, font: Font, size: Int, color: Color, width: Int? = nil
    ) throws(ImageError) -> Image {
        if let outline = try outline(of: text, font: font, size: size, width: width) {
            try check(outline)
        }
        let ink = try Pixels.text(
            text, font: font.sized(max(1, size)), file: font.file?.path,
            width: width)
        let paint = try Pixels.constant(Array(color.numbers.prefix(3)), ink.size)
        let alpha = try ink.linear(color.numbers[3] / 255, 0)
        return try Image(paint.joined(alpha).eightBit().asSRGB().inMemory(), format: .png)
    }
}
