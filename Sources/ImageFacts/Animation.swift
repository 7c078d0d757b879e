/// Whether a file holds several images, of which verbs take the first.
package enum Animation {
    /// Sources: GIF89a, sections 20 and 23 (image descriptor, sub-blocks); RIFF container of WebP,
    /// `VP8X` flag `A`; PNG Third Edition, `acTL`.
    package static func isOne(_ file: [UInt8], _ format: ImageFormat) -> Bool {
        file.withUnsafeBytes { raw in
            let bytes = Bytes(raw)
            switch format {
            case .gif: return frames(bytes, limit: 2) == 2
            case .webp:
                return bytes.has("VP8X", at: 12) && (bytes.u8(20) ?? 0) & 0x02 != 0
            case .png: return hasControlChunk(bytes)
            case .jpeg, .tiff, .avif, .heif: return false
            }
        }
    }

    /// Of a GIF, counted to a limit.
    static func frames(_ bytes: Bytes, limit: Int) -> Int {
        guard let flags = bytes.u8(10) else { return 0 }
        var place = 13 + colors(flags)
        var frames = 0
        while let block = bytes.u8(place) {
            switch block {
            case 0x21: place += 2
            case 0x2C:
                frames += 1
                if frames == limit { return frames }
                place += 11 + colors(bytes.u8(place + 9) ?? 0)
            default: return frames
            }
            while let length = bytes.u8(place), length > 0 { place += length + 1 }
            place += 1
        }
        return frames
    }

    /// Bytes of a color table that these flags describe.
    private static func colors(_ flags: Int) -> Int {
        flags & 0x80 == 0 ? 0 : 3 << ((flags & 7) + 1)
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
