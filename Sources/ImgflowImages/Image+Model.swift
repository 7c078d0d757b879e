package import ImageFacts

extension Image {
    /// As models take it: upright, 8-bit sRGB, one frame, and nothing but pixels: EXIF, XMP, text,
    /// thumbnails and bytes after the end stay at home. A file whose pixels are so already keeps its
    /// compressed pixels.
    ///
    /// Alpha whose every pixel is opaque is dropped where `alphaAllowed` is false; real
    /// transparency is then an error, since flattening is the user's choice.
    package func preparedForModel(alphaAllowed: Bool) throws(ImageError) -> Image {
        if let bytes = encoded, alphaAllowed || !facts.hasAlpha,
            [.png, .jpeg, .webp].contains(facts.format),
            let bare = BareFile.bytes(of: bytes, facts.format, for: .model),
            try Pixels.streaming(
                bytes, facts.format,
                { (opened) throws(ImageError) in
                    try opened.isPlain()
                })
        {
            return bare == bytes ? self : try Image(encoded: bare)
        }
        var plain = try pixels().standard().withoutMetadata()
        if plain.hasAlpha, !alphaAllowed {
            plain = try plain.inMemory()
            guard try plain.band(plain.bands - 1).minimum() == 255 else { throw .alphaUnwanted }
            plain = try plain.withoutAlpha()
        }
        return with(plain)
    }
}

extension Pixels {
    fileprivate func isPlain() throws(ImageError) -> Bool {
        guard isUpright else { return false }
        return try isStandard ? true : isSRGBByProfile()
    }

    /// The bands are 8-bit sRGB once the profile is left out: it changes no color by more than a level.
    func isSRGBByProfile() throws(ImageError) -> Bool {
        guard bands >= 3, hasProfile, isEightBit else { return false }
        let steps = (0...16).map { UInt8($0 * 255 / 16) }
        let colors: [UInt8] = steps.flatMap { red in
            steps.flatMap { green in steps.flatMap { blue in [red, green, blue] } }
        }
        let swatches = try Pixels.bytes(colors, PixelSize(289, 17), bands: 3).withProfile(of: self)
        guard let shown = try? swatches.standard().bytes() else { return false }
        return zip(shown, colors).allSatisfy { abs(Int($0) - Int($1)) <= 1 }
    }
}
