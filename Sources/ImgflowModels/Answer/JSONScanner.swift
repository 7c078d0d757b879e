import Glibc

/// Walks a JSON text once and yields what stands where, without a copy of its strings.
struct JSONScanner {
    /// A value of the text. A string is where it stands between its quotes, escapes and all.
    indirect enum Value {
        case string(Range<Int>)
        case number(Double)
        case truth(Bool)
        case null
        case list([Value])
        case object([(name: String, value: Value)])
    }

    /// The text is not JSON, at this offset.
    struct Malformed: Error { let offset: Int }

    private let text: UnsafeRawBufferPointer
    private var position = 0
    private var values = 0
    /// Answers hold a handful of values; nobody waits for one of millions.
    private static let mostValues = 100_000

    private init(_ text: UnsafeRawBufferPointer) { self.text = text }

    static func scan(_ text: UnsafeRawBufferPointer) throws(Malformed) -> Value {
        var scanner = JSONScanner(text)
        let value = try scanner.value(depth: 0)
        scanner.skipSpace()
        guard scanner.position == text.count else { throw scanner.malformed }
        return value
    }

    static func scan(_ bytes: [UInt8]) throws(Malformed) -> Value {
        try bytes.withUnsafeBufferPointer { (text) throws(Malformed) in
            try scan(UnsafeRawBufferPointer(text))
        }
    }

    private var malformed: Malformed { Malformed(offset: position) }
    private var current: UInt8? { position < text.count ? text[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
    }

    private mutating func take(_ byte: Character) -> Bool {
        guard current == byte.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(Malformed) -> Value {
        values += 1
        guard depth < 64, values <= Self.mostValues else { throw malformed }
        skipSpace()
        switch current {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "["): return .list(try list(depth: depth))
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "t"): return try word("true", .truth(true))
        case UInt8(ascii: "f"): return try word("false", .truth(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ word: StaticString, _ value: Value) throws(Malformed) -> Value {
        let isThere = word.withUTF8Buffer { letters in
            position + letters.count <= text.count
                && zip(letters, text[position...]).allSatisfy { $0 == $1 }
        }
        guard isThere else { throw malformed }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func string() throws(Malformed) -> Range<Int> {
        position += 1
        let start = position
        if let end = next(UInt8(ascii: "\""), from: start),
            next(UInt8(ascii: "\\"), from: start, to: end) == nil
        {
            position = end + 1
            return start..<end
        }
        while let byte = current {
            if byte == UInt8(ascii: "\"") {
                position += 1
                return start..<(position - 1)
            }
            position = min(text.count, position + (byte == UInt8(ascii: "\\") ? 2 : 1))
        }
        throw malformed
    }

    /// An image is one string of megabytes: the C library finds its end many times faster than a
    /// walk over its bytes.
    private func next(_ byte: UInt8, from start: Int, to end: Int? = nil) -> Int? {
        guard let base = text.baseAddress, start < (end ?? text.count),
            let found = memchr(base + start, Int32(byte), (end ?? text.count) - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    private mutating func number() throws(Malformed) -> Double {
        let start = position
        while let byte = current, position - start < 64, "+-.0123456789eE".utf8.contains(byte) {
            position += 1
        }
        let digits = String(decoding: text[start..<position], as: UTF8.self)
        guard let number = Double(digits) else { throw malformed }
        return number
    }

    private mutating func list(depth: Int) throws(Malformed) -> [Value] {
        position += 1
        var items: [Value] = []
        skipSpace()
        if take("]") { return items }
        repeat {
            items.append(try value(depth: depth + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw malformed }
        return items
    }

    private mutating func object(depth: Int) throws(Malformed) -> [(name: String, value: Value)] {
        position += 1
        var fields: [(name: String, value: Value)] = []
        skipSpace()
        if take("}") { return fields }
        repeat {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw malformed }
            let name = JSONEscapes.text(UnsafeRawBufferPointer(rebasing: text[try string()]))
            skipSpace()
            guard take(":") else { throw malformed }
            fields.append((name, try value(depth: depth + 1)))
            skipSpace()
        } while take(",")
        guard take("}") else { throw malformed }
        return fields
    }
}

extension JSONScanner.Value {
    subscript(name: String) -> JSONScanner.Value? {
        guard case .object(let fields) = self else { return nil }
        return fields.first { $0.name == name }?.value
    }

    var items: [JSONScanner.Value]? {
        if case .list(let items) = self { items } else { nil }
    }

    var isString: Bool { if case .string = self { true } else { false } }

    /// The longest text of a service that is kept.
    private static let mostCharacters = 2_000

    /// What a string says, cut to a length that can be kept and shown.
    func string(in text: UnsafeRawBufferPointer) -> String? {
        guard case .string(let range) = self else { return nil }
        // Six bytes a character are the most that an escape takes; what is cut within one is shown as it stands.
        let part = range.prefix(6 * Self.mostCharacters)
        let said = JSONEscapes.text(UnsafeRawBufferPointer(rebasing: text[part]))
        guard said.count > Self.mostCharacters || part.count < range.count else { return said }
        return said.prefix(Self.mostCharacters) + "…"
    }

    /// All that a string says; nil where that is longer, in bytes of UTF-8.
    func wholeString(in text: UnsafeRawBufferPointer, upTo most: Int) -> String? {
        guard case .string(let range) = self, range.count <= 6 * most else { return nil }
        let said = JSONEscapes.text(UnsafeRawBufferPointer(rebasing: text[range]))
        return said.utf8.count <= most ? said : nil
    }

    /// What a string of base64 holds; nil where it is none.
    func base64(in text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard case .string(let range) = self else { return nil }
        return JSONEscapes.resolved(UnsafeRawBufferPointer(rebasing: text[range])) {
            Base64.decode($0)
        }
    }

    /// A whole number, also where it is written as a string: AWS's prose says so of `seeds`.
    func integer(in text: UnsafeRawBufferPointer) -> Int? {
        if case .number(let number) = self { return Int(exactly: number) }
        return string(in: text).flatMap { Int($0) }
    }
}
