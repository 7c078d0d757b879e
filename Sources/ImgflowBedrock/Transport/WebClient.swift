import FoundationEssentials
import Synchronization

/// The way out of this machine. `shutdown` must be called before the last reference goes.
package final class WebClient: WebSender {
    private let environment: SystemEnvironment
    private let userAgent: String
    /// A PEM file in place of the system's authorities.
    private let authorities: String?
    /// Made for the first request, so that what sends none does not open libcurl.
    private let client = Mutex<CurlClient?>(nil)

    /// - Parameter version: imgflow's, for the `user-agent`.
    package init(settings: BedrockSettings, version: String) throws(SettingsError) {
        environment = settings.environment
        userAgent = "imgflow/\(version)"
        authorities = settings.certificates.map { settings.environment.libraryPath($0.path) }
        guard let certificates = settings.certificates else { return }
        let bytes = (try? settings.environment.readFile(certificates.path)) ?? nil
        guard let bytes, AuthorityFile.isUsable(bytes) else {
            throw .unreadableCertificates(path: certificates.path, source: certificates.source)
        }
    }

    /// Closes every connection.
    package func shutdown() async throws {
        let open = client.withLock { client in
            defer { client = nil }
            return client
        }
        open?.close()
    }

    package func send(
        _ request: WebRequest, signedBy signIn: SignIn?, service: AWSService, region: String
    ) async throws -> HTTPResponse {
        let wire = request.wire(
            signIn, service: service, region: region, at: environment.now(),
            userAgent: userAgent)
        return try await send(
            wire, to: request.address, within: request.limit,
            bypassingProxy: request.bypassesProxy)
    }

    /// - Throws: `TransportError`, `SettingsError` or `CancellationError`.
    ///
    /// - Parameter arrival: what came, also where an error is thrown.
    func send(
        _ wire: WireRequest, to address: WebAddress, within limit: Duration,
        bypassingProxy: Bool = false, arrival: Arrival = Arrival()
    ) async throws -> HTTPResponse {
        let proxy =
            bypassingProxy
            ? nil : try ProxySetting.resolve(for: address, environment: environment)
        let client: CurlClient
        do {
            client = try opened()
        } catch {
            throw TransportError.unsendable(error.reason)
        }
        return try await Exchange(
            client: client, wire: wire, address: address, proxy: proxy, authorities: authorities,
            limit: limit, arrival: arrival
        ).run()
    }

    private func opened() throws(CurlClient.Failure) -> CurlClient {
        try client.withLock { client throws(CurlClient.Failure) in
            if let client { return client }
            let opened = try CurlClient()
            client = opened
            return opened
        }
    }
}
