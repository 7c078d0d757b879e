/// JSON as bytes, on one line.
package struct JSONWriter {
    private var bytes: [UInt8] = []

    package static func bytes(of value: JSON) -> [UInt8] {
        var writer = JSONWriter()
        writer.write(value)
        return writer.bytes
    }

    private mutating func write(_ value: JSON) {
        switch value {
        case .null: put("null")
        case .bool(let truth): put(truth ? "true" : "false")
        case .integer(let number): put("\(number)")
        case .number(let number): put(number.isFinite ? "\(number)" : "null")
        case .string(let text): write(text)
        case .array(let items):
            put("[")
            for (index, item) in items.enumerated() {
                if index > 0 { put(",") }
                write(item)
            }
            put("]")
        case .object(let members):
            put("{")
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { put(",") }
                write(member.key)
                put(":")
                write(member.value)
            }
            put("}")
        }
    }

    private mutating func write(_ text: String) {
        put("\"")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): put("\\\"")
            case UInt8(ascii: "\\"): put("\\\\")
            case 0x0A: put("\\n")
            case 0x0D: put("\\r")
            case 0x09: put("\\t")
            case ..<0x20:
                put(byte < 0x10 ? "\\u000" : "\\u00")
                put(String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        put("\"")
    }

    private mutating func put(_ text: String) { bytes += Array(text.utf8) }
}
