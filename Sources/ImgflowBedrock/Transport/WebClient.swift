import AsyncHTTPClient
import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// The ways out of this machine: one HTTP client for each proxy, and one for none. `shutdown` must
/// be called before the last reference goes.
package final class WebClient: WebSender {
    private let environment: SystemEnvironment
    private let userAgent: String
    private let tls: TLSConfiguration
    /// One client for each way out, because a client has one proxy.
    private let clients = Mutex<[ProxySetting?: HTTPClient]>([:])

    /// - Parameter version: imgflow's, for the `user-agent`.
    package init(settings: BedrockSettings, version: String) throws(SettingsError) {
        environment = settings.environment
        userAgent = "imgflow/\(version)"
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.verifySignatureAlgorithms = SignatureAlgorithm.strong
        if let certificates = settings.certificates {
            do {
                var authorities = try NIOSSLCertificate.fromPEMFile(certificates.path)
                authorities.removeAll { WeakCertificate($0) != nil }
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

    package func send(
        _ request: WebRequest, signedBy signIn: SignIn?, service: AWSService, region: String
    ) async throws -> InvokeResponse {
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
    ) async throws -> InvokeResponse {
        let proxy =
            bypassingProxy
            ? nil : try ProxySetting.resolve(for: address, environment: environment)
        let exchange = Exchange(
            client: client(proxy), wire: wire, address: address, proxy: proxy, arrival: arrival)
        return try await withThrowingTaskGroup(of: InvokeResponse?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await exchange.run() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            guard let response = try await group.next() ?? nil else {
                // Nothing of it is missing but the end of its connection.
                if let whole = arrival.whole { return whole }
                throw exchange.departure.hasBegun || wire.body.readableBytes == 0
                    ? TransportError.readTimeout(limit)
                    : TransportError.connectTimeout(host: proxy?.host ?? address.host)
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
                connect: .seconds(HTTPTransport.connectLimit.components.seconds)))
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
                .flatMap { AnswerGuard.install(in: channel) }
                .flatMap { WeakCertificate.check(channel) }
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

extension SignatureAlgorithm {
    /// What a server may prove itself with: no SHA-1.
    fileprivate static let strong: [SignatureAlgorithm] = [
        .ecdsaSecp256R1Sha256, .rsaPssRsaeSha256, .rsaPkcs1Sha256, .ecdsaSecp384R1Sha384,
        .rsaPssRsaeSha384, .rsaPkcs1Sha384, .ecdsaSecp521R1Sha512, .rsaPssRsaeSha512,
        .rsaPkcs1Sha512, .ed25519,
    ]
}
