import FoundationEssentials
import Hashing

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

    /// 32 bytes, good for one day, region and service.
    package static func signingKey(secretAccessKey: String, scope: CredentialScope) -> [UInt8] {
        let parts = [scope.day, scope.region, scope.service, terminator]
        return parts.reduce(Array("AWS4\(secretAccessKey)".utf8)) { key, part in
            SHA256.code(Array(part.utf8), key: key)
        }
    }

    package static func hex(stringToSign: String, key: [UInt8]) -> String {
        Hexadecimal.text(SHA256.code(Array(stringToSign.utf8), key: key))
    }
}
