import CCrypto

/// A private key on the curve P-256, which OpenSSL reads and signs with (ECDSA with SHA-256, RFC 7518's ES256).
final class SigningKey {
    private let key: OpaquePointer

    /// - Parameter pem: SEC 1 or PKCS #8, without a password.
    init(pem: String) throws(SigningKeyError) {
        if let reason = imgflow_p256_start() { throw .noLibrary(String(cString: reason)) }
        var text = pem
        let read = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text in
                text.baseAddress.flatMap { imgflow_p256_read($0, text.count) }
            }
        }
        guard let read else { throw .unreadable }
        key = read
    }

    deinit { imgflow_p256_free(key) }

    /// The public key, 32 bytes each, big-endian.
    func point() throws(SigningKeyError) -> (x: [UInt8], y: [UInt8]) {
        var both = [UInt8](repeating: 0, count: 64)
        guard both.withUnsafeMutableBufferPointer({ written($0) { imgflow_p256_point(key, $0) } })
        else { throw .unreadable }
        return (Array(both.prefix(32)), Array(both.suffix(32)))
    }

    /// r and s, 32 bytes each, big-endian.
    func signature(of message: [UInt8]) throws(SigningKeyError) -> [UInt8] {
        var both = [UInt8](repeating: 0, count: 64)
        let isSigned = both.withUnsafeMutableBufferPointer { pair in
            message.withUnsafeBytes { bytes in
                written(pair) { pair in
                    bytes.baseAddress.map { imgflow_p256_sign(key, $0, bytes.count, pair) } ?? false
                }
            }
        }
        guard isSigned else { throw .unreadable }
        return both
    }

    private func written(
        _ buffer: UnsafeMutableBufferPointer<UInt8>, by write: (UnsafeMutablePointer<UInt8>) -> Bool
    ) -> Bool {
        buffer.baseAddress.map(write) ?? false
    }
}

/// Why nothing can be signed with a key.
enum SigningKeyError: Error, Hashable {
    /// No PEM of a private key on this curve.
    case unreadable
    /// libcrypto does not open; its reason, and what to install.
    case noLibrary(String)
}
