import CCrypto

/// For names that AWS's tools chose: it keeps nobody from making two texts with one hash.
package enum SHA1 {
    /// 20 bytes.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 20) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            bytes.withUnsafeBytes { imgflow_sha1($0.baseAddress, $0.count, start) }
            count = 20
        }
    }
}
