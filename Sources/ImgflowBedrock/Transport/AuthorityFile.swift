import FoundationEssentials

/// A file of certificate authorities in PEM form (RFC 7468).
enum AuthorityFile {
    /// Whether the file holds a certificate, so that a wrong one is told before anything is sent.
    static func isUsable(_ bytes: [UInt8]) -> Bool {
        var rest = String(decoding: bytes, as: UTF8.self)[...]
        while let start = rest.firstRange(of: "-----BEGIN CERTIFICATE-----"),
            let end = rest[start.upperBound...].firstRange(of: "-----END CERTIFICATE-----")
        {
            let text = rest[start.upperBound..<end.lowerBound].filter { !$0.isWhitespace }
            // A certificate is a sequence (X.690).
            if let der = Data(base64Encoded: text), der.first == 0x30 { return true }
            rest = rest[end.upperBound...]
        }
        return false
    }
}
