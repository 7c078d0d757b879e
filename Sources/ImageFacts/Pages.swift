/// The pages of a TIFF, and the frames of a GIF or WebP, each of which is a whole image.
package enum Pages {
    /// No more are looked for.
    package static let limit = 10_000

    /// The sizes of all, as shown; empty where there is one.
    static func sizes(_ bytes: Bytes, _ first: ImageFacts) -> [PixelSize] {
        let sizes: [PixelSize]
        switch first.format {
        case .tiff:
            sizes = TIFFDirectory.all(of: bytes, limit: limit).compactMap { directory in
                guard let width = directory.number(256), let height = directory.number(257) else {
                    return nil
                }
                return PixelSize(width, height).oriented(directory.number(274) ?? 1)
            }
        case .gif:
            sizes = Array(repeating: first.size, count: Animation.frames(bytes, limit: limit))
        case .webp:
            sizes = Array(repeating: first.size, count: webpFrames(bytes))
        case .png, .jpeg, .avif, .heif: return []
        }
        return sizes.count > 1 ? sizes : []
    }

    /// EXIF, 1 to 8: how a page is to be turned.
    package static func orientation(of page: Int, in file: [UInt8], _ format: ImageFormat) -> Int {
        guard format == .tiff else { return 1 }
        return file.withUnsafeBytes { buffer in
            let directories = TIFFDirectory.all(of: Bytes(buffer), limit: page)
            guard directories.count == page, let value = directories.last?.number(274),
                (1...8).contains(value)
            else { return 1 }
            return value
        }
    }

    /// RFC 9649, 2.7.1.1: `ANMF`.
    private static func webpFrames(_ bytes: Bytes) -> Int {
        guard bytes.has("VP8X", at: 12) else { return 1 }
        var at = 12
        var count = 0
        while let length = bytes.u32(at + 4, .little), count < limit {
            if bytes.has("ANMF", at: at) { count += 1 }
            at += 8 + length + length & 1
        }
        return count
    }
}
