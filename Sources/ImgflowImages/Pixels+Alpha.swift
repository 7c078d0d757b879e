internal import CVips
package import ImageFacts

/// The alpha of an image, and what it shows.
extension Pixels {
    /// Of 8 or 16 bits, and not CMYK, whose fourth band is no alpha.
    private func fitForAlpha() throws(ImageError) -> Pixels { try inRGB() }

    /// The alpha multiplied by a mask of this size: one band of 8 bits in memory.
    func covered(by mask: Pixels) throws(ImageError) -> Pixels {
        let source = try fitForAlpha()
        return try Self.made("cutting") { imgflow_vips_cover(source.pointer, mask.pointer) }
    }

    /// The alpha multiplied by what is left of the corners.
    func rounded(by cover: CornerCover) throws(ImageError) -> Pixels {
        let source = try fitForAlpha()
        return try Self.made("rounding") {
            imgflow_vips_round(source.pointer, cover.bytes, Int32(clamping: cover.side))
        }
    }

    /// 8-bit sRGB with alpha over a color whose alpha is a band in memory.
    func over(_ color: Color, alpha shade: Pixels) throws(ImageError) -> Pixels {
        try Self.made("casting a shadow") {
            imgflow_vips_shade(
                pointer, shade.pointer, Int32(color.red), Int32(color.green), Int32(color.blue))
        }
    }

    /// Nil where all of it is border. Evaluates the image.
    func border(tolerance: Double) throws(ImageError) -> Border? {
        let whole = try (imgflow_vips_is_8_or_16_bit(pointer) ? self : standard()).inMemory()
        var found = ImgflowBorder()
        guard imgflow_vips_find_border(whole.pointer, tolerance, &found) else {
            throw .operationFailed("trimming", detail: Libvips.takeError())
        }
        guard found.width > 0 else { return nil }
        let color = withUnsafeBytes(of: &found.color) { Array($0.bindMemory(to: Double.self)) }
        return Border(
            x: Int(found.left), y: Int(found.top),
            size: PixelSize(Int(found.width), Int(found.height)),
            color: Array(color.prefix(whole.bands)))
    }
}

/// What a border surrounds, and its color, one number a band.
struct Border {
    var x: Int
    var y: Int
    var size: PixelSize
    var color: [Double]
}
