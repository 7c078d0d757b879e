/// Whether a file reaches its own end, told without decoding: what was cut short in a download is
/// found before anything is paid.
package enum ImageEnd {
    /// False where the file is surely cut short; formats that cannot tell are taken to be whole.
    package static func isReached(_ file: [UInt8], _ format: ImageFormat) -> Bool {
        file.withUnsafeBytes { buffer in
            let bytes = Bytes(buffer)
            switch format {
            case .png: return png(bytes)
            case .jpeg: return jpeg(bytes)
            case .webp: return bytes.u32(4, .little).map { $0 + 8 <= bytes.count } ?? false
            case .gif, .tiff, .avif, .heif: return true
            }
        }
    }

    /// Chunk by chunk to `IEND`.
    private static func png(_ bytes: Bytes) -> Bool {
        var at = 8
        while let length = bytes.u32(at) {
            let next = at + 12 + length
            if bytes.has("IEND", at: at + 4) { return next <= bytes.count }
            at = next
        }
        return false
    }

    /// The marker `FFD9` behind the first scan, sought from the end: some cameras write more behind it.
    private static func jpeg(_ bytes: Bytes) -> Bool {
        guard let start = JPEGHeader.firstScan(bytes) else { return false }
        var at = bytes.count - 2
        while at > start {
            if bytes.u8(at) == 0xFF, bytes.u8(at + 1) == 0xD9 { return true }
            at -= 1
        }
        return false
    }
}
