/// Pieces of image files, as they are written.
enum FileWriting {
    /// Four bytes, the highest first.
    static func number(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// Length, name, body, checksum.
    static func pngChunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        let checked = Array(name.utf8) + body
        return number(body.count) + checked + number(Int(checksum(checked)))
    }

    /// Name, length, body, and a zero where the length is odd.
    static func webpChunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        Array(name.utf8) + number(body.count).reversed() + body + (body.count % 2 == 1 ? [0] : [])
    }

    /// Marker, length, body; nil where a segment is too short for it.
    static func jpegSegment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8]? {
        guard body.count <= 65_533 else { return nil }
        return [0xFF, marker] + number(body.count + 2).suffix(2) + body
    }

    /// A WebP with chunks at its end, in the extended container, which alone has room for them; nil where it
    /// is not whole.
    ///
    /// - Parameter flags: of the extended header, for what the chunks are.
    static func webp(_ file: [UInt8], adding chunks: [UInt8], flags: UInt8 = 0) -> [UInt8]? {
        guard let parts = FilePart.all(of: file, .webp), let first = parts.first,
            let last = parts.last, let facts = try? ImageHeader.read(file)
        else { return nil }
        var result = Array(file[..<last.whole.upperBound])
        // A last chunk of odd length may end without its zero.
        if result.count % 2 == 1 { result.append(0) }
        result += chunks
        if first.isNamed("VP8X") {
            result[first.body.lowerBound] |= flags
        } else {
            let sides = [facts.size.width, facts.size.height].flatMap {
                number($0 - 1).suffix(3).reversed()
            }
            let alpha: UInt8 = facts.hasAlpha ? 0x10 : 0
            result.insert(
                contentsOf: webpChunk("VP8X", [alpha | flags, 0, 0, 0] + sides), at: 12)
        }
        result.replaceSubrange(4..<8, with: number(result.count - 8).reversed())
        return result
    }

    /// CRC-32 as PNG has it (ISO 3309).
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in
                crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1
            }
        }
    }
}

extension [UInt8] {
    func inserting(_ bytes: [UInt8], at place: Int) -> [UInt8] {
        Array(self[..<place]) + bytes + self[place...]
    }
}
