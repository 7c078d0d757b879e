import NIOCore
import NIOSSL

/// What a server proves itself with, where that can be forged today: a signature by SHA-1 or MD5, or an
/// RSA key below 2,048 bits. BoringSSL takes both.
struct WeakCertificate: Error, Hashable {
    var reason: String

    /// - Parameter der: a certificate (RFC 5280). What cannot be read is left to BoringSSL, which read it.
    init?(der: [UInt8]) {
        var whole = DER(der[...])
        guard var certificate = whole.next()?.inside, var signed = certificate.next()?.inside,
            let algorithm = certificate.next()?.inside
        else { return nil }
        // [0] version, serial number, signature; then issuer, validity, subject.
        if signed.first == 0xA0 { _ = signed.next() }
        _ = signed.next()
        _ = signed.next()
        guard let issuer = signed.next(), signed.next() != nil, let subject = signed.next(),
            let key = signed.next()?.inside
        else { return nil }
        if let bits = Self.rsaBits(key), bits < 2_048 {
            reason = "its key has \(bits) bits, expected 2048 at least"
            return
        }
        // Nobody trusts an authority for its own signature.
        guard issuer.bytes != subject.bytes, let hash = Self.weakHash(algorithm) else { return nil }
        reason = "its certificate is signed by \(hash), which can be forged"
    }

    init?(_ certificate: NIOSSLCertificate) {
        guard let der = try? certificate.toDERBytes() else { return nil }
        self.init(der: der)
    }

    private static func rsaBits(_ key: DER) -> Int? {
        var key = key
        guard var algorithm = key.next()?.inside,
            algorithm.next()?.content.elementsEqual(rsa) == true,
            let bits = key.next()?.content.dropFirst()
        else { return nil }
        var numbers = DER(bits)
        guard var parts = numbers.next()?.inside, let modulus = parts.next()?.content else {
            return nil
        }
        let digits = modulus.drop { $0 == 0 }
        guard let first = digits.first else { return 0 }
        return digits.count * 8 - first.leadingZeroBitCount
    }

    private static func weakHash(_ algorithm: DER) -> String? {
        var algorithm = algorithm
        guard let name = algorithm.next()?.content else { return nil }
        for (hash, names) in [("SHA-1", sha1), ("MD5", md5)] {
            if names.contains(where: { $0.elementsEqual(name) }) { return hash }
        }
        // RSASSA-PSS: without a word about its hash that is SHA-1.
        guard name.elementsEqual(rsaFamily + [10]) else { return nil }
        var parameters = algorithm.next()?.inside
        return parameters?.next()?.tag == 0xA0 ? nil : "SHA-1"
    }

    private static let rsaFamily: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1]
    private static let rsa = rsaFamily + [1]
    /// RSA, ECDSA, DSA, and RSA by its older name.
    private static let sha1: [[UInt8]] = [
        rsaFamily + [5], [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 1],
        [0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 3], [0x2B, 0x0E, 3, 2, 0x1D],
    ]
    private static let md5: [[UInt8]] = [rsaFamily + [2], rsaFamily + [4]]
}

extension WeakCertificate {
    /// Looks at the certificate of a connection that has shaken hands, before anything is sent on it.
    static func check(_ channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let handler = try? channel.pipeline.syncOperations.nioSSL_peerCertificate()
            if let certificate = handler ?? nil, let weak = WeakCertificate(certificate) {
                throw weak
            }
        }
    }
}

/// A walk over values of DER (X.690), one after the other.
private struct DER {
    struct Value {
        var tag: UInt8
        /// With tag and length.
        var bytes: ArraySlice<UInt8>
        var content: ArraySlice<UInt8>
        var inside: DER { DER(content) }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var first: UInt8? { rest.first }

    mutating func next() -> Value? {
        let whole = rest
        guard let tag = rest.popFirst(), let first = rest.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            guard (0x81...0x84).contains(first) else { return nil }
            length = 0
            for _ in 0..<(first - 0x80) {
                guard let byte = rest.popFirst() else { return nil }
                length = length << 8 | Int(byte)
            }
        }
        guard length <= rest.count else { return nil }
        let content = rest.prefix(length)
        rest = rest.dropFirst(length)
        return Value(tag: tag, bytes: whole.prefix(whole.count - rest.count), content: content)
    }
}
