internal import CVips

extension Pixels {
    /// 8-bit sRGB, three bands and perhaps alpha: profile, 16 bits, gray and CMYK resolved.
    package func standard() throws(ImageError) -> Pixels {
        if isStandard { return self }
        let cmyk = imgflow_vips_is_cmyk(pointer)
        let profiled = hasProfile || cmyk ? (try? profileToSRGB()) ?? self : self
        return try profiled.sRGB()
    }

    private func profileToSRGB() throws(ImageError) -> Pixels {
        // Lazy: a profile that does not fit the image is refused here, before any pixel.
        try Self.made("applying the profile") { imgflow_vips_profile_to_srgb(pointer) }
    }

    private func sRGB() throws(ImageError) -> Pixels {
        try Self.made("converting to sRGB") { imgflow_vips_srgb(pointer) }
    }

    package func gray() throws(ImageError) -> Pixels {
        try Self.made("converting to gray") { imgflow_vips_gray(pointer) }
    }

    /// CIE L*a*b* as numbers.
    package func lab() throws(ImageError) -> Pixels {
        try Self.made("converting to Lab") { imgflow_vips_lab(pointer) }
    }

    /// Says that the bands are gray or sRGB; the numbers stay.
    package func asSRGB() throws(ImageError) -> Pixels {
        try Self.made("naming the colors") { imgflow_vips_as_srgb(pointer) }
    }

    /// Cut to 0...255.
    package func eightBit() throws(ImageError) -> Pixels {
        if imgflow_vips_is_8_bit(pointer) { return self }
        return try Self.made("converting to 8 bits") { imgflow_vips_8_bit(pointer) }
    }

    package func real() throws(ImageError) -> Pixels {
        try Self.made("converting to numbers") { imgflow_vips_float(pointer) }
    }

    package func flattened(on color: Color) throws(ImageError) -> Pixels {
        guard hasAlpha else { return self }
        return try Self.made("flattening") {
            imgflow_vips_flatten(
                pointer, Double(color.red), Double(color.green), Double(color.blue))
        }
    }

    /// With an opaque alpha band where there is none.
    package func withAlpha() throws(ImageError) -> Pixels {
        hasAlpha ? self : try joined(constant: 255)
    }

    package func withoutAlpha() throws(ImageError) -> Pixels {
        hasAlpha ? try band(0, count: bands - 1) : self
    }
}
