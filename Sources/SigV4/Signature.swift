package import Crypto
import FoundationEssentials

/// Where and when a signature is good: `20150830/us-east-1/bedrock/aws4_request`.
package struct CredentialScope: Sendable, Hashable {
    /// `YYYYMMDD`.
    package var day: String
    package var region: String
    package var service: String

    package init(day: String, region: String, service: String) {
        self.day = day
        self.region = region
        self.service = service
    }

    package var text: String { "\(day)/\(region)/\(service)/\(Signature.terminator)" }
}

/// Second to fourth stage of Signature Version 4.
package enum Signature {
    package static let algorithm = "AWS4-HMAC-SHA256"
    static let terminator = "aws4_request"

    /// - Parameter date: the request's `x-amz-date`.
    package static func stringToSign(
        _ request: CanonicalRequest, date: String, scope: CredentialScope
    ) -> String {
        [algorithm, date, scope.text, PayloadHash.of(request.text)].joined(separator: "\n")
    }

    package static func signingKey(secretAccessKey: String, scope: CredentialScope) -> SymmetricKey
    {
        var key = SymmetricKey(data: Array("AWS4\(secretAccessKey)".utf8))
        for part in [scope.day, scope.region, scope.service, terminator] {
            key = SymmetricKey(data: code(part, key: key))
        }
        return key
    }

    package static func hex(stringToSign: String, key: SymmetricKey) -> String {
        Hexadecimal.text(code(stringToSign, key: key))
    }

    private static func code(_ text: String, key: SymmetricKey) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
    }
}
