import Crypto

/// SHA-256 of a body as the canonical request wants it: lower-case hexadecimal.
package enum PayloadHash {
    /// Hash of no bytes.
    package static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    package static func of(_ bytes: UnsafeRawBufferPointer) -> String {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return Hexadecimal.text(hash.finalize())
    }

    package static func of(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { of($0) } }

    package static func of(_ text: String) -> String { of(Array(text.utf8)) }
}

package enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
