/// A text of imgflow's own inside a picture's file: put there and read without touching a pixel.
///
/// PNG has it in an `iTXt` chunk, JPEG in `COM` segments, WebP in a chunk of its own behind the
/// picture (both containers tell readers to pass over what they do not know).
package enum EmbeddedText {
    package static let formats: [ImageFormat] = [.png, .jpeg, .webp]
    private static let keyword = Array("imgflow recipe".utf8)
    private static let webpChunk = Array("IMGF".utf8)

    /// The file with the text in it, in the place of one that was there; nil where it is not of such a
    /// format, or not whole.
    package static func put(_ text: String, into file: [UInt8], _ format: ImageFormat) -> [UInt8]? {
        guard let file = cleaned(file, format) else { return nil }
        switch format {
        case .png: return png(file, Array(text.utf8))
        case .jpeg: return jpeg(file, Array(text.utf8))
        case .webp: return webp(file, Array(text.utf8))
        default: return nil
        }
    }

    /// The text that is in a file; nil where there is none.
    package static func read(_ file: [UInt8]) -> String? {
        guard let parts = parts(of: file), let format = try? ImageHeader.read(file).format else {
            return nil
        }
        let texts = parts.compactMap { own($0, in: file, format) }
        guard !texts.isEmpty else { return nil }
        return String(validating: texts.flatMap(\.self), as: UTF8.self)
    }

    private static func own(_ part: FilePart, in file: [UInt8], _ format: ImageFormat)
        -> ArraySlice<
            UInt8
        >?
    {
        let body = file[part.body]
        switch format {
        case .png:
            // Keyword, 0, not compressed (0, 0), no language (0), no translation (0).
            let head = keyword + [0, 0, 0, 0, 0]
            return part.name == Array("iTXt".utf8) && body.starts(with: head)
                ? body.dropFirst(head.count) : nil
        case .jpeg:
            let head = keyword + [0x0A]
            return part.name == [0xFE] && body.starts(with: head)
                ? body.dropFirst(head.count) : nil
        case .webp: return part.name == webpChunk ? body : nil
        default: return nil
        }
    }

    private static func parts(of file: [UInt8]) -> [FilePart]? {
        guard let format = try? ImageHeader.read(file).format else { return nil }
        return FilePart.all(of: file, format)
    }

    private static func png(_ file: [UInt8], _ text: [UInt8]) -> [UInt8]? {
        guard let parts = parts(of: file), let header = parts.first else { return nil }
        let body = Array("iTXt".utf8) + keyword + [0, 0, 0, 0, 0] + text
        let chunk = number(body.count - 4) + body + number(Int(checksum(body)))
        return inserting(chunk, into: file, at: header.whole.upperBound)
    }

    private static func jpeg(_ file: [UInt8], _ text: [UInt8]) -> [UInt8]? {
        guard let parts = parts(of: file) else { return nil }
        // Behind the application segments: readers want theirs first.
        let last = parts.last { (0xE0...0xEF).contains($0.name[0]) }
        let head = keyword + [0x0A]
        let room = 65_533 - head.count
        var segments: [UInt8] = []
        for start in stride(from: 0, to: max(text.count, 1), by: room) {
            let piece = head + text[start..<min(start + room, text.count)]
            segments += [0xFF, 0xFE] + number(piece.count + 2).suffix(2) + piece
        }
        return inserting(segments, into: file, at: last?.whole.upperBound ?? 2)
    }

    private static func webp(_ file: [UInt8], _ text: [UInt8]) -> [UInt8]? {
        guard let parts = parts(of: file), let first = parts.first, let last = parts.last,
            let facts = try? ImageHeader.read(file)
        else { return nil }
        let padding: [UInt8] = text.count % 2 == 1 ? [0] : []
        let chunk = webpChunk + number(text.count).reversed() + text + padding
        var result = inserting(chunk, into: file, at: last.whole.upperBound)
        if first.name != Array("VP8X".utf8) {
            // Only the extended container has room for other chunks.
            let sides = [facts.size.width, facts.size.height].flatMap {
                number($0 - 1).suffix(3).reversed()
            }
            let flags: UInt8 = facts.hasAlpha ? 0x10 : 0
            let header =
                Array("VP8X".utf8) + number(10).reversed() + [flags, 0, 0, 0] + sides
            result.insert(contentsOf: header, at: 12)
        }
        result.replaceSubrange(4..<8, with: number(result.count - 8).reversed())
        return result
    }

    private static func inserting(_ chunk: [UInt8], into file: [UInt8], at place: Int) -> [UInt8] {
        Array(file[..<place]) + chunk + file[place...]
    }

    /// The file without a text of ours.
    private static func cleaned(_ file: [UInt8], _ format: ImageFormat) -> [UInt8]? {
        guard let parts = parts(of: file) else { return nil }
        var result = file
        for part in parts.reversed() where own(part, in: file, format) != nil {
            result.removeSubrange(part.whole)
        }
        return result
    }

    /// Four bytes, the highest first.
    private static func number(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// CRC-32 as PNG has it (ISO 3309).
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in
                crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1
            }
        }
    }
}
