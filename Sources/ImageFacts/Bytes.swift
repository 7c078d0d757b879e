/// Bounds-checked reading of a file's bytes: a read beyond the end is `nil`, never a trap.
struct Bytes {
    private let base: UnsafeRawBufferPointer

    init(_ base: UnsafeRawBufferPointer) { self.base = base }

    var count: Int { base.count }

    func u8(_ at: Int) -> Int? {
        guard at >= 0, at < base.count else { return nil }
        return Int(base[at])
    }

    func u16(_ at: Int, _ order: ByteOrder = .big) -> Int? { number(at, 2, order) }

    func u24(_ at: Int, _ order: ByteOrder = .big) -> Int? { number(at, 3, order) }

    func u32(_ at: Int, _ order: ByteOrder = .big) -> Int? { number(at, 4, order) }

    /// `nil` too where it is so large that no place in a file is.
    func u64(_ at: Int, _ order: ByteOrder = .big) -> Int? {
        guard at >= 0, at <= count - 8, let first = u32(at, order), let second = u32(at + 4, order)
        else { return nil }
        let (high, low) = order == .big ? (first, second) : (second, first)
        return high < 1 << 24 ? high << 32 | low : nil
    }

    func has(_ text: StaticString, at offset: Int) -> Bool {
        guard offset >= 0, offset <= count - text.utf8CodeUnitCount else { return false }
        for index in 0..<text.utf8CodeUnitCount
        where base[offset + index] != text.utf8Start[index] { return false }
        return true
    }

    /// The part from `start` on, cut to the bytes that are there.
    func slice(_ start: Int, length: Int) -> Bytes {
        let start = min(max(start, 0), count)
        let end = start + min(max(length, 0), count - start)
        return Bytes(UnsafeRawBufferPointer(rebasing: base[start..<end]))
    }

    /// A copy of up to so many bytes.
    func values(_ start: Int, _ length: Int) -> [UInt8] {
        (0..<max(length, 0)).compactMap { u8(start + $0).map { UInt8($0) } }
    }

    /// Where a byte first is.
    func place(of byte: UInt8, from start: Int) -> Int? {
        guard start < count else { return nil }
        return base[start...].firstIndex(of: byte)
    }

    /// Where these bytes first begin.
    func place(of wanted: [UInt8], within limit: Int = .max) -> Int? {
        guard let first = wanted.first else { return nil }
        let end = min(count, limit) - wanted.count
        var at = 0
        while at <= end, let next = place(of: first, from: at), next <= end {
            if base[next..<(next + wanted.count)].elementsEqual(wanted) { return next }
            at = next + 1
        }
        return nil
    }

    func place(of text: String, within limit: Int = .max) -> Int? {
        place(of: Array(text.utf8), within: limit)
    }

    /// UTF-8, or Latin-1.
    var text: String { String(validatingOrLatin: values(0, min(count, Self.longestText))) }

    /// Of which a part is kept.
    static let longestText = 1 << 16

    func withText<Result>(_ use: (UnsafePointer<CChar>?, Int) -> Result) -> Result {
        use(base.bindMemory(to: CChar.self).baseAddress, count)
    }

    private func number(_ at: Int, _ size: Int, _ order: ByteOrder) -> Int? {
        guard at >= 0, at <= base.count - size else { return nil }
        var value = 0
        for index in 0..<size {
            let byte = Int(base[at + index])
            value |= byte << (8 * (order == .big ? size - 1 - index : index))
        }
        return value
    }
}

extension [UInt8] {
    /// Four bytes, the highest first.
    func number(_ at: Int) -> Int? {
        guard at >= 0, at <= count - 4 else { return nil }
        return self[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
}

enum ByteOrder {
    case big, little
}
