import Hashing

/// SHA-256 of a body as the canonical request wants it: lower-case hexadecimal.
package enum PayloadHash {
    /// Hash of no bytes.
    package static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    package static func of(_ bytes: UnsafeRawBufferPointer) -> String {
        Hexadecimal.text(SHA256.hash(bytes))
    }

    package static func of(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { of($0) } }

    package static func of(_ text: String) -> String { of(Array(text.utf8)) }
}
