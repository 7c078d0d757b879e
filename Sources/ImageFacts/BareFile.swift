/// A file without what its pixels do not need: no EXIF, XMP, IPTC, text, comments, thumbnails, and
/// nothing after its end. The compressed pixels stay as they are.
package enum BareFile {
    package enum Purpose: Sendable {
        /// For a model: one frame in coding that every decoder reads, without a color profile.
        case model
        /// For a file of the user's: color profile and all frames stay.
        case privacy
    }

    /// Nil where the file is damaged or surprising, or where only encoding it again would do.
    package static func bytes(
        of file: [UInt8], _ format: ImageFormat, for purpose: Purpose
    ) -> [UInt8]? {
        switch format {
        case .png: png(file, purpose)
        case .jpeg: JPEGWalk(file, purpose).bare
        case .webp: webp(file, purpose)
        case .gif: purpose == .privacy ? GIFWalk(file).bare : nil
        case .tiff, .avif, .heif: nil
        }
    }

    /// Source: PNG Third Edition, sections 5.6 and 11.
    private static func png(_ file: [UInt8], _ purpose: Purpose) -> [UInt8]? {
        guard let parts = FilePart.all(of: file, .png), let last = parts.last,
            last.isNamed("IEND"), last.whole.count == 12
        else { return nil }
        let pixels: Set<String> = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "pHYs", "sRGB"]
        let others: Set<String> = [
            "iCCP", "gAMA", "cHRM", "cICP", "mDCV", "cLLI", "sBIT", "bKGD", "acTL", "fcTL", "fdAT",
        ]
        let kept = purpose == .model ? pixels : pixels.union(others)
        return file.prefix(8)
            + parts.filter { kept.contains(String(decoding: $0.name, as: UTF8.self)) }
            .flatMap { file[$0.whole] }
    }

    /// Source: WebP Container Specification.
    private static func webp(_ file: [UInt8], _ purpose: Purpose) -> [UInt8]? {
        let length = file.withUnsafeBytes { Bytes($0).u32(4, .little) }
        guard let length, length + 8 <= file.count,
            let parts = FilePart.all(of: Array(file.prefix(length + 8)), .webp)
        else { return nil }
        let isAnimated = parts.contains { $0.isNamed("ANMF") || $0.isNamed("ANIM") }
        let hasAlphaChunk = parts.contains { $0.isNamed("ALPH") }
        var kept: Set<String> = ["VP8 ", "VP8L", "ALPH"]
        var flags: UInt8 = 0x10
        switch purpose {
        case .model:
            guard !isAnimated else { return nil }
            if hasAlphaChunk { kept.insert("VP8X") }
        case .privacy:
            kept.formUnion(["VP8X", "ICCP", "ANIM", "ANMF"])
            // ICC profile, alpha, animation.
            flags |= 0x20 | 0x02
        }
        var body: [UInt8] = []
        for part in parts where kept.contains(String(decoding: part.name, as: UTF8.self)) {
            var chunk = Array(file[part.whole])
            if part.isNamed("VP8X"), chunk.count > 8 { chunk[8] &= flags }
            body += chunk
        }
        let size = UInt32(truncatingIfNeeded: body.count + 4)
        let number = (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
        return Array("RIFF".utf8) + number + Array("WEBP".utf8) + body
    }
}

/// JPEG, ITU T.81, marker by marker to its end.
private struct JPEGWalk {
    private let file: [UInt8]
    private let purpose: BareFile.Purpose

    init(_ file: [UInt8], _ purpose: BareFile.Purpose) {
        self.file = file
        self.purpose = purpose
    }

    var bare: [UInt8]? { file.withUnsafeBytes { bare(Bytes($0)) } }

    private func bare(_ bytes: Bytes) -> [UInt8]? {
        var kept: [UInt8] = [0xFF, 0xD8]
        kept.reserveCapacity(file.count)
        var segments = JPEGSegments(bytes, .whole)
        while let next = segments.next() {
            guard let part = segment(next.marker, next.range, bytes) else { return nil }
            kept += part
            kept += file[next.data]
        }
        guard segments.stop == .end else { return nil }
        return kept + [0xFF, 0xD9]
    }

    /// What stays of a segment; nil where a model's decoder may not read such a file.
    private func segment(_ marker: Int, _ range: Range<Int>, _ bytes: Bytes) -> ArraySlice<UInt8>? {
        let at = range.lowerBound
        switch marker {
        case 0xC4, 0xDB, 0xDD, 0xDA: return file[range]
        case 0xC0, 0xC1, 0xC2:
            return purpose == .privacy || bytes.u8(at + 4) == 8 ? file[range] : nil
        case 0xE0: return jfif(range, bytes)
        case 0xE2 where purpose == .privacy && bytes.has("ICC_PROFILE\0", at: at + 4):
            return file[range]
        case 0xEE where bytes.has("Adobe", at: at + 4): return file[range.prefix(16)]
        case 0xE1...0xEF, 0xFE: return []
        // Arithmetic coding, lossless and hierarchical frames.
        default: return purpose == .privacy ? file[range] : nil
        }
    }

    /// Without its thumbnail: it would show what was cut away.
    private func jfif(_ range: Range<Int>, _ bytes: Bytes) -> ArraySlice<UInt8> {
        guard bytes.has("JFIF\0", at: range.lowerBound + 4), range.count >= 18 else { return [] }
        var head = Array(file[range.prefix(18)])
        (head[2], head[3], head[16], head[17]) = (0, 16, 0, 0)
        return head[...]
    }
}

/// GIF89a, block by block: comments and application data other than the loop and the profile are left out.
private struct GIFWalk {
    private let file: [UInt8]

    init(_ file: [UInt8]) { self.file = file }

    var bare: [UInt8]? { file.withUnsafeBytes { bare(Bytes($0)) } }

    private func bare(_ bytes: Bytes) -> [UInt8]? {
        guard let flags = bytes.u8(10) else { return nil }
        var at = 13 + Self.table(flags)
        guard at <= file.count else { return nil }
        var kept = Array(file[..<at])
        while let block = bytes.u8(at) {
            var next: Int
            var stays = true
            switch block {
            case 0x3B:
                kept.append(0x3B)
                return kept
            case 0x21:
                stays = isOfThePixels(at, bytes)
                next = at + 2
            case 0x2C:
                guard let flags = bytes.u8(at + 9) else { return nil }
                next = at + 11 + Self.table(flags)
            default: return nil
            }
            while let length = bytes.u8(next), length > 0 { next += length + 1 }
            next += 1
            guard next <= file.count else { return nil }
            if stays { kept += file[at..<next] }
            at = next
        }
        return nil
    }

    private func isOfThePixels(_ at: Int, _ bytes: Bytes) -> Bool {
        switch bytes.u8(at + 1) {
        case 0xFE: false
        case 0xFF:
            bytes.has("NETSCAPE2.0", at: at + 3) || bytes.has("ANIMEXTS1.0", at: at + 3)
                || bytes.has("ICCRGBG1012", at: at + 3)
        default: true
        }
    }

    /// Bytes of a color table that these flags announce.
    private static func table(_ flags: Int) -> Int {
        flags & 0x80 == 0 ? 0 : 3 << ((flags & 7) + 1)
    }
}
