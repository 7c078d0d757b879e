/// PNG, ISO 15948: IHDR is the first chunk; `tRNS` before the pixels gives alpha to the other types;
/// `eXIf` stands before the pixels or behind them.
enum PNGHeader {
    static func facts(_ bytes: Bytes) -> ImageFacts? {
        guard bytes.has("IHDR", at: 12), let width = bytes.u32(16), let height = bytes.u32(20),
            let depth = bytes.u8(24), let colorType = bytes.u8(25)
        else { return nil }
        let hasOwnAlpha = colorType == 4 || colorType == 6
        let chunks = Chunks(bytes)
        let facts = ImageFacts(
            size: PixelSize(width, height), format: .png,
            hasAlpha: hasOwnAlpha || chunks.hasTransparency)
        let colors = colorType == 0 || colorType == 4 ? 1 : 3
        var turned = facts.coded(bands: colors + (facts.hasAlpha ? 1 : 0), bits: depth)
            .oriented(chunks.orientation).at(dpi: chunks.dpi)
            .colored(PNGColor.meaning(bytes, isGray: colors == 1))
        // Earlier versions planned it as it is stored, and so squashed what lies on its side; they
        // did not turn it at all where it says so behind the pixels, or as a JPEG would.
        if turned.orientation > 4 || turned.orientation > 1 && chunks.wasUnturned {
            turned.revision = 2
        }
        return turned
    }

    private struct Chunks {
        var hasTransparency = false
        var orientation = 1
        var dpi: Double?
        /// `eXIf` stands where libpng does not look for it, or begins otherwise.
        var wasUnturned = false

        init(_ bytes: Bytes) {
            var at = 8
            var isBeforePixels = true
            while let length = bytes.u32(at), !bytes.has("IEND", at: at + 4) {
                if bytes.has("IDAT", at: at + 4) { isBeforePixels = false }
                if isBeforePixels, bytes.has("tRNS", at: at + 4) { hasTransparency = true }
                // Pixels a meter.
                if bytes.has("pHYs", at: at + 4), bytes.u8(at + 16) == 1 {
                    dpi = bytes.u32(at + 8).map { Double($0) * 0.0254 }
                }
                if bytes.has("eXIf", at: at + 4) {
                    // Some writers keep the head that EXIF has in a JPEG.
                    let skip = bytes.has("Exif\0\0", at: at + 8) ? 6 : 0
                    wasUnturned = skip > 0 || !isBeforePixels
                    orientation = TIFFHeader.orientation(
                        bytes.slice(at + 8 + skip, length: length - skip))
                }
                at += 12 + length
            }
        }
    }
}
