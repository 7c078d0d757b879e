import FoundationEssentials
import SigV4
import Testing

@testable import ImgflowSandbox

struct SandboxServerTests {
    private static let path = "/model/stability.stable-image-core-v1%3A1/invoke"
    private static let body = #"{"prompt":"imgflow-filter-output"}"#
    private static let answer = #"{"finish_reasons":["Filter reason: output image"]}"#
    private static let now = Date(timeIntervalSince1970: 1_795_000_000)

    private let keys = SandboxKeys.random()

    /// Runs a server for `body` on a free port, and waits for its end.
    private func withServer(
        faults: [Fault] = [], _ body: @Sendable @escaping (HTTPClient) async -> Void
    ) async throws {
        let server = SandboxServer(keys: keys, faults: faults, now: { Self.now })
        let (ports, port) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { number, _ in port.yield(number) } }
            for await number in ports.prefix(1) { await body(HTTPClient(port: number)) }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private func signed(
        _ client: HTTPClient, path: String = path, region: String = "us-west-2",
        service: String = "bedrock", secret: String? = nil, key: String? = nil, late: Double = 0
    ) -> [(String, String)] {
        let signer = Signer(
            credentials: Credentials(
                accessKeyID: key ?? keys.accessKeyID,
                secretAccessKey: secret ?? keys.secretAccessKey), region: region, service: service)
        let request = SigningRequest(
            method: "POST", host: "127.0.0.1:\(client.port)", path: path,
            headers: [("content-type", "application/json")], payloadHash: PayloadHash.of(Self.body))
        return [("content-type", "application/json")]
            + signer.sign(request, at: Self.now.addingTimeInterval(-late)).map {
                ($0.name, $0.value)
            }
    }

    @Test func signedAndBearerCallsAreAnswered() async throws {
        try await withServer { client in
            for path in [
                Self.path, "/model/stability.stable-image-core-v1:1/invoke",
                "/model/arn%3Aaws%3Abedrock%3Aus-west-2%3A%3Afoundation-model%2F"
                    + "stability.stable-image-core-v1%3A1/invoke",
            ] {
                let reply = await client.send(
                    "POST", path, headers: signed(client, path: path), body: Self.body)
                #expect(reply.status == 200)
                #expect(reply.text == Self.answer)
                #expect(reply.head.contains("x-amzn-requestid: "))
                #expect(reply.head.contains("x-imgflow-sandbox: 1"))
            }
            let bearer = await client.send(
                "POST", Self.path, headers: [("authorization", "Bearer \(keys.bearerToken)")],
                body: Self.body)
            #expect(bearer.text == Self.answer)
        }
    }

    /// What is signed is what stood on the wire: nothing decoded, doubled slashes and repeated headers kept.
    @Test(
        arguments: [
            ("/model/a%3Ab%2Fc/invoke", "", []),
            ("/model/a:b/invoke", "", []),
            ("/model/a%253Ab/invoke", "b=2&a=1&a=%2F&c", []),
            ("/model/%2F%2f/invoke", "x=a+b&x=//%3A", []),
            ("/model/../invoke", "", []),
            (
                "/model/x/invoke", "",
                [("x-a", "1"), ("X-B", " b  c "), ("x-a", "2"), ("x-a", "1, 3")]
            ),
        ] as [(String, String, [(String, String)])])
    func signaturesCoverTheWire(
        path: String, query: String, headers: [(String, String)]
    ) async throws {
        let headers = headers.map { ($0.0, $0.1) }
        try await withServer { client in
            let signer = Signer(
                credentials: Credentials(
                    accessKeyID: keys.accessKeyID, secretAccessKey: keys.secretAccessKey),
                region: "us-west-2", service: "bedrock")
            let request = SigningRequest(
                method: "POST", host: "127.0.0.1:\(client.port)", path: path, query: query,
                headers: headers, payloadHash: PayloadHash.of(Self.body))
            let signed = headers + signer.sign(request, at: Self.now).map { ($0.name, $0.value) }
            let target = query.isEmpty ? path : "\(path)?\(query)"
            let reply = await client.send("POST", target, headers: signed, body: Self.body)
            // There is no such model: so the signature was right.
            #expect(reply.status == 400 && reply.text.contains("model identifier"), "\(reply)")
            let changed = await client.send(
                "POST", target + (query.isEmpty ? "?" : "&") + "d=1", headers: signed,
                body: Self.body)
            #expect(changed.head.contains("invalidsignatureexception"))
        }
    }

