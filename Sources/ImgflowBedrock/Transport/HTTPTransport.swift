import AsyncHTTPClient
import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A transport that tells what it sends, for `--trace`.
package protocol TracingTransport: InvokeTransport {
    func send(
        _ request: InvokeRequest, tracing: @Sendable (BedrockEvent) -> Void
    ) async throws -> InvokeResponse
}

/// Carries calls over HTTPS to Bedrock Runtime or an endpoint that answers as it does. Each try is
/// signed afresh. `shutdown` must be called before the last reference goes.
package final class HTTPTransport: TracingTransport {
    /// For the connection, the proxy's and the TLS handshake together.
    static let connectLimit = Duration.seconds(10)
    /// The service's own limit is 25,000,000 bytes; a little more is let through so that a larger
    /// one is told from a broken one.
    static let responseLimit = 26_000_000

    private let settings: BedrockSettings
    private let credentials: CredentialChain
    private let userAgent: String
    private let tls: TLSConfiguration
    /// One client for each way out (a proxy, or none), because a client has one proxy.
    private let clients = Mutex<[ProxySetting?: HTTPClient]>([:])

    /// - Parameter version: imgflow's, for the `user-agent`.
    package init(
        settings: BedrockSettings, credentials: CredentialChain, version: String
    ) throws(SettingsError) {
        self.settings = settings
        self.credentials = credentials
        userAgent = "imgflow/\(version)"
        var tls = TLSConfiguration.makeClientConfiguration()
        if let certificates = settings.certificates {
            do {
                let authorities = try NIOSSLCertificate.fromPEMFile(certificates.path)
                guard !authorities.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
                tls.trustRoots = .certificates(authorities)
            } catch {
                throw .unreadableCertificates(
                    path: certificates.path, source: certificates.source)
            }
        }
        self.tls = tls
    }

    /// Closes every connection.
    package func shutdown() async throws {
        let all = clients.withLock { clients in
            defer { clients = [:] }
            return Array(clients.values)
        }
        for client in all { try await client.shutdown() }
    }

    package func send(_ request: InvokeRequest) async throws -> InvokeResponse {
        try await send(request, tracing: { _ in })
    }

    /// Throws `TransportError`, `CredentialError`, `SettingsError` or `CancellationError`.
    package func send(
        _ request: InvokeRequest, tracing: @Sendable (BedrockEvent) -> Void
    ) async throws -> InvokeResponse {
        let address = try settings.endpoint.address(region: request.region)
        let proxy = try ProxySetting.resolve(for: address, environment: settings.environment)
        let signIn = try await credentials.signIn()
        let wire = WireRequest(
            request, to: address, signIn: signIn, date: settings.environment.now(),
            userAgent: userAgent)
        tracing(.sending(method: wire.method, url: wire.url, headers: wire.shownHeaders))
        let exchange = Exchange(
            client: client(proxy), wire: wire, address: address, proxy: proxy)
        let limit = settings.responseTimeout
        return try await withThrowingTaskGroup(of: InvokeResponse?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await exchange.run() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            guard let response = try await group.next() ?? nil else {
                throw TransportError.readTimeout(limit)
            }
            return response
        }
    }

    private func client(_ proxy: ProxySetting?) -> HTTPClient {
        clients.withLock { clients in
            if let client = clients[proxy] { return client }
            let client = HTTPClient(
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                configuration: configuration(proxy))
            clients[proxy] = client
            return client
        }
    }

    private func configuration(_ proxy: ProxySetting?) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(
                connect: .seconds(Self.connectLimit.components.seconds)))
        configuration.httpVersion = .http1Only
        // Told at once; the retry policy decides about another try.
        configuration.connectionPool.retryConnectionEstablishment = false
        // How many calls run at a time is the caller's choice.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 512
        // Shorter than servers keep idle connections, so that few calls meet a closed one.
        configuration.connectionPool.idleTimeout = .seconds(15)
        // Gateways drop a connection that is silent for 350 s; an answer may take that long.
        configuration.http1_1ConnectionDebugInitializer = { channel in
            let idle = ChannelOptions.Types.SocketOption(
                level: .tcp, name: NIOBSDSocket.Option(rawValue: TCP_KEEPIDLE))
            return channel.setOption(ChannelOptions.socketOption(.so_keepalive), value: 1)
                .flatMap { channel.setOption(idle, value: 60) }
        }
        if let proxy {
            configuration.proxy = .server(
                host: proxy.host, port: proxy.port,
                authorization: proxy.user.map {
                    .basic(username: $0, password: proxy.password ?? "")
                })
        }
        return configuration
    }
}
