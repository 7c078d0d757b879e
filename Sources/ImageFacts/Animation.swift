/// Whether a file holds several images, of which verbs take the first.
package enum Animation {
    /// Sources: GIF89a, sections 20 and 23 (image descriptor, sub-blocks); RIFF container of WebP,
    /// `VP8X` flag `A`; PNG Third Edition, `acTL`.
    package static func isOne(_ file: [UInt8], _ format: ImageFormat) -> Bool {
        file.withUnsafeBytes { raw in
            let bytes = Bytes(raw)
            switch format {
            case .gif: return GIFBlocks.frames(bytes, limit: 2) == 2
            case .webp:
                return bytes.has("VP8X", at: 12) && (bytes.u8(20) ?? 0) & 0x02 != 0
            case .png: return hasControlChunk(bytes)
            case .jpeg, .tiff, .avif, .heif: return false
            }
        }
    }

    private static func hasControlChunk(_ bytes: Bytes) -> Bool {
        var place = 8
        while let length = bytes.u32(place), !bytes.has("IDAT", at: place + 4) {
            if bytes.has("acTL", at: place + 4) { return true }
            place += length + 12
        }
        return false
    }
}
