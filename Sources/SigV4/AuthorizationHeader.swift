/// The parts of an `Authorization` header of Signature Version 4.
package struct AuthorizationHeader: Sendable, Hashable {
    package var accessKeyID: String
    package var scope: CredentialScope
    /// Lower-case names, in order.
    package var signedHeaders: [String]
    /// 64 lower-case hexadecimal digits.
    package var signature: String

    package init(
        accessKeyID: String, scope: CredentialScope, signedHeaders: [String], signature: String
    ) {
        self.accessKeyID = accessKeyID
        self.scope = scope
        self.signedHeaders = signedHeaders
        self.signature = signature
    }

    package var text: String {
        "\(Signature.algorithm) Credential=\(accessKeyID)/\(scope.text), "
            + "SignedHeaders=\(signedHeaders.joined(separator: ";")), Signature=\(signature)"
    }

    /// Reads a header as AWS does: parts in any order, spaces around the commas or not.
    package init(parsing text: String) throws(AuthorizationHeaderError) {
        let words = text.split(separator: " ", maxSplits: 1)
        guard let scheme = words.first else { throw .unknownAlgorithm("") }
        guard scheme == Signature.algorithm else { throw .unknownAlgorithm(String(scheme)) }
        var parts: [String: String] = [:]
        for part in (words.count > 1 ? words[1] : "").split(separator: ",") {
            let part = CanonicalRequest.trimmed(String(part))
            guard let equals = part.firstIndex(of: "=") else { throw .malformedPart(part) }
            let name = String(part[..<equals])
            guard ["Credential", "SignedHeaders", "Signature"].contains(name) else {
                throw .malformedPart(part)
            }
            guard parts.updateValue(String(part[part.index(after: equals)...]), forKey: name) == nil
            else { throw .repeatedPart(name) }
        }
        guard let credential = parts["Credential"], !credential.isEmpty else {
            throw .missingPart("Credential")
        }
        guard let signed = parts["SignedHeaders"], !signed.isEmpty else {
            throw .missingPart("SignedHeaders")
        }
        guard let signature = parts["Signature"], !signature.isEmpty else {
            throw .missingPart("Signature")
        }
        // An access key id may hold slashes; the scope's four parts may not.
        let fields = credential.split(separator: "/", omittingEmptySubsequences: false)
        guard fields.count >= 5, fields.last == Substring(Signature.terminator) else {
            throw .malformedCredential(credential)
        }
        accessKeyID = fields.dropLast(4).joined(separator: "/")
        let day = fields[fields.count - 4]
        guard !accessKeyID.isEmpty, day.utf8.count == 8, day.allSatisfy(\.isNumber) else {
            throw .malformedCredential(credential)
        }
        scope = CredentialScope(
            day: String(day), region: String(fields[fields.count - 3]),
            service: String(fields[fields.count - 2]))
        signedHeaders = signed.split(separator: ";").map { $0.lowercased() }
        guard signedHeaders.contains("host") else { throw .hostNotSigned }
        self.signature = signature
    }

    /// The signature that the holder of `secretAccessKey` makes for a request as it was received,
    /// over the headers that this header names. Equal to `signature` when nothing was changed.
    ///
    /// - Parameter amazonDate: the request's `x-amz-date`.
    package func expectedSignature(
        for request: SigningRequest, amazonDate: String, secretAccessKey: String
    ) -> String {
        let canonical = CanonicalRequest(request, signing: Set(signedHeaders))
        return Signature.hex(
            stringToSign: Signature.stringToSign(canonical, date: amazonDate, scope: scope),
            key: Signature.signingKey(secretAccessKey: secretAccessKey, scope: scope))
    }
}

/// Why an `Authorization` header is no signature of version 4.
package enum AuthorizationHeaderError: Error, Hashable, Sendable {
    case unknownAlgorithm(String)
    case malformedPart(String)
    case repeatedPart(String)
    case missingPart(String)
    case malformedCredential(String)
    case hostNotSigned
}

extension AuthorizationHeaderError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownAlgorithm(let name): "expected `\(Signature.algorithm)`, found `\(name)`"
        case .malformedPart(let part):
            "expected `Credential=`, `SignedHeaders=` or `Signature=`, found `\(part)`"
        case .repeatedPart(let name): "`\(name)` is given twice"
        case .missingPart(let name): "`\(name)` is missing"
        case .malformedCredential(let text):
            "expected `KEY/YYYYMMDD/REGION/SERVICE/aws4_request`, found `\(text)`"
        case .hostNotSigned: "`host` must be among the signed headers"
        }
    }
}
