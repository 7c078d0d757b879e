/// Whether a file surely holds 8-bit sRGB, told by its head.
package enum StandardColors {
    /// False also where only a decoder could tell.
    package static func areSure(of file: [UInt8], _ facts: ImageFacts) -> Bool {
        guard facts.bytesPerBand == 1, facts.bands >= 3, facts.colors == nil else { return false }
        if facts.format == .jpeg { return facts.bands == 3 && !hasProfileAsJPEG(file) }
        return file.withUnsafeBytes { raw in
            let bytes = Bytes(raw)
            switch facts.format {
            case .png: return !hasProfileAsPNG(bytes)
            // Bit 5 of the flags of an extended file; the others have no room for a profile.
            case .webp: return !bytes.has("VP8X", at: 12) || (bytes.u8(20) ?? 0x20) & 0x20 == 0
            case .gif: return true
            case .jpeg, .tiff, .avif, .heif: return false
            }
        }
    }

    private static func hasProfileAsPNG(_ bytes: Bytes) -> Bool {
        var at = 8
        while let length = bytes.u32(at), !bytes.has("IDAT", at: at + 4) {
            if bytes.has("iCCP", at: at + 4) { return true }
            at += 12 + length
        }
        return false
    }

    private static func hasProfileAsJPEG(_ file: [UInt8]) -> Bool {
        guard let parts = FilePart.all(of: file, .jpeg) else { return true }
        return parts.contains { part in
            part.name == [0xE2] && file[part.body].starts(with: "ICC_PROFILE\0".utf8)
        }
    }
}
