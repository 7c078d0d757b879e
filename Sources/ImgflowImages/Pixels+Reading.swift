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
        let read = try resolved(by: facts)
        // libvips passes over gAMA, cHRM, cICP and nclx.
        if let profile = facts.colors { return try read.with(profile.bytes, as: Self.profile) }
        // Of PNG and TIFF only the decoder knows the profile.
        if let own = ownProfile, let profile = CodedProfile.colors(of: own) {
            return try read.with(profile.bytes, as: Self.profile)
        }
        guard facts.format == .tiff, !isOfUsualDepth, !isColorimetric else { return read }
        return try read.in16Bits(isOutline: isOutline)
    }

    /// With the resolution of the file, or without one. Of a file that says nothing libvips takes 25 or 72
    /// dpi, as the format is.
    private func resolved(by facts: ImageFacts) throws(ImageError) -> Pixels {
        switch facts.format {
        case .avif, .heif, .gif: self
        case .png, .jpeg, .webp, .tiff:
            dpi == facts.dpi ? self : try withResolution(dpi: facts.dpi ?? 25.4)
        }
    }

    /// CIE L*a*b* or XYZ: libvips knows what the numbers mean.
    private var isColorimetric: Bool { imgflow_vips_is_colorimetric(pointer) }

    var isOfUsualDepth: Bool { imgflow_vips_is_8_or_16_bit(pointer) }

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

    /// What is more than 8-bit sRGB here; nil where nothing is.
    func otherColors() throws(ImageError) -> OtherColors? {
        guard !isStandard else { return nil }
        var colors = OtherColors(
            isDeep: !isEightBit, isCMYK: isCMYK, isGray: !isCMYK && bands < 3)
        if hasProfile { colors.hasProfile = try !isSRGBByProfile() }
        return colors == OtherColors() ? nil : colors
    }
}
