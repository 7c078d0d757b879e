import Foundation
import ImgflowBedrock
import Testing

/// TLS and proxies, on real sockets.
@Suite(.timeLimit(.minutes(1)))
struct SecureTransportTests {
    private static let keys = ["AWS_BEARER_TOKEN_BEDROCK": "secret-key"]

    private func send(_ url: String?, _ variables: [String: String]) async throws -> HTTPResponse {
        let settings = try BedrockSettings(
            arguments: .init(endpointURL: url),
            environment: .test(variables.merging(Self.keys) { $1 }))
        let transport = try HTTPTransport(
            settings: settings, credentials: settings.makeCredentialChain(), version: "9.9")
        do {
            let response = try await transport.send(.test)
            try await transport.shutdown()
            return response
        } catch {
            try? await transport.shutdown()
            throw error
        }
    }

    private func failure(
        _ url: String?, _ variables: [String: String]
    ) async -> TransportError? {
        await #expect(throws: TransportError.self) { try await send(url, variables) }
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func aCertificateOfTheBundlesAuthorityIsTrusted(_ host: String) async throws {
        try await withTemporaryFile(TestCertificates.authority) { bundle in
            try await ScriptedServer.with([.reply(200)], security: .tls(TestCertificates.good)) {
                server in
                let response = try await send(
                    "https://\(host):\(server.port)", ["AWS_CA_BUNDLE": bundle])
                #expect(response.status == 200)
                #expect(server.received.count == 1)
            }
        }
    }

    @Test func anUnknownAuthorityIsToldWithTheVariableThatMendsIt() async throws {
        try await ScriptedServer.with([.reply(200)], security: .tls(TestCertificates.good)) {
            server in
            let error = await failure("https://localhost:\(server.port)", [:])
            #expect(error == .tls(host: "localhost", .unknownAuthority))
            #expect(
                error?.description
                    == "no secure connection to `localhost`: its certificate is from an authority that"
                    + " this machine does not trust")
            #expect(error?.hints.first?.contains("AWS_CA_BUNDLE") == true)
            #expect(server.received.isEmpty)
        }
    }

    /// The services that only say who one is are reached through the same door.
    @Test(arguments: [
        (AWSService.runtime, "BEDROCK_RUNTIME"), (.control, "BEDROCK"), (.sts, "STS"),
        (.sso, "SSO"),
    ])
    func theBundleIsTrustedForEveryService(_ service: AWSService, _ name: String) async throws {
        try await withTemporaryFile(TestCertificates.authority) { bundle in
            try await ScriptedServer.with([.reply(200)], security: .tls(TestCertificates.good)) {
                server in
                let settings = try BedrockSettings(
                    arguments: .init(),
                    environment: .test([
                        "AWS_CA_BUNDLE": bundle,
                        "AWS_ENDPOINT_URL_\(name)": "https://localhost:\(server.port)",
                    ]))
                let web = try WebClient(settings: settings, version: "1")
                let address = try settings.endpoint(of: service).address(
                    region: "us-west-2", of: service)
                let response = try await web.send(
                    WebRequest("GET", address, path: "/x", query: "a=b%20c"), signedBy: nil,
                    service: service, region: "us-west-2")
                try await web.shutdown()
                #expect(response.status == 200)
                #expect(server.received.map(\.target) == ["/x?a=b%20c"])
            }
        }
    }

    @Test(arguments: [
        (TestCertificates.expired, TransportError.TLSProblem.expired),
        (TestCertificates.elsewhere, .wrongHost),
    ])
    func aBadCertificateIsTold(
        _ certificate: String, _ problem: TransportError.TLSProblem
    ) async throws {
        try await withTemporaryFile(TestCertificates.authority) { bundle in
            try await ScriptedServer.with([.reply(200)], security: .tls(certificate)) { server in
                let error = await failure(
                    "https://localhost:\(server.port)", ["AWS_CA_BUNDLE": bundle])
                #expect(error == .tls(host: "localhost", problem))
                #expect(server.received.isEmpty)
            }
        }
    }

    @Test func aServerWithoutTLSIsTold() async throws {
        try await ScriptedServer.with([.raw("HTTP/1.1 400 Bad Request\r\n\r\n")]) { server in
            let error = await failure("https://localhost:\(server.port)", [:])
            guard case .tls("localhost", .other)? = error else {
                Issue.record("found \(String(describing: error))")
                return
            }
        }
    }

