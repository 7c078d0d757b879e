/// A second image file right behind the end of the first, as `cat *.jpg` makes them: decoders read the
/// first and pass over the rest.
package enum Follower {
    /// The format of the file that follows; nil where nothing does, or a format has no end to tell.
    package static func format(in file: [UInt8], behind format: ImageFormat) -> ImageFormat? {
        file.withUnsafeBytes { buffer in
            guard let end = end(of: Bytes(buffer), format), end + 12 <= buffer.count else {
                return nil
            }
            return ImageHeader.format(of: Bytes(UnsafeRawBufferPointer(rebasing: buffer[end...])))
        }
    }

    private static func end(of bytes: Bytes, _ format: ImageFormat) -> Int? {
        switch format {
        case .png: png(bytes)
        case .jpeg: jpeg(bytes)
        case .webp: bytes.u32(4, .little).map { 8 + $0 + $0 % 2 }
        case .gif: gif(bytes)
        case .avif, .heif: boxes(bytes)
        case .tiff: nil
        }
    }

    private static func png(_ bytes: Bytes) -> Int? {
        var at = 8
        while let length = bytes.u32(at) {
            let next = at + 12 + length
            if bytes.has("IEND", at: at + 4) { return next }
            at = next
        }
        return nil
    }

    /// Cameras put previews and gain maps behind the end, and announce them in a segment (CIPA DC-007).
    private static func jpeg(_ bytes: Bytes) -> Int? {
        guard let start = JPEGHeader.firstScan(bytes) else { return nil }
        var at = 2
        while at < start, bytes.u8(at) == 0xFF, let length = bytes.u16(at + 2) {
            if bytes.u8(at + 1) == 0xE2, bytes.has("MPF\0", at: at + 4) { return nil }
            at += 2 + length
        }
        at = start
        while at + 5 <= bytes.count {
            if bytes.u16(at) == 0xFFD9, bytes.u24(at + 2) == 0xFFD8FF { return at + 2 }
            at += 1
        }
        return nil
    }

    /// The trailer and the next signature: no block of a file can hold both by chance.
    private static func gif(_ bytes: Bytes) -> Int? {
        var at = 13
        while at + 7 <= bytes.count {
            if bytes.u8(at) == 0x3B, bytes.has("GIF8", at: at + 1) { return at + 1 }
            at += 1
        }
        return nil
    }

    /// A file has one `ftyp` box, its first (ISO/IEC 14496-12, 4.3).
    private static func boxes(_ bytes: Bytes) -> Int? {
        var at = 0
        while let length = bytes.u32(at), length >= 8 {
            if at > 0, bytes.has("ftyp", at: at + 4) { return at }
            at += length
        }
        return bytes.count > at ? at : nil
    }
}
