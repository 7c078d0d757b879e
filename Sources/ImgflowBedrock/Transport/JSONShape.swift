import Glibc

/// Whether bytes are a JSON object to its last brace, by its brackets and quotes alone: what stands
/// between them is judged by whoever reads it. One pass, whatever the bytes are.
enum JSONShape {
    /// No answer is as deep.
    private static let mostDepth = 64

    static func isWholeObject(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var depth = 0
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth > 0 || byte == UInt8(ascii: "{") else { return false }
                depth += 1
                guard depth <= mostDepth else { return false }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                guard depth >= 0 else { return false }
                if depth == 0 { return bytes[place...].allSatisfy(isSpace) }
            case UInt8(ascii: "\""):
                guard depth > 0, let end = end(ofString: place, bytes) else { return false }
                place = end
            default:
                guard depth > 0 || isSpace(byte) else { return false }
            }
        }
        return false
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// Behind its quote. An image is one string of megabytes, which the C library walks.
    private static func end(ofString start: Int, _ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var place = start
        while place < bytes.count,
            let found = memchr(base + place, Int32(UInt8(ascii: "\"")), bytes.count - place)
        {
            let quote = UnsafeRawPointer(found) - base
            var slashes = 0
            while quote - slashes > start, bytes[quote - slashes - 1] == UInt8(ascii: "\\") {
                slashes += 1
            }
            if slashes.isMultiple(of: 2) { return quote + 1 }
            place = quote + 1
        }
        return nil
    }
}
