/// Paths as text. Names are bytes, and need not be UTF-8: a byte that is part of no character stands in the text
/// as U+10FF00 and its value, which no name in use has, and is that byte again wherever the system is asked.
package enum PathText {
    /// What stands for the bytes from 0x80 on.
    private static let scalars: ClosedRange<UInt32> = 0x10FF80...0x10FFFF

    package static func isByte(_ scalar: Unicode.Scalar) -> Bool {
        scalars.contains(scalar.value)
    }

    /// Whether a text holds bytes that are part of no character.
    package static func holdsBytes(_ text: String) -> Bool {
        // Every scalar that stands for a byte begins with this one in UTF-8.
        text.utf8.contains(0xF4) && text.unicodeScalars.contains(where: isByte)
    }

    /// The text of a name: `bytes(text(x))` is x.
    package static func text(_ bytes: some Collection<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self), !holdsBytes(text) { return text }
        var text = ""
        var rest = bytes[...]
        while let first = rest.first {
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            let part = rest.prefix(length)
            // A scalar that stands for a byte is itself written as bytes.
            if let scalar = String(validating: part, as: UTF8.self), !holdsBytes(scalar) {
                text += scalar
                rest = rest.dropFirst(length)
            } else {
                if let scalar = Unicode.Scalar(0x10FF00 + UInt32(first)) {
                    text.unicodeScalars.append(scalar)
                }
                rest = rest.dropFirst()
            }
        }
        return text
    }

    /// Of a C string.
    package static func text(_ pointer: UnsafePointer<CChar>) -> String {
        var count = 0
        while pointer[count] != 0 { count += 1 }
        return text(UnsafeBufferPointer(start: pointer, count: count).map(UInt8.init(bitPattern:)))
    }

    package static func bytes(_ text: String) -> [UInt8] {
        guard holdsBytes(text) else { return Array(text.utf8) }
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if isByte(scalar) {
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            } else {
                bytes += Array(String(scalar).utf8)
            }
        }
        return bytes
    }

    /// As people see it: `caf\xE9.png`.
    package static func shown(_ text: String) -> String {
        replacing(text) { "\\x\(String($0.value & 0xFF, radix: 16, uppercase: true))" }
    }

    /// As text that must be Unicode has it: bytes that are none are U+FFFD.
    package static func repaired(_ text: String) -> String { replacing(text) { _ in "\u{FFFD}" } }

    private static func replacing(
        _ text: String, by words: (Unicode.Scalar) -> String
    ) -> String {
        guard holdsBytes(text) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isByte(scalar) {
                result += words(scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
