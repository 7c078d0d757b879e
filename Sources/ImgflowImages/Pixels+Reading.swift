internal import CVips
import ImageFacts

/// What a decoder leaves to its caller.
extension Pixels {
    /// With the meaning that the file gives to its numbers, as 8 or 16 bits.
    ///
    /// - Parameter isOutline: only size and bands are wanted, no pixel.
    func meaning(
        by facts: ImageFacts, isOutline: Bool
    ) throws(ImageError) -> Pixels {
        // libvips passes over gAMA, cHRM, cICP and nclx.
        if let profile = facts.colors { return try with(profile.bytes, as: Self.profile) }
        guard facts.format == .tiff, !isOfUsualDepth, !isColorimetric else { return self }
        return try in16Bits(isOutline: isOutline)
    }

    /// CIE L*a*b* or XYZ: libvips knows what the numbers mean.
    private var isColorimetric: Bool { imgflow_vips_is_colorimetric(pointer) }

    private var isOfUsualDepth: Bool { imgflow_vips_is_8_or_16_bit(pointer) }

    /// Floats from 0 to 1 are what most programs write; others count as 8 or as 16 bits do.
    private func in16Bits(isOutline: Bool) throws(ImageError) -> Pixels {
        // What is read once is measured first.
        let whole = try isOutline ? self : inMemory()
        let largest = try isOutline ? 1 : whole.maximum()
        let scale: Double =
            switch largest {
            case ...16: 65_535
            case ...255: 257
            case ...65_535: 1
            default: 65_535 / largest
            }
        let scaled = try whole.linear(scale, 0.5)
        return try Self.made("converting to 16 bits") { imgflow_vips_as_16_bit(scaled.pointer) }
    }

    /// What is more than 8-bit sRGB here, in words; nil where nothing is.
    func otherColors() throws(ImageError) -> String? {
        guard !isStandard else { return nil }
        var parts: [String] = []
        if !isEightBit { parts.append("16-bit") }
        if isCMYK { parts.append("CMYK") } else if bands < 3 { parts.append("gray") }
        var text = parts.joined(separator: " ")
        if hasProfile, try !isSRGBByProfile() {
            text += text.isEmpty ? "color profile" : " with a color profile"
        }
        return text.isEmpty ? nil : text
    }
}
