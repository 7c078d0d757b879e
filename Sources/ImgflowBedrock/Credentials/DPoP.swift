import FoundationEssentials

/// Demonstrating Proof of Possession (RFC 9449): a token that says who holds the key.
enum DPoP {
    /// - Parameter pem: a private key on the curve P-256.
    static func proof(
        key pem: String, method: String, url: String, at date: Date,
        id: String = UUID().uuidString
    ) throws(SigningKeyError) -> String {
        let key = try SigningKey(pem: pem)
        let point = try key.point()
        let jwk =
            "{\"kty\":\"EC\",\"x\":\"\(base64URL(point.x))\",\"y\":\"\(base64URL(point.y))\",\"crv\":\"P-256\"}"
        let header = "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":\(jwk)}"
        let claims =
            "{\"htm\":\"\(method)\",\"htu\":\(quoted(url)),\"iat\":\(Int(date.timeIntervalSince1970)),\"jti\":\"\(id)\"}"
        let signed = "\(base64URL(Array(header.utf8))).\(base64URL(Array(claims.utf8)))"
        return "\(signed).\(base64URL(try key.signature(of: Array(signed.utf8))))"
    }

    /// JSON; slashes stay as they are.
    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        String(
            Data(bytes).base64EncodedString().compactMap { character -> Character? in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }
}
