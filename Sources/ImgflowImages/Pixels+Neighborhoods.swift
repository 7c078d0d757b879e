internal import CVips
import ImageFacts

extension Pixels {
    /// A Gaussian, the pixels of the edges going on beyond them, colors weighted by their alpha.
    package func blurred(sigma: Double) throws(ImageError) -> Pixels {
        // Less than this leaves 8 bits as they are.
        guard sigma >= 0.2 else { return self }
        return try Self.made("blurring") { imgflow_vips_blur(pointer, min(sigma, 1000)) }
    }

    /// An unsharp mask, colors weighted by their alpha, which stays.
    func sharpened(sigma: Double, amount: Double) throws(ImageError) -> Pixels {
        let source = imgflow_vips_is_8_or_16_bit(pointer) ? self : try standard()
        return try Self.made("sharpening") {
            imgflow_vips_sharpen(source.pointer, sigma, amount)
        }
    }

    /// Square blocks, colors weighted by their alpha.
    func pixelated(side: Int) throws(ImageError) -> Pixels {
        let source = imgflow_vips_is_8_or_16_bit(pointer) ? self : try standard()
        return try Self.made("pixelating") {
            imgflow_vips_pixelate(source.pointer, Int32(clamping: side))
        }
    }

    /// The largest number at most `radius` pixels away across and down, of 8 bits; made at once.
    package func dilated(radius: Int) throws(ImageError) -> Pixels {
        let eight = try eightBit()
        return try Self.made("growing") {
            imgflow_vips_dilate(eight.pointer, Int32(clamping: radius))
        }
    }

    /// The smallest.
    package func eroded(radius: Int) throws(ImageError) -> Pixels {
        let eight = try eightBit()
        return try Self.made("shrinking") {
            imgflow_vips_erode(eight.pointer, Int32(clamping: radius))
        }
    }

    /// `self` where the 8-bit mask is 255, `other` where it is 0, blended between.
    package func blended(by mask: Pixels, over other: Pixels) throws(ImageError) -> Pixels {
        try Self.made("blending") {
            imgflow_vips_blend(mask.pointer, pointer, other.pointer)
        }
    }
}
