import Crypto
import FoundationEssentials

/// Demonstrating Proof of Possession (RFC 9449): a token that says who holds the key.
enum DPoP {
    static func proof(
        key pem: String, method: String, url: String, at date: Date,
        id: String = UUID().uuidString
    ) throws -> String {
        let key = try P256.Signing.PrivateKey(pemRepresentation: pem)
        let point = key.publicKey.rawRepresentation
        let half = point.count / 2
        let jwk =
            "{\"kty\":\"EC\",\"x\":\"\(base64URL(point.prefix(half)))\",\"y\":\"\(base64URL(point.suffix(half)))\",\"crv\":\"P-256\"}"
        let header = "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":\(jwk)}"
        let place = String(decoding: try JSONEncoder.plain.encode(url), as: UTF8.self)
        let claims =
            "{\"htm\":\"\(method)\",\"htu\":\(place),\"iat\":\(Int(date.timeIntervalSince1970)),\"jti\":\"\(id)\"}"
        let signed = "\(base64URL(Data(header.utf8))).\(base64URL(Data(claims.utf8)))"
        let signature = try key.signature(for: Data(signed.utf8)).rawRepresentation
        return "\(signed).\(base64URL(signature))"
    }

    private static func base64URL(_ data: Data) -> String {
        String(
            data.base64EncodedString().compactMap { character -> Character? in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }
}

extension JSONEncoder {
    /// Slashes stay as they are.
    fileprivate static var plain: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return encoder
    }
}
