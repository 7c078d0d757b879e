/// WebP, RFC 9649: simple lossy (`VP8 `), simple lossless (`VP8L`), extended (`VP8X`).
enum WebPHeader {
    static func facts(_ bytes: Bytes) -> ImageFacts? {
        if bytes.has("VP8X", at: 12) { return extended(bytes) }
        if bytes.has("VP8L", at: 12) { return lossless(bytes) }
        guard bytes.has("VP8 ", at: 12), bytes.u24(23) == 0x9D012A,
            let width = bytes.u16(26, .little), let height = bytes.u16(28, .little)
        else { return nil }
        // The two high bits of each are a scaling hint.
        return ImageFacts(
            size: PixelSize(width & 0x3FFF, height & 0x3FFF), format: .webp, hasAlpha: false)
    }

    private static func lossless(_ bytes: Bytes) -> ImageFacts? {
        guard bytes.u8(20) == 0x2F, let bits = bytes.u32(21, .little) else { return nil }
        return ImageFacts(
            size: PixelSize(bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1), format: .webp,
            hasAlpha: bits >> 28 & 1 == 1)
    }

    private static func extended(_ bytes: Bytes) -> ImageFacts? {
        guard let flags = bytes.u8(20), let width = bytes.u24(24, .little),
            let height = bytes.u24(27, .little)
        else { return nil }
        let exif = flags & 0x08 == 0 ? nil : exif(bytes)
        let profile =
            flags & 0x20 == 0 || !bytes.has("ICCP", at: 30)
            ? nil : bytes.u32(34, .little).map { bytes.slice(38, length: $0) }
        return ImageFacts(
            size: PixelSize(width + 1, height + 1), format: .webp, hasAlpha: flags & 0x10 != 0
        )
        .oriented(exif.map(TIFFHeader.orientation) ?? 1).at(dpi: exif.flatMap(TIFFHeader.dpi))
        .profiled(profile)
    }

    private static func exif(_ bytes: Bytes) -> Bytes? {
        var at = 12
        while let length = bytes.u32(at + 4, .little) {
            if bytes.has("EXIF", at: at) {
                let skip = bytes.has("Exif\0\0", at: at + 8) ? 6 : 0
                return bytes.slice(at + 8 + skip, length: length - skip)
            }
            at += 8 + length + length & 1
        }
        return nil
    }
}
