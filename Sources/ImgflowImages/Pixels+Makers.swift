internal import CVips
package import ImageFacts

extension Pixels {
    /// One band, or one a number.
    package static func constant(_ numbers: [Double], _ size: PixelSize) throws(ImageError)
        -> Pixels
    {
        try black(size).linear(numbers.map { _ in 0 }, numbers)
    }

    package static func black(_ size: PixelSize) throws(ImageError) -> Pixels {
        try size.check()
        return try made("making a canvas") {
            imgflow_vips_black(Int32(size.width), Int32(size.height))
        }
    }

    static func gradient(
        _ size: PixelSize, _ colors: [Color], degrees: Double
    ) throws(ImageError) -> Pixels {
        let bytes = colors.flatMap { [$0.red, $0.green, $0.blue, $0.alpha] }
        return try made("making a gradient") {
            imgflow_vips_gradient(
                Int32(size.width), Int32(size.height), bytes, Int32(clamping: colors.count), degrees
            )
        }
    }

    /// Of the same size, bands, depth and profile, all black.
    func emptied() throws(ImageError) -> Pixels {
        try Self.made("making a canvas") { imgflow_vips_empty_like(pointer) }
    }

    /// Two bands: x and y of each pixel.
    package static func coordinates(_ size: PixelSize) throws(ImageError) -> Pixels {
        try size.check()
        return try made("making coordinates") {
            imgflow_vips_coordinates(Int32(size.width), Int32(size.height))
        }
    }

    /// Smooth noise around 0, mostly within -1...1; `cell` is its wave length in pixels.
    package static func perlin(_ size: PixelSize, cell: Int, seed: Int32) throws(ImageError)
        -> Pixels
    {
        try size.check()
        return try made("making noise") {
            imgflow_vips_perlin(
                Int32(size.width), Int32(size.height), Int32(clamping: max(cell, 1)), seed)
        }
    }

    /// Normal noise around 0, each pixel for itself.
    package static func noise(_ size: PixelSize, sigma: Double, seed: Int32) throws(ImageError)
        -> Pixels
    {
        try size.check()
        return try made("making noise") {
            imgflow_vips_noise(Int32(size.width), Int32(size.height), sigma, seed)
        }
    }

    /// One 8-bit band, as large as the words: 255 is ink.
    ///
    /// - Parameters:
    ///   - font: as Pango names fonts: `Sans Bold 24`, in points of `dpi`.
    ///   - width: pixels at which lines are broken; nil where they are not.
    package static func text(
        _ words: String, font: String, dpi: Int = 72, width: Int? = nil
    ) throws(ImageError) -> Pixels {
        try made("drawing text") {
            imgflow_vips_text(
                words.markupEscaped, font, Int32(clamping: dpi), Int32(clamping: width ?? 0))
        }
    }
}

extension String {
    /// Pango reads `&` and `<` as markup.
    fileprivate var markupEscaped: String {
        String(
            flatMap { character -> String in
                switch character {
                case "&": "&amp;"
                case "<": "&lt;"
                case ">": "&gt;"
                default: String(character)
                }
            })
    }
}
