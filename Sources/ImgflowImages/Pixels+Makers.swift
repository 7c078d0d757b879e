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

    /// Of the same bands, depth and profile, all black; of the same size where no other is given.
    func emptied(_ size: PixelSize? = nil) throws(ImageError) -> Pixels {
        let size = size ?? self.size
        try size.check()
        return try Self.made("making a canvas") {
            imgflow_vips_empty_like(
                pointer, Int32(clamping: size.width), Int32(clamping: size.height))
        }
    }

    /// What `emptied` would make of a file's pixels, where its head says all of it.
    static func outline(of file: [UInt8], _ format: ImageFormat) throws(ImageError) -> Pixels? {
        guard format == .jpeg, let facts = try? ImageHeader.read(file), facts.bands == 3,
            StandardColors.areSure(of: file, facts)
        else { return nil }
        try facts.size.check()
        let plain = try made("making a canvas") {
            imgflow_vips_empty_srgb(
                Int32(clamping: facts.size.width), Int32(clamping: facts.size.height))
        }
        guard let dpi = facts.dpi else { return plain }
        return try plain.withResolution(dpi: dpi)
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
    ///   - file: where that font is, if it is one that no system has.
    ///   - width: pixels at which lines are broken; nil where they are not.
    package static func text(
        _ words: String, font: String, file: String? = nil, dpi: Int = 72, width: Int? = nil
    ) throws(ImageError) -> Pixels {
        try made("drawing text") {
            imgflow_vips_text(
                words.markupEscaped, font, file, Int32(clamping: dpi),
                Int32(clamping: width ?? 0))
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