    @Test func aBundleThatIsNoneIsToldBeforeAnythingIsSent() async throws {
        try await withTemporaryFile("no certificates") { bundle in
            let error = await #expect(throws: SettingsError.self) {
                try await send("https://localhost:1", ["AWS_CA_BUNDLE": bundle])
            }
            #expect(
                error?.description
                    == "expected certificates in PEM form in `\(bundle)`, named by `AWS_CA_BUNDLE`")
        }
    }

    @Test func aProxyTunnelsToAWS() async throws {
        try await withTemporaryFile(TestCertificates.authority) { bundle in
            let security = ScriptedServer.Security.tls(TestCertificates.good, afterConnect: true)
            try await ScriptedServer.with([.tunnel, .reply(200)], security: security) { server in
                let response = try await send(
                    nil,
                    [
                        "AWS_CA_BUNDLE": bundle,
                        "https_proxy": "http://ann:p%40ss@127.0.0.1:\(server.port)",
                    ])
                #expect(response.status == 200)
                let received = server.received
                try #require(received.count == 2)
                #expect(received[0].method == "CONNECT")
                #expect(received[0].target == "bedrock-runtime.us-west-2.amazonaws.com:443")
                let password = Data("ann:p@ss".utf8).base64EncodedString()
                #expect(received[0].headers["proxy-authorization"] == "Basic \(password)")
                #expect(received[0].headers["authorization"] == nil)
                #expect(received[1].headers["host"] == "bedrock-runtime.us-west-2.amazonaws.com")
                #expect(received[1].headers["authorization"] == "Bearer secret-key")
                #expect(received[1].headers["proxy-authorization"] == nil)
            }
        }
    }

    @Test(arguments: [
        (407, "the proxy http://127.0.0.1:PORT requires a user and a password"),
        (403, "the proxy http://127.0.0.1:PORT refused to connect"),
    ])
    func aProxysRefusalIsTold(_ status: Int, _ message: String) async throws {
        try await ScriptedServer.with([.reply(status, body: "")]) { server in
            let error = await failure(
                nil, ["HTTPS_PROXY": "http://ann:secret@127.0.0.1:\(server.port)"])
            #expect(
                error?.description
                    == message.replacingOccurrences(of: "PORT", with: "\(server.port)"))
            #expect(error?.mayHaveBeenBilled == false)
        }
    }

    @Test(arguments: [
        "", "HTTP/1.1 099 No\r\n\r\n", "HTTP/1.1 000 No\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\ncontent-le", "HTTP/1.1 502 Bad Gateway\r\n\r\n", "\0\0\0\0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi",
        "HTTP/1.1 101 Switching Protocols\r\n\r\nhi",
    ])
    func aProxyThatFailsBeforeItsTunnelStandsIsNoCall(_ answer: String) async throws {
        try await ScriptedServer.with([.raw(answer)]) { server in
            let error = await failure(nil, ["HTTPS_PROXY": "http://127.0.0.1:\(server.port)"])
            #expect(error != nil)
            #expect(error?.mayHaveBeenBilled == false, "\(String(describing: error))")
        }
    }

    /// So that a call is tried again, and no other when it is refused.
    @Test(arguments: [
        ("", false), ("HTTP/1.1 200 OK\r\ncontent-le", false), ("HTTP/1.1 502 Bad\r\n\r\n", true),
        ("HTTP/1.1 503 Busy\r\ncontent-length: 2\r\n\r\nno", true),
    ])
    func aProxyThatWentAwayIsToldFromOneThatRefuses(
        _ answer: String, _ refuses: Bool
    ) async throws {
        try await ScriptedServer.with([.raw(answer)]) { server in
            let error = await failure(nil, ["HTTPS_PROXY": "http://127.0.0.1:\(server.port)"])
            let gone = "the connection ended before the request was sent"
            #expect(
                error
                    == (refuses
                        ? .proxyRefused(proxy: "http://127.0.0.1:\(server.port)")
                        : .unreachable(host: "127.0.0.1", reason: gone)))
        }
    }

    @Test func aProxyThatIsNotThereIsNamed() async throws {
        let port = try await ScriptedServer.with([.reset]) { $0.port }
        let error = await failure(nil, ["HTTPS_PROXY": "127.0.0.1:\(port)"])
        #expect(error == .refused(host: "127.0.0.1", port: port))
    }
}
