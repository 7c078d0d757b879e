package import FoundationEssentials

/// Signs requests to one service in one region. Pure: the same request and date give the same
/// signature.
package struct Signer: Sendable {
    package var credentials: Credentials
    package var region: String
    /// Signing name; `bedrock` for Bedrock Runtime.
    package var service: String
    package var normalizesPath = false

    package init(credentials: Credentials, region: String, service: String) {
        self.credentials = credentials
        self.region = region
        self.service = service
    }

    /// The headers to add to `request`: `x-amz-date`, `x-amz-security-token` when there is a
    /// session token, and `authorization`.
    package func sign(_ request: SigningRequest, at date: Date) -> [SigningRequest.Header] {
        let amazonDate = AmazonDate.text(date)
        let scope = scope(at: amazonDate)
        let dated = dated(request, amazonDate: amazonDate)
        let canonical = CanonicalRequest(dated, normalizingPath: normalizesPath)
        let signature = Signature.hex(
            stringToSign: Signature.stringToSign(canonical, date: amazonDate, scope: scope),
            key: Signature.signingKey(secretAccessKey: credentials.secretAccessKey, scope: scope))
        let authorization = AuthorizationHeader(
            accessKeyID: credentials.accessKeyID, scope: scope,
            signedHeaders: canonical.signedHeaders.split(separator: ";").map(String.init),
            signature: signature)
        return dated.headers.filter { Self.own.contains($0.name) }
            + [("authorization", authorization.text)]
    }

    /// `request` with the date and the session token that the signature covers.
    package func dated(_ request: SigningRequest, amazonDate: String) -> SigningRequest {
        var request = request
        request.headers.removeAll { Self.own.contains($0.name.lowercased()) }
        request.headers.append(("x-amz-date", amazonDate))
        if let token = credentials.sessionToken {
            request.headers.append(("x-amz-security-token", token))
        }
        return request
    }

    package func scope(at amazonDate: String) -> CredentialScope {
        CredentialScope(day: String(amazonDate.prefix(8)), region: region, service: service)
    }

    private static let own: Set<String> = ["x-amz-date", "x-amz-security-token"]
}
