import CCrypto

/// SHA-256 of bytes that come in pieces (FIPS 180-4).
package struct SHA256: Sendable {
    private var state = ImgflowSHA256()

    package init() { imgflow_sha256_start(&state) }

    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        imgflow_sha256_add(&state, bytes.baseAddress, bytes.count)
    }

    package mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

    /// The hash of what has come so far, 32 bytes; more may be added after it.
    package var hash: [UInt8] {
        var last = state
        return [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            imgflow_sha256_finish(&last, start)
            count = 32
        }
    }

    package static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        hash.add(bytes)
        return hash.hash
    }

    package static func hash(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { hash($0) } }

    /// HMAC (RFC 2104): the hash of a message that only those who have the key can make.
    package static func code(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        let block = 64
        let short = key.count > block ? hash(key) : key
        let padded = short + [UInt8](repeating: 0, count: block - short.count)
        var inner = SHA256()
        inner.add(padded.map { $0 ^ 0x36 })
        inner.add(message)
        var outer = SHA256()
        outer.add(padded.map { $0 ^ 0x5C })
        outer.add(inner.hash)
        return outer.hash
    }
}
