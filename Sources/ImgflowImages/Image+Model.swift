import ImageFacts

extension Image {
    /// As models take it: upright, 8-bit sRGB, without EXIF, XMP or profile (a photo's place stays
    /// at home). A file that is so already keeps its bytes.
    ///
    /// Alpha whose every pixel is opaque is dropped where `alphaAllowed` is false; real
    /// transparency is then an error, since flattening is the user's choice.
    package func preparedForModel(alphaAllowed: Bool) throws(ImageError) -> Image {
        if let bytes = encoded, alphaAllowed || !facts.hasAlpha,
            [.png, .jpeg, .webp].contains(facts.format),
            try Pixels.streaming(bytes, facts.format, { (opened) in opened.isPlain })
        {
            return self
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
    fileprivate var isPlain: Bool { isUpright && isStandard && !hasPrivateMetadata }
}
