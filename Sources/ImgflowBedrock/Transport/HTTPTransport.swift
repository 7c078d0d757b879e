import FoundationEssentials

/// A transport that tells what it sends, for `--trace`.
package protocol TracingTransport: InvokeTransport {
    func send(
        _ request: InvokeRequest, tracing: @Sendable (BedrockEvent) -> Void
    ) async throws -> HTTPResponse
}

/// Carries calls over HTTPS to Bedrock Runtime or an endpoint that answers as it does. Each try is
/// signed again. `shutdown` must be called before the last reference goes.
package final class HTTPTransport: TracingTransport {
    /// For the connection, the proxy's and the TLS handshake together.
    static let connectLimit = Duration.seconds(10)
    /// The service's own limit is 25,000,000 bytes; a little more is let through so that a larger
    /// one is told from a broken one.
    static let responseLimit = 26_000_000

    private let settings: BedrockSettings
    private let credentials: CredentialChain
    private let web: WebClient
    private let userAgent: String

    /// - Parameters:
    ///   - web: shared with the credentials' providers; the transport closes it.
    ///   - version: imgflow's, for the `user-agent`.
    package init(
        settings: BedrockSettings, credentials: CredentialChain, web: WebClient? = nil,
        version: String
    ) throws(SettingsError) {
        self.settings = settings
        self.credentials = credentials
        userAgent = "imgflow/\(version)"
        if let web {
            self.web = web
        } else {
            self.web = try WebClient(settings: settings, version: version)
        }
    }

    /// Closes every connection.
    package func shutdown() async throws { try await web.shutdown() }

    package func send(_ request: InvokeRequest) async throws -> HTTPResponse {
        try await send(request, tracing: { _ in })
    }

    /// Throws `TransportError` or `BrokenAnswer`, `CredentialError`, `SettingsError` or
    /// `CancellationError`.
    package func send(
        _ request: InvokeRequest, tracing: @Sendable (BedrockEvent) -> Void
    ) async throws -> HTTPResponse {
        let address = try settings.endpoint.address(region: request.region)
        // A proxy that cannot be used is told before anybody signs.
        _ = try ProxySetting.resolve(for: address, environment: settings.environment)
        let signIn = try await credentials.signIn()
        let wire = WireRequest(
            request, to: address, signIn: signIn, date: settings.environment.now(),
            userAgent: userAgent)
        tracing(.sending(method: wire.method, url: wire.url, headers: wire.shownHeaders))
        let arrival = Arrival()
        do {
            return try await web.send(
                wire, to: address, within: settings.responseTimeout, arrival: arrival)
        } catch let error as TransportError {
            guard let part = arrival.part else { throw error }
            throw BrokenAnswer(error: error, part: part)
        }
    }
}
