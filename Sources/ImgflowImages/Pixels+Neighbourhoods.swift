internal import CVips
import ImageFacts

extension Pixels {
    package func blurred(sigma: Double) throws(ImageError) -> Pixels {
        // libvips refuses less than 0.001, and below 0.2 its kernel is a single pixel.
        guard sigma >= 0.2 else { return self }
        return try Self.made("blurring") { imgflow_vips_blur(pointer, min(sigma, 1000)) }
    }

    /// The largest number within `radius` pixels, in a square.
    package func dilated(radius: Int) throws(ImageError) -> Pixels {
        try neighbours(radius, "growing", imgflow_vips_dilate)
    }

    /// The smallest number within `radius` pixels, in a square.
    package func eroded(radius: Int) throws(ImageError) -> Pixels {
        try neighbours(radius, "shrinking", imgflow_vips_erode)
    }

    /// A square is a row of a column; windows hold at most 90 pixels, and add up.
    private func neighbours(
        _ radius: Int, _ name: String, _ rank: (OpaquePointer, Int32, Int32) -> OpaquePointer?
    ) throws(ImageError) -> Pixels {
        var result = self
        var left = min(radius, size.longSide)
        while left > 0 {
            let step = min(left, 44)
            for (across, down) in [(true, false), (false, true)] {
                let side = across ? size.width : size.height
                let window = Int32(2 * min(step, (side - 1) / 2) + 1)
                let before = result
                result = try Self.made(name) {
                    rank(before.pointer, across ? window : 1, down ? window : 1)
                }
            }
            left -= step
        }
        return result
    }

    /// `self` where the 8-bit mask is 255, `other` where it is 0, blended between.
    package func blended(by mask: Pixels, over other: Pixels) throws(ImageError) -> Pixels {
        try Self.made("blending") {
            imgflow_vips_blend(mask.pointer, pointer, other.pointer)
        }
    }

    /// Laid over a base by its alpha; parts beyond the base are cut off.
    package func laid(over base: Pixels, x: Int, y: Int) throws(ImageError) -> Pixels {
        try Self.made("laying over") {
            imgflow_vips_over(base.pointer, pointer, Int32(clamping: x), Int32(clamping: y))
        }
    }

    /// Laid over a base in one of the modes of compositing.
    package func laid(
        over base: Pixels, mode: BlendMode, x: Int = 0, y: Int = 0
    ) throws(ImageError) -> Pixels {
        try Self.made("blending") {
            imgflow_vips_compose(
                base.pointer, pointer, imgflow_vips_blend_mode(mode.rawValue), Int32(clamping: x),
                Int32(clamping: y))
        }
    }
}

/// How two pictures become one. Source: W3C, Compositing and Blending Level 1, and `add`.
package enum BlendMode: String, CaseIterable, Sendable {
    case normal, multiply, screen, overlay, darken, lighten
    case colorDodge = "color-dodge"
    case colorBurn = "color-burn"
    case hardLight = "hard-light"
    case softLight = "soft-light"
    case difference, exclusion, add
}
