/// The pages of a TIFF, and the frames of a GIF or WebP, each of which is a whole image.
package enum Pages {
    /// No more are looked for.
    package static let limit = 10_000

    /// Empty where there is one.
    static func all(_ bytes: Bytes, _ first: ImageFacts) -> [ImageFacts.Page] {
        let frame = ImageFacts.Page(size: first.size, hasAlpha: first.hasAlpha, dpi: first.dpi)
        let pages: [ImageFacts.Page]
        switch first.format {
        case .tiff: pages = TIFFDirectory.all(of: bytes, limit: limit).map(page)
        case .gif: pages = Array(repeating: frame, count: GIFBlocks.frames(bytes, limit: limit))
        case .webp: pages = Array(repeating: frame, count: webpFrames(bytes))
        case .png, .jpeg, .avif, .heif: return []
        }
        return pages.count > 1 ? pages : []
    }

    private static func page(_ directory: TIFFDirectory) -> ImageFacts.Page {
        let size = PixelSize(directory.number(256) ?? 0, directory.number(257) ?? 0)
        let extra = directory.number(338) ?? 0
        let page = ImageFacts(
            size: size.oriented(directory.number(274) ?? 1), format: .tiff,
            hasAlpha: extra == 1 || extra == 2
        ).at(dpi: directory.dpi)
        return ImageFacts.Page(size: page.size, hasAlpha: page.hasAlpha, dpi: page.dpi)
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
