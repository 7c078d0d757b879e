import Glibc

/// The escapes of a JSON string (RFC 8259, section 7): any character may be written as one, also those
/// of base64.
enum JSONEscapes {
    /// Calls `body` with what stands between a string's quotes, its escapes resolved; without a copy
    /// where there is none.
    static func resolved<Result>(
        _ raw: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        guard let base = raw.baseAddress, memchr(base, Int32(UInt8(ascii: "\\")), raw.count) != nil
        else { return body(raw) }
        return resolved(raw).withUnsafeBytes(body)
    }

    static func text(_ raw: UnsafeRawBufferPointer) -> String {
        resolved(raw) { String(decoding: $0, as: UTF8.self) }
    }

    /// An escape that JSON does not know stays as it is written.
    private static func resolved(_ raw: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(raw.count)
        var at = 0
        while at < raw.count {
            guard raw[at] == UInt8(ascii: "\\"), at + 1 < raw.count else {
                result.append(raw[at])
                at += 1
                continue
            }
            if raw[at + 1] == UInt8(ascii: "u"), let (scalar, length) = scalar(raw, at) {
                result += UTF8.encode(scalar).map { Array($0) } ?? []
                at += length
            } else if let byte = single(raw[at + 1]) {
                result.append(byte)
                at += 2
            } else {
                result.append(raw[at])
                at += 1
            }
        }
        return result
    }

    private static func single(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// Of `\uXXXX` at a place, or of two that are a surrogate pair, and how many bytes those take; half
    /// a pair is U+FFFD.
    private static func scalar(
        _ raw: UnsafeRawBufferPointer, _ at: Int
    ) -> (scalar: Unicode.Scalar, length: Int)? {
        guard let first = unit(raw, at) else { return nil }
        if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
        if first < 0xDC00, let second = unit(raw, at + 6), (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        {
            return (scalar, 12)
        }
        return ("\u{FFFD}", 6)
    }

    private static func unit(_ raw: UnsafeRawBufferPointer, _ at: Int) -> UInt32? {
        guard at + 6 <= raw.count, raw[at] == UInt8(ascii: "\\"), raw[at + 1] == UInt8(ascii: "u")
        else { return nil }
        let digits = raw[(at + 2)..<(at + 6)].map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard !digits.contains(nil) else { return nil }
        return digits.compactMap(\.self).reduce(0) { $0 << 4 | UInt32($1) }
    }
}
