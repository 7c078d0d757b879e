/// PNG, ISO 15948: IHDR is the first chunk; `tRNS` before the pixels gives alpha to the other types.
enum PNGHeader {
    static func facts(_ bytes: Bytes) -> ImageFacts? {
        guard bytes.has("IHDR", at: 12), let width = bytes.u32(16), let height = bytes.u32(20),
            let colourType = bytes.u8(25)
        else { return nil }
        let ownAlpha = colourType == 4 || colourType == 6
        return ImageFacts(
            size: PixelSize(width, height), format: .png,
            hasAlpha: ownAlpha || hasTransparency(bytes))
    }

    private static func hasTransparency(_ bytes: Bytes) -> Bool {
        var at = 8
        while let length = bytes.u32(at), !bytes.has("IDAT", at: at + 4) {
            if bytes.has("tRNS", at: at + 4) { return true }
            at += 12 + length
        }
        return false
    }
}
