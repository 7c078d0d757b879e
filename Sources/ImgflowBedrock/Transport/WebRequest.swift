import FoundationEssentials
import SigV4

/// A small request to a service, small enough to be told in one value.
package struct WebRequest: Sendable {
    package var method: String
    package var address: WebAddress
    /// Percent-encoded, from the address' own path on: `/foundation-models`.
    package var path: String
    /// Percent-encoded `name=value` pairs.
    package var query: String
    package var headers: [(name: String, value: String)]
    package var body: String
    /// For the whole answer.
    package var limit: Duration
    /// Link-local hosts are not reached through a company's proxy.
    package var bypassesProxy: Bool

    package init(
        _ method: String, _ address: WebAddress, path: String, query: String = "",
        headers: [(name: String, value: String)] = [], body: String = "",
        limit: Duration = .seconds(30), bypassesProxy: Bool = false
    ) {
        self.method = method
        self.address = address
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.limit = limit
        self.bypassesProxy = bypassesProxy
    }

    /// As it goes over the wire; signed where there is something to sign with.
    func wire(
        _ signIn: SignIn?, service: AWSService, region: String, at date: Date, userAgent: String
    ) -> WireRequest {
        let path = address.path + path
        var headers = [("host", address.hostHeader)] + self.headers
        switch signIn?.method {
        case nil: break
        case .bearer(let key)?: headers.append(("authorization", "Bearer \(key.text)"))
        case .signature(let credentials)?:
            let signer = Signer(
                credentials: credentials, region: region, service: service.signingName)
            headers += signer.sign(
                SigningRequest(
                    method: method, host: address.hostHeader, path: path, query: query,
                    headers: headers,
                    payloadHash: Array(body.utf8).withUnsafeBytes { PayloadHash.of($0) }),
                at: date)
        }
        headers.append(("user-agent", userAgent))
        let target = path.isEmpty ? "/" : path
        return WireRequest(
            method: method,
            url:
                "\(address.scheme)://\(address.hostHeader)\(target)\(query.isEmpty ? "" : "?\(query)")",
            headers: headers, body: Array(body.utf8))
    }
}

/// Carries small requests to servers; a response with any status is returned.
package protocol WebSender: Sendable {
    /// - Parameters:
    ///   - signIn: nil where the request goes out unsigned.
    ///   - region: that the signature is for.
    /// - Throws: `TransportError`, `SettingsError` or `CancellationError`.
    func send(
        _ request: WebRequest, signedBy signIn: SignIn?, service: AWSService, region: String
    ) async throws -> HTTPResponse
}

/// Where nothing may be asked.
package struct NoWeb: WebSender {
    package init() {}

    package func send(
        _ request: WebRequest, signedBy signIn: SignIn?, service: AWSService, region: String
    ) async throws -> HTTPResponse {
        throw TransportError.unreachable(host: request.address.host, reason: "no network")
    }
}

extension HTTPResponse {
    package var text: String { String(decoding: body, as: UTF8.self) }
}