    @Test func wrongSignInsAreNamed() async throws {
        try await withServer { client in
            func type(_ headers: [(String, String)]) async -> String {
                let reply = await client.send("POST", Self.path, headers: headers, body: Self.body)
                let line = reply.head.split(separator: "\r\n").first {
                    $0.hasPrefix("x-amzn-errortype: ")
                }
                return "\(reply.status) \(line?.dropFirst(18) ?? "none")"
            }
            #expect(await type([]) == "403 missingauthenticationtokenexception")
            #expect(await type([("authorization", "Bearer no")]) == "403 accessdeniedexception")
            #expect(
                await type([("authorization", "AWS4-HMAC-SHA256 x=1")]) == "400 incompletesignature"
            )
            #expect(await type(signed(client, secret: "no")) == "403 invalidsignatureexception")
            #expect(
                await type(signed(client, path: "/model/x/invoke"))
                    == "403 invalidsignatureexception")
            #expect(await type(signed(client, service: "s3")) == "403 invalidsignatureexception")
            #expect(
                await type(signed(client, key: "AKIAOTHER")) == "403 unrecognizedclientexception")
            #expect(await type(signed(client, late: 901)) == "400 requestexpired")
            #expect(await type(signed(client, late: 899)) == "200 none")
            #expect(await type(signed(client, region: "us-east-1")) == "400 validationexception")
        }
    }

    @Test func faultsComeInOrderAndAreCounted() async throws {
        let faults = [
            Fault(.throttle, count: 2, model: "stability.stable-image-core-v1:1"),
            Fault(.throttle, model: "stability.stable-image-ultra-v1:1"),
            Fault(.notReady), Fault(.modelTimeout),
            Fault(.status(503, type: "ServiceUnavailableException")), Fault(.garbage),
            Fault(.reset),
            Fault(.filter(.prompt)), Fault(.truncated),
        ]
        try await withServer(faults: faults) { client in
            var replies: [HTTPClient.Reply] = []
            for _ in 0..<10 {
                replies.append(
                    await client.send("POST", Self.path, headers: signed(client), body: Self.body))
            }
            #expect(replies.map(\.status) == [429, 429, 429, 408, 503, 200, 0, 200, 200, 200])
            #expect(replies[2].head.contains("modelnotreadyexception"))
            #expect(replies[5].text.hasPrefix("<html>"))
            #expect(replies[7].text == #"{"finish_reasons":["Filter reason: prompt"]}"#)
            #expect(replies[8].text == String(Self.answer.prefix(Self.answer.count / 2)))
            #expect(replies[8].head.contains("content-length: \(Self.answer.count)"))
            #expect(replies[9].text == Self.answer)
            let log = await client.send("GET", "/_imgflow/log")
            let model = #""model":"stability.stable-image-core-v1:1""#
            #expect(
                log.text.hasPrefix(
                    #"{"calls":[{\#(model),"status":429,"count":3},"#
                        + #"{\#(model),"status":408,"count":1},{\#(model),"status":503,"count":1},"#
                        + #"{\#(model),"status":200,"count":4},{\#(model),"status":0,"count":1}],"#
                        + #""mostAtOnce":"#), "\(log.text)")
        }
    }

    @Test func faultsCanBeAddedWhileRunning() async throws {
        try await withServer { client in
            let added = await client.send(
                "POST", "/_imgflow/faults",
                body: #"[{"fault":"status:500","count":1},{"fault":"filter"}]"#)
            #expect(added.status == 200)
            let failed = await client.send(
                "POST", Self.path, headers: signed(client), body: Self.body)
            #expect(failed.status == 500)
            #expect(failed.head.contains("internalserverexception"))
            let wrong = await client.send("POST", "/_imgflow/faults", body: #"[{"fault":"rain"}]"#)
            #expect(wrong.status == 400)
            #expect(wrong.text.contains("unknown fault `rain`"))
            // What is still to come is taken back.
            _ = await client.send(
                "POST", "/_imgflow/faults", body: #"[{"fault":"status:503","count":9}]"#)
            let cleared = await client.send("DELETE", "/_imgflow/faults")
            #expect(cleared.status == 200)
            let answered = await client.send(
                "POST", Self.path, headers: signed(client), body: Self.body)
            #expect(answered.status == 200)
        }
    }

    @Test func silenceEndsWithTheServer() async throws {
        try await withServer(faults: [Fault(.silence, count: 2)]) { client in
            let headers = signed(client)
            let reply = await client.send(
                "POST", Self.path, headers: headers, body: Self.body, timeout: 1)
            #expect(reply.status == 0)
            // Still open when the server is stopped.
            Task { await client.send("POST", Self.path, headers: headers, body: Self.body) }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    @Test func otherPathsAndLongBodiesAreRefused() async throws {
        try await withServer { client in
            #expect(await client.send("POST", "/model/x/converse-stream").status == 404)
            #expect(await client.send("GET", Self.path).status == 404)
            let long = await client.send(
                "POST", Self.path, headers: [("authorization", "Bearer \(keys.bearerToken)")],
                body: String(repeating: " ", count: 25_000_001))
            #expect(long.status == 400 || long.status == 0)
        }
    }
}
