import Foundation
import ImgflowBedrock
import SigV4
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HTTPTransportTests {
    private static let keys = [
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "hush",
        "AWS_SESSION_TOKEN": "mum",
    ]

    /// A transport to `url`, shut down at the end.
    private func with<Result>(
        _ url: String?, _ variables: [String: String] = keys, timeout: Duration = .seconds(20),
        _ body: (HTTPTransport) async throws -> Result
    ) async throws -> Result {
        var settings = try BedrockSettings(
            arguments: .init(endpointURL: url), environment: .test(variables))
        settings.responseTimeout = timeout
        let transport = try HTTPTransport(
            settings: settings, credentials: settings.makeCredentialChain(), version: "9.9")
        do {
            let result = try await body(transport)
            try await transport.shutdown()
            return result
        } catch {
            try? await transport.shutdown()
            throw error
        }
    }

    @Test func aCallIsSignedAndItsAnswerGivenBackWhole() async throws {
        let script: [ScriptedServer.Answer] = [
            .reply(200, headers: ["X-Amzn-RequestId": "r-1"], body: #"{"images":["AA=="]}"#)
        ]
        try await ScriptedServer.with(script) { server in
            let response = try await with("http://127.0.0.1:\(server.port)") {
                try await $0.send(.test)
            }
            #expect(response.status == 200)
            #expect(response.requestID == "r-1")
            #expect(response.text == #"{"images":["AA=="]}"#)
            let request = try #require(server.received.first)
            #expect(request.method == "POST")
            #expect(request.target == "/model/us.stability.stable-outpaint-v1%3A0/invoke")
            #expect(request.body == #"{"prompt":"storm"}"#)
            #expect(request.headers["host"] == "127.0.0.1:\(server.port)")
            #expect(request.headers["content-type"] == "application/json")
            #expect(request.headers["accept"] == "application/json")
            #expect(request.headers["user-agent"] == "imgflow/9.9")
            #expect(request.headers["x-amz-date"] == "20261122T120000Z")
            #expect(request.headers["x-amz-security-token"] == "mum")
            let authorization = try #require(request.headers["authorization"])
            #expect(
                authorization.hasPrefix(
                    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/us-west-2/bedrock/aws4_request"
                        + ", SignedHeaders=accept;content-type;host;x-amz-date;"
                        + "x-amz-security-token, Signature="))
            let header = try AuthorizationHeader(parsing: authorization)
            let received = SigningRequest(
                method: request.method, host: request.headers["host"] ?? "",
                path: request.target, headers: request.headers.map { ($0.key, $0.value) },
                payloadHash: PayloadHash.of(request.body))
            #expect(
                header.expectedSignature(
                    for: received, amazonDate: "20261122T120000Z", secretAccessKey: "hush")
                    == header.signature)
        }
    }

    @Test func aBedrockKeyIsSentAsItIs() async throws {
        try await ScriptedServer.with([.reply(200)]) { server in
            var variables = Self.keys
            variables["AWS_BEARER_TOKEN_BEDROCK"] = "secret-key"
            _ = try await with("http://localhost:\(server.port)/base/", variables) {
                try await $0.send(.test)
            }
            let request = try #require(server.received.first)
            #expect(request.headers["authorization"] == "Bearer secret-key")
            #expect(request.headers["x-amz-date"] == nil)
            #expect(
                request.target == "/base/model/us.stability.stable-outpaint-v1%3A0/invoke")
        }
    }

    @Test(arguments: [true, false])
    func tracesHoldNoSecret(_ bearer: Bool) async throws {
        var variables = Self.keys
        if bearer { variables["AWS_BEARER_TOKEN_BEDROCK"] = "hush" }
        let events = Collected<BedrockEvent>()
        try await ScriptedServer.with([.reply(200)]) { server in
            _ = try await with("http://127.0.0.1:\(server.port)", variables) {
                try await $0.send(.test, tracing: { events.append($0) })
            }
            guard case .sending(let method, let url, let headers)? = events.values.first else {
                Issue.record("nothing was traced")
                return
            }
            #expect(method == "POST")
            #expect(
                url == "http://127.0.0.1:\(server.port)/model/"
                    + "us.stability.stable-outpaint-v1%3A0/invoke")
            let text = headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            #expect(!text.contains("hush"))
            #expect(!text.contains("mum"))
            #expect(text.contains(bearer ? "authorization: Bearer …" : "Signature=…"))
            #expect(text.contains("user-agent: imgflow/9.9"))
        }
    }

    @Test func manyLargeCallsRunAtOnce() async throws {
        let answer = String(repeating: "x", count: 500_000)
        try await ScriptedServer.with([.reply(200, body: answer)]) { server in
            try await with("http://127.0.0.1:\(server.port)") { transport in
                var request = InvokeRequest.test
                request.body = Array(repeating: UInt8(ascii: "y"), count: 100_000)
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<32 {
                        group.addTask { [request] in
                            try await transport.send(request).body.count
                        }
                    }
                    for try await count in group { #expect(count == 500_000) }
                }
            }
            #expect(server.received.map(\.body.utf8.count) == Array(repeating: 100_000, count: 32))
        }
    }

    @Test func statusesOfAllKindsAreGivenBack() async throws {
        try await ScriptedServer.with([.reply(429), .reply(301), .reply(500)]) { server in
            try await with("http://127.0.0.1:\(server.port)") { transport in
                for status in [429, 301, 500] {
                    let response = try await transport.send(.test)
                    #expect(response.status == status)
                }
            }
            #expect(server.received.count == 3)
        }
    }

    private func failure(
        _ answer: ScriptedServer.Answer, timeout: Duration = .seconds(20)
    ) async throws -> TransportError? {
        try await ScriptedServer.with([answer]) { server in
            try await with("http://127.0.0.1:\(server.port)", timeout: timeout) { transport in
                do {
                    _ = try await transport.send(.test)
                    Issue.record("it was answered")
                    return nil
                } catch let broken as BrokenAnswer {
                    return broken.error
                } catch {
                    return error as? TransportError
                }
            }
        }
    }

    @Test func aResetBeforeTheAnswerIsTold() async throws {
        let error = try await failure(.reset)
        #expect(error == .connectionClosed(host: "127.0.0.1"))
        #expect(error?.mayHaveBeenBilled == true)
    }

    @Test func anEndBeforeTheAnswerIsTold() async throws {
        #expect(try await failure(.raw("")) == .connectionClosed(host: "127.0.0.1"))
    }

    @Test func aBrokenOffAnswerIsTold() async throws {
        let error = try await failure(.raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"ima"))
        #expect(error == .truncatedResponse(received: 5, expected: 100))
        #expect(error?.description == "the response ended after 5 of 100 bytes")
        let chunked = try await failure(
            .raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n"))
        #expect(chunked == .truncatedResponse(received: 5, expected: nil))
    }

    /// It may be paid for: whoever asked gets what there is.
    @Test(arguments: ["content-length: 100\r\n\r\n", "transfer-encoding: chunked\r\n\r\n5\r\n"])
    func whatCameOfABrokenOffAnswerIsGivenOut(_ head: String) async throws {
        try await ScriptedServer.with([.raw("HTTP/1.1 200 OK\r\n" + head + "{\"ima")]) { server in
            try await with("http://127.0.0.1:\(server.port)") { transport in
                let client = BedrockClient(
                    transport: transport, policy: RetryPolicy(), state: RetryState())
                let error = await #expect(throws: BedrockError.self) {
                    try await client.invoke(.test)
                }
                #expect(error?.part.map { $0.text } == "{\"ima")
                #expect(error?.part?.status == 200)
            }
        }
    }

    @Test(arguments: [
        "content-length: 100\r\n\r\n{\"images\":[\"AA==\"]}",
        "transfer-encoding: chunked\r\n\r\n13\r\n{\"images\":[\"AA==\"]}\r\n",
    ])
    func anAnswerThatIsWholeIsTakenHoweverItsConnectionEnded(_ rest: String) async throws {
        try await ScriptedServer.with([.raw("HTTP/1.1 200 OK\r\n" + rest)]) { server in
            let response = try await with("http://127.0.0.1:\(server.port)") {
                try await $0.send(.test)
            }
            #expect(response.text == #"{"images":["AA=="]}"#)
        }
    }

    @Test(arguments: ["26000001", "4294967295", "4294967296", "9223372036854775807"])
    func anEndlessAnswerIsRefused(length: String) async throws {
        let error = try await failure(
            .raw("HTTP/1.1 200 OK\r\ncontent-length: \(length)\r\n\r\n"))
        #expect(error == .responseTooLarge(limit: 26_000_000))
    }

    @Test func whatIsNotHTTPIsTold() async throws {
        let error = try await failure(.raw("SSH-2.0-OpenSSH_9.2\r\n"))
        guard case .malformedResponse? = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
    }

    @Test func silenceEndsWithTheTimeLimit() async throws {
        try await Calling.withGrowingLimits { limit in
            let error = try await failure(.silence, timeout: limit)
            if case .connectTimeout? = error { return false }
            #expect(error == .readTimeout(limit))
            #expect(
                error?.description
                    == "no complete response within \(limit.components.seconds) s")
            #expect(error?.mayHaveBeenBilled == true)
            return true
        }
    }

    @Test func cancellationEndsACallAtOnce() async throws {
        try await ScriptedServer.with([.silence]) { server in
            try await with("http://127.0.0.1:\(server.port)") { transport in
                let call = Task { try await transport.send(.test) }
                while server.received.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
                let start = ContinuousClock.now
                call.cancel()
                await #expect(throws: CancellationError.self) { try await call.value }
                // The server never answers, which would be told after 20 s.
                #expect(ContinuousClock.now - start < .seconds(15))
            }
        }
    }

    @Test func aClosedPortIsTold() async throws {
        let port = try await ScriptedServer.with([.reset]) { $0.port }
        try await with("http://127.0.0.1:\(port)") { transport in
            let error = await #expect(throws: TransportError.self) {
                try await transport.send(.test)
            }
            #expect(error == .refused(host: "127.0.0.1", port: port))
            #expect(error?.mayHaveBeenBilled == false)
        }
    }

    @Test func anUnknownHostIsTold() async throws {
        try await with("https://no-such-host.invalid") { transport in
            let error = await #expect(throws: TransportError.self) {
                try await transport.send(.test)
            }
            #expect(error == .unresolvedHost("no-such-host.invalid"))
        }
    }
}
