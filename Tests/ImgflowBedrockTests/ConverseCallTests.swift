import Foundation
import ImgflowBedrock
import ImgflowRuntime
import SigV4
import Testing

/// Converse goes the way of InvokeModel: the same signing, waits, and words for what went wrong.
@Suite(.timeLimit(.minutes(1)))
struct ConverseCallTests {
    private static func request(
        _ id: String = "us.amazon.nova-2-lite-v1:0",
        _ operation: InvokeRequest.Operation = .converse
    ) -> InvokeRequest {
        InvokeRequest(
            modelID: id, region: "us-west-2", body: Array(#"{"messages":[]}"#.utf8),
            operation: operation)
    }

    @Test(arguments: [
        ("us.amazon.nova-2-lite-v1:0", "us.amazon.nova-2-lite-v1%3A0"),
        (
            "arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/abc123",
            "arn%3Aaws%3Abedrock%3Aus-west-2%3A123456789012%3Aapplication-inference-profile%2Fabc123"
        ),
        ("qwen.qwen3-vl-235b-a22b", "qwen.qwen3-vl-235b-a22b"),
    ])
    func theIDIsOneSegmentOfThePath(id: String, segment: String) async throws {
        try await ScriptedServer.with([.reply(200)]) { server in
            _ = try await Calling.with("http://127.0.0.1:\(server.port)") {
                try await $0.send(Self.request(id))
            }
            let received = try #require(server.received.first)
            #expect(received.method == "POST")
            #expect(received.target == "/model/\(segment)/converse")
            #expect(received.headers["authorization"] == "Bearer key")
            #expect(received.body == #"{"messages":[]}"#)
        }
    }

    private func call(
        _ server: ScriptedServer, on clock: VirtualClock, _ request: InvokeRequest = request()
    ) async throws -> HTTPResponse {
        try await Calling.with("http://127.0.0.1:\(server.port)") { transport in
            try await BedrockClient(
                transport: transport, policy: RetryPolicy(), state: RetryState(),
                clock: clock.retryClock(), date: { testDate }
            ).invoke(request)
        }
    }

    @Test func aThrottledCallWaitsAndIsMadeAgain() async throws {
        let script: [ScriptedServer.Answer] = [
            .reply(
                429, headers: ["x-amzn-ErrorType": "ThrottlingException"],
                body: #"{"message":"Too many tokens, please wait before trying again."}"#),
            .reply(503, headers: ["x-amzn-ErrorType": "ServiceUnavailableException"]),
            .reply(200, body: #"{"stopReason":"end_turn"}"#),
        ]
        try await ScriptedServer.with(script) { server in
            let clock = VirtualClock()
            let response = try await call(server, on: clock)
            #expect(response.text == #"{"stopReason":"end_turn"}"#)
            #expect(server.received.count == 3 && clock.total > .seconds(1))
            #expect(Set(server.received.map(\.target)).count == 1)
        }
    }

    /// Reference, 2.2: not sent again by the client; what may be asked once more says so.
    @Test(arguments: [
        (
            424, "ModelErrorException",
            "Model produced invalid sequence as part of ToolUse. Please refer to the model tool use troubleshooting guide.",
            "`us.amazon.nova-2-lite-v1:0` failed", true
        ),
        (408, "ModelTimeoutException", "timed out", "timed out", false),
        (
            400, "ValidationException",
            "This request has been blocked by our content filters. Please adjust your input image to submit a new request.",
            "the content filter refused the request", false
        ),
        (
            400, "ValidationException", "This model doesn't support the outputConfig field",
            "refused the request", false
        ),
        (
            400, "ValidationException",
            "Invocation of model ID amazon.nova-2-lite-v1:0 with on-demand throughput isn’t supported.",
            "available only through an inference profile", false
        ),
        (
            404, "ResourceNotFoundException",
            "Model use case details have not been submitted for this account.",
            "has not submitted Anthropic's form", false
        ),
        (
            403, "AccessDeniedException", "not authorized to perform: bedrock:InvokeModel",
            "may not call", false
        ),
    ])
    func aRefusalIsWordedAndNotRepeated(
        status: Int, type: String, message: String, words: String, again: Bool
    ) async throws {
        let body = String(decoding: try JSONEncoder().encode(["message": message]), as: UTF8.self)
        let script: [ScriptedServer.Answer] = [
            .reply(status, headers: ["x-amzn-ErrorType": type], body: body)
        ]
        try await ScriptedServer.with(script) { server in
            do {
                _ = try await call(server, on: VirtualClock())
                Issue.record("it succeeded")
            } catch let error as BedrockError {
                #expect(error.message.contains(words), "\(error.message)")
                #expect(error.mayBeAskedAgain == again)
                #expect(!error.hints.isEmpty)
            }
            #expect(server.received.count == 1)
        }
    }

    /// Reference, 8: whether a model that failed at its answer is billed, nobody has said.
    @Test(arguments: [
        (InvokeRequest.Operation.converse, 424, "ModelErrorException", true),
        (.converse, 408, "ModelTimeoutException", true),
        (.converse, 400, "ValidationException", false),
        (.converse, 403, "AccessDeniedException", false),
        (.invoke, 424, "ModelErrorException", false),
        (.invoke, 408, "ModelTimeoutException", false),
    ])
    func whatAModelHasReadMayBeBilled(
        operation: InvokeRequest.Operation, status: Int, type: String, billed: Bool
    ) async throws {
        let script: [ScriptedServer.Answer] = [
            .reply(status, headers: ["x-amzn-ErrorType": type], body: #"{"message":"because"}"#)
        ]
        try await ScriptedServer.with(script) { server in
            let request = Self.request("us.amazon.nova-2-lite-v1:0", operation)
            let error = await #expect(throws: BedrockError.self) {
                _ = try await call(server, on: VirtualClock(), request)
            }
            let found = try #require(error)
            #expect(found.mayHaveBeenBilled == billed)
            #expect(found.hints.contains("this call may have been billed") == billed)
            // What budget and ledger go by.
            #expect(RunFailure.bedrock(found).mayBeBilled == billed)
        }
    }
}
