/// A chunk of a PNG or WebP, or a segment of a JPEG: all of it, and what it carries.
struct FilePart {
    /// Four letters; of a JPEG the marker's second byte.
    var name: [UInt8]
    var whole: Range<Int>
    var body: Range<Int>

    func isNamed(_ text: StaticString) -> Bool {
        name.elementsEqual(
            UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

extension FilePart {
    /// The parts of a PNG or WebP, of a JPEG those before its pixels; nil where the file is not whole.
    static func all(of file: [UInt8], _ format: ImageFormat) -> [FilePart]? {
        file.withUnsafeBytes { buffer in
            let bytes = Bytes(buffer)
            switch format {
            case .png: return chunks(bytes, file, from: 8, order: .big)
            case .webp: return chunks(bytes, file, from: 12, order: .little)
            case .jpeg: return segments(bytes)
            default: return nil
            }
        }
    }

    /// PNG: length, name, body, checksum. WebP: name, length, body, a zero where the length is odd.
    private static func chunks(
        _ bytes: Bytes, _ file: [UInt8], from start: Int, order: ByteOrder
    ) -> [FilePart]? {
        var parts: [FilePart] = []
        var at = start
        let isPNG = order == .big
        while at + 8 <= file.count {
            guard let length = bytes.u32(isPNG ? at : at + 4, order) else { return nil }
            let end = at + 8 + length + (isPNG ? 4 : length % 2)
            guard length < 1 << 30, at + 8 + length <= file.count else { return nil }
            let name = isPNG ? at + 4 : at
            parts.append(
                FilePart(
                    name: Array(file[name..<name + 4]), whole: at..<min(end, file.count),
                    body: (at + 8)..<(at + 8 + length)))
            if isPNG, bytes.has("IEND", at: name) { break }
            at = end
        }
        return parts
    }

    /// The segments before the image itself.
    private static func segments(_ bytes: Bytes) -> [FilePart]? {
        var parts: [FilePart] = []
        var segments = JPEGSegments(bytes, .exact)
        while let segment = segments.next() {
            let range = segment.range
            parts.append(
                FilePart(
                    name: [UInt8(segment.marker)], whole: range,
                    body: (range.lowerBound + 4)..<range.upperBound))
        }
        if segments.stop == .cut { return nil }
        return parts
    }
}
