/// Reads JSON as RFC 8259 has it, whatever it holds: brackets in brackets are counted, not trusted.
package struct JSONReader {
    /// Why a text is no JSON.
    package struct Fault: Error, Equatable {
        package var why: String
        /// In bytes.
        package var offset: Int
    }

    /// Arrays and objects in one another.
    package static let nesting = 200

    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    package static func read(_ bytes: [UInt8]) throws(Fault) -> JSON {
        var reader = JSONReader(bytes: bytes)
        let value = try reader.value()
        reader.skipBlanks()
        guard reader.place == bytes.count else { throw reader.fault("more behind the value") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func fault(_ why: String) -> Fault { Fault(why: why, offset: place) }

    private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipBlanks() {
        while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private mutating func takes(_ mark: UInt8) -> Bool {
        skipBlanks()
        guard byte == mark else { return false }
        place += 1
        return true
    }

    private mutating func value() throws(Fault) -> JSON {
        skipBlanks()
        switch byte {
        case UInt8(ascii: "{"): return try nested { reader throws(Fault) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(Fault) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw fault("it ends where a value is expected")
        default: return try number()
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(Fault) -> JSON
    ) throws(Fault) -> JSON {
        depth += 1
        guard depth <= Self.nesting else { throw fault("more than \(Self.nesting) levels") }
        place += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(Fault) -> JSON {
        var members: [String: JSON] = [:]
        if takes(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipBlanks()
            guard byte == UInt8(ascii: "\"") else { throw fault("expected a name in quotes") }
            let name = try string()
            guard takes(UInt8(ascii: ":")) else { throw fault("expected `:`") }
            members[name] = try value()
        } while takes(UInt8(ascii: ","))
        guard takes(UInt8(ascii: "}")) else { throw fault("expected `,` or `}`") }
        return .object(members)
    }

    private mutating func array() throws(Fault) -> JSON {
        var items: [JSON] = []
        if takes(UInt8(ascii: "]")) { return .array(items) }
        repeat { items.append(try value()) } while takes(UInt8(ascii: ","))
        guard takes(UInt8(ascii: "]")) else { throw fault("expected `,` or `]`") }
        return .array(items)
    }

    private mutating func word(_ word: String, _ value: JSON) throws(Fault) -> JSON {
        guard bytes[place...].starts(with: word.utf8) else { throw fault("expected a value") }
        place += word.utf8.count
        return value
    }

    // MARK: - Numbers

    private mutating func number() throws(Fault) -> JSON {
        let start = place
        if byte == UInt8(ascii: "-") { place += 1 }
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[place - whole] != UInt8(ascii: "0") else {
            throw fault("expected a value")
        }
        var isWhole = true
        if byte == UInt8(ascii: ".") {
            place += 1
            isWhole = false
            guard digits() > 0 else { throw fault("expected a digit") }
        }
        if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            place += 1
            isWhole = false
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { place += 1 }
            guard digits() > 0 else { throw fault("expected a digit") }
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isWhole, let number = Int(text) { return .integer(number) }
        guard let number = Double(text), number.isFinite else { throw fault("a number too large") }
        return .number(number)
    }

    private mutating func digits() -> Int {
        let start = place
        while let byte, byte >= 0x30, byte <= 0x39 { place += 1 }
        return place - start
    }

    // MARK: - Strings

    private mutating func string() throws(Fault) -> String {
        place += 1
        // Most strings have no escapes, and those that do may have a million.
        var read: [UInt8] = []
        while true {
            let start = place
            while let byte, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
                place += 1
            }
            let part = bytes[start..<place]
            switch byte {
            case UInt8(ascii: "\""):
                let whole =
                    read.isEmpty
                    ? String(validating: part, as: UTF8.self)
                    : String(validating: read + part, as: UTF8.self)
                guard let whole else { throw fault("a string that is not UTF-8") }
                place += 1
                return whole
            case UInt8(ascii: "\\"):
                read += part
                place += 1
                read += Array(String(try escape()).utf8)
            case nil: throw fault("a string without an end")
            default: throw fault("a control character in a string")
            }
        }
    }

    private mutating func escape() throws(Fault) -> Unicode.Scalar {
        guard let letter = byte else { throw fault("a string without an end") }
        place += 1
        switch letter {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return Unicode.Scalar(letter)
        case UInt8(ascii: "u"): return try unicode()
        default: throw fault("an unknown escape")
        }
    }

    /// Half a pair alone is no character: U+FFFD stands for it.
    private mutating func unicode() throws(Fault) -> Unicode.Scalar {
        let first = try unit()
        if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
        guard first < 0xDC00, bytes[place...].starts(with: [0x5C, 0x75]) else { return "\u{FFFD}" }
        let before = place
        place += 2
        let second = try unit()
        guard (0xDC00...0xDFFF).contains(second) else {
            place = before
            return "\u{FFFD}"
        }
        let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    private mutating func unit() throws(Fault) -> UInt16 {
        guard place + 4 <= bytes.count else { throw fault("a string without an end") }
        var value: UInt16 = 0
        for digit in bytes[place..<(place + 4)] {
            guard let number = Self.hexadecimal(digit) else { throw fault("expected four digits") }
            value = value << 4 | number
        }
        place += 4
        return value
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt16? {
        switch byte {
        case 0x30...0x39: UInt16(byte - 0x30)
        case 0x41...0x46: UInt16(byte - 0x41 + 10)
        case 0x61...0x66: UInt16(byte - 0x61 + 10)
        default: nil
        }
    }
}
