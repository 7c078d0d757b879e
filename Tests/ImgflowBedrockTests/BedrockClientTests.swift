import Foundation
import ImgflowBedrock
import ImgflowRuntime
import Testing

/// The loop of tries, over real sockets with time that only sleeping moves.
@Suite(.timeLimit(.minutes(1)))
struct BedrockClientTests {
    struct Outcome: Sendable {
        var result: Result<HTTPResponse, any Error>
        /// Requests that the server saw.
        var requests: Int
        var events: [BedrockEvent]
        var slept: Duration

        var error: BedrockError? {
            if case .failure(let error) = result { return error as? BedrockError }
            return nil
        }

        var waits: [Duration] {
            events.compactMap { if case .waiting(let time, _) = $0 { time } else { nil } }
        }
    }

    private func invoke(
        _ script: [ScriptedServer.Answer], policy: RetryPolicy? = nil,
        variables: [String: String] = ["AWS_BEARER_TOKEN_BEDROCK": "key"],
        timeout: Duration = .seconds(20), random: Double = 0.5
    ) async throws -> Outcome {
        try await ScriptedServer.with(script) { server in
            var settings = try BedrockSettings(
                arguments: .init(endpointURL: "http://127.0.0.1:\(server.port)"),
                environment: .test(variables))
            settings.responseTimeout = timeout
            let transport = try HTTPTransport(
                settings: settings, credentials: settings.makeCredentialChain(), version: "9.9")
            let clock = VirtualClock()
            let client = BedrockClient(
                transport: transport, policy: policy ?? settings.retryPolicy, state: RetryState(),
                clock: clock.retryClock(random: random), date: { testDate })
            let events = Collected<BedrockEvent>()
            let result: Result<HTTPResponse, any Error>
            do {
                result = .success(
                    try await client.invoke(.test, progress: { events.append($0) }))
            } catch {
                result = .failure(error)
            }
            try await transport.shutdown()
            return Outcome(
                result: result, requests: server.received.count, events: events.values,
                slept: clock.total)
        }
    }

    private static func fault(
        _ status: Int, _ type: String, _ message: String = "because", _ more: [String: String] = [:]
    ) -> ScriptedServer.Answer {
        .reply(
            status,
            headers: more.merging(["x-amzn-ErrorType": type, "x-amzn-RequestId": "r-1"]) { $1 },
            body: #"{"message":"\#(message)"}"#)
    }

    @Test func aSuccessNeedsOneTry() async throws {
        let outcome = try await invoke([.reply(200, body: "{}")])
        #expect(try outcome.result.get().status == 200)
        #expect(outcome.requests == 1)
        #expect(outcome.slept == .zero)
    }

    @Test(arguments: [500, 502, 503, 504])
    func aTransientFaultIsTriedAgain(_ status: Int) async throws {
        let outcome = try await invoke([.reply(status), .reply(status), .reply(200)])
        #expect(try outcome.result.get().status == 200)
        #expect(outcome.requests == 3)
        #expect(outcome.waits == [.seconds(0.5), .seconds(1)])
    }

    struct FaultCase: Sendable, CustomTestStringConvertible {
        var answer: ScriptedServer.Answer
        var tries = 1
        var category: BedrockError.Category
        var message: String
        var testDescription: String { message }
    }

    static let model = "us.stability.stable-outpaint-v1:0"

    @Test(arguments: [
        FaultCase(
            answer: fault(403, "AccessDeniedException"), category: .access,
            message: "these credentials may not call `\(model)` in us-west-2"),
        FaultCase(
            answer: fault(403, "MPAgreementBeingCreated"), category: .access,
            message: "the account's subscription to `\(model)` is being set up"),
        FaultCase(
            answer: fault(403, "UnrecognizedClientException"), category: .credentials,
            message: "AWS does not recognize these credentials"),
        FaultCase(
            answer: fault(403, "InvalidClientTokenId"), category: .credentials,
            message: "AWS does not recognize these credentials"),
        FaultCase(
            answer: fault(403, "ExpiredTokenException"), category: .credentials,
            message: "the credentials have expired"),
        FaultCase(
            answer: fault(400, "ExpiredTokenException"), category: .credentials,
            message: "the credentials have expired"),
        FaultCase(
            answer: fault(403, "InvalidSignatureException", "does not match"),
            category: .credentials, message: "AWS rejected the request's signature"),
        FaultCase(
            answer: fault(400, "IncompleteSignature"), category: .credentials,
            message: "AWS rejected the request's signature"),
        FaultCase(
            answer: fault(
                400, "RequestExpired", "late", ["date": "Sun, 22 Nov 2026 12:20:00 GMT"]),
            category: .credentials,
            message: "AWS rejected the request's date: this machine's clock is 20 min behind"),
        FaultCase(
            answer: fault(
                403, "InvalidSignatureException", "Signature not yet current: x",
                ["date": "Sun, 22 Nov 2026 09:00:00 GMT"]), category: .credentials,
            message: "AWS rejected the request's date: this machine's clock is 3 h ahead"),
        FaultCase(
            answer: fault(
                403, "AccessDeniedException", "Credential should be scoped to a valid Region"),
            category: .credentials, message: "these credentials are not valid in us-west-2"),
        FaultCase(
            answer: fault(400, "ValidationException", "Operation not allowed"), category: .access,
            message: "AWS does not let this account use `\(model)`"),
        FaultCase(
            answer: fault(
                400, "ValidationException", "The provided model identifier is invalid."),
            category: .failed, message: "model `\(model)` not found in us-west-2"),
        FaultCase(
            answer: fault(404, "ResourceNotFoundException", "Could not resolve it"),
            category: .failed, message: "model `\(model)` not found in us-west-2"),
        FaultCase(
            answer: fault(
                404, "ResourceNotFoundException",
                "This model version has reached the end of its life. Please refer to"),
            category: .failed, message: "`\(model)` has reached its end of life"),
        FaultCase(
            answer: fault(
                404, "ResourceNotFoundException",
                "Access denied. This Model is marked by provider as Legacy and you have not"),
            category: .access,
            message: "`\(model)` is a legacy model that this account has not used recently"),
        FaultCase(
            answer: fault(
                400, "ValidationException",
                "Invocation of model ID x with on-demand throughput isn’t supported."),
            category: .failed,
            message: "`\(model)` is available only through an inference profile"),
        FaultCase(
            answer: fault(
                400, "ValidationException", "This request has been blocked by our content filters."),
            category: .filter, message: "the content filter refused the request"),
        FaultCase(
            answer: fault(400, "ValidationException", "Malformed input request: #: extraneous key"),
            category: .failed, message: "`\(model)` refused the request"),
        FaultCase(
            answer: .reply(
                400,
                body: #"{"detail":"Response payload size 34800000 bytes exceeds the maximum"}"#),
            category: .failed, message: "the image exceeds the response limit (16 MiB)"),
        FaultCase(
            answer: fault(400, "ServiceQuotaExceededException"), category: .failed,
            message: "an account quota is used up"),
        FaultCase(
            answer: .reply(413, body: ""), category: .failed,
            message: "the request exceeds Bedrock's limit (25,000,000 bytes)"),
        FaultCase(
            answer: .reply(
                424, headers: ["x-amzn-errortype": "ModelErrorException"],
                body: #"{"message":"boom","originalStatusCode":502,"resourceName":"x"}"#),
            category: .failed, message: "`\(model)` failed (its own status 502)"),
        FaultCase(
            answer: fault(408, "ModelTimeoutException"), category: .failed,
            message: "`\(model)` timed out"),
        FaultCase(
            answer: fault(500, "InternalServerException"), tries: 3, category: .unavailable,
            message: "Bedrock in us-west-2 failed (HTTP 500), after 3 tries"),
        FaultCase(
            answer: fault(503, "ServiceUnavailableException"), tries: 3, category: .unavailable,
            message: "Bedrock in us-west-2 is unavailable (HTTP 503), after 3 tries"),
        FaultCase(
            answer: fault(429, "ModelNotReadyException"), tries: 5, category: .unavailable,
            message: "`\(model)` is not ready in us-west-2, after 5 tries"),
        FaultCase(
            answer: .reply(301, headers: ["location": "https://example.com/"]), category: .failed,
            message: "expected a response, found a redirect (HTTP 301)"),
        FaultCase(
            answer: .reply(418, body: #"{"__type":"com.amazon#TeapotException"}"#),
            category: .failed, message: "Bedrock responded with HTTP 418 `TeapotException`"),
    ])
    func everyFaultIsToldAndTriedAsItShould(_ one: FaultCase) async throws {
        let outcome = try await invoke([one.answer])
        let error = try #require(outcome.error)
        #expect(error.message == one.message)
        #expect(error.category == one.category)
        #expect(outcome.requests == one.tries)
        #expect(error.tries == one.tries)
    }

    @Test func whatTheServiceSaysIsKept() async throws {
        let outcome = try await invoke([
            .reply(
                400,
                headers: [
                    "x-amzn-ErrorType":
                        "ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/",
                    "x-amzn-RequestId": "r-7",
                ], body: #"{"Message":"no \u001b[31mred\nplease"}"#)
        ])
        let error = try #require(outcome.error)
        #expect(error.type == "ValidationException")
        #expect(error.status == 400)
        #expect(error.requestID == "r-7")
        #expect(error.serviceMessage == "no [31mred please")
        #expect(error.hints == ["the service says: no [31mred please", "request id r-7"])
        #expect(error.exitStatus.rawValue == 1)
        #expect(!error.mayHaveBeenBilled)
    }

    /// An error as users met it, and what is said of it: the sentence, the first way out, the exit
    /// code, and whether it is tried again (by the number of requests).
    struct MetCase: Sendable, CustomTestStringConvertible {
        var status: Int
        var type: String
        var text: String
        var sentence: String
        var fix: String
        var exitCode: Int32
        var tries = 1
        var testDescription: String { text }
    }

    private static let bare = "stability.stable-outpaint-v1:0"

    @Test(arguments: [
        MetCase(
            status: 403, type: "AccessDeniedException",
            text: "INVALID_PAYMENT_INSTRUMENT: A valid payment instrument must be provided.",
            sentence: "the account has no payment method that AWS can charge",
            fix: "add a card under Billing", exitCode: 4),
        MetCase(
            status: 403, type: "AccessDeniedException",
            text: "Your AWS Marketplace subscription for this model cannot be completed at this"
                + " time. If you recently fixed this issue, try again after 2 minutes.",
            sentence: "AWS Marketplace has not subscribed the account to `\(model)`",
            fix: "try again in 2 minutes", exitCode: 4),
        MetCase(
            status: 403, type: "AccessDeniedException",
            text: "Your AWS Marketplace subscription for this model is being created.",
            sentence: "the account's subscription to `\(model)` is being set up",
            fix: "try again in up to 15 minutes", exitCode: 4),
        MetCase(
            status: 400, type: "ValidationException",
            text: "Your account is not authorized to perform this action. Please create a support"
                + " case", sentence: "AWS has blocked this account from calling models",
            fix: "only AWS Support can lift it", exitCode: 4),
        MetCase(
            status: 400, type: "ValidationException",
            text:
                #"{\"detail\":\"Invalid field 'text_prompts' in request. Available fields for control-sketch are: image, prompt\"}"#,
            sentence: "`\(model)` refused the request",
            fix: "the service says: Invalid field 'text_prompts' in request. Available fields for"
                + " control-sketch are: image, prompt", exitCode: 1),
        MetCase(
            status: 400, type: "ValidationException",
            text: "Invocation of model ID \(bare) with on-demand throughput isn\u{2019}t supported."
                + " Retry your request with the ID or ARN of an inference profile",
            sentence: "`\(model)` is available only through an inference profile",
            fix: "use the id prefixed with `us.`", exitCode: 1),
        MetCase(
            status: 403, type: "AccessDeniedException",
            text: "User: arn:aws:iam::1:user/ann is not authorized to perform: bedrock:InvokeModel"
                + " on resource: arn:aws:bedrock:us-east-2::foundation-model/\(bare) because no"
                + " identity-based policy allows the bedrock:InvokeModel action",
            sentence: "these credentials may not call `\(model)` in us-west-2",
            fix: "the policy covers the inference profile only: allow `bedrock:InvokeModel` on"
                + " `arn:aws:bedrock:us-east-2::foundation-model/\(bare)` too", exitCode: 4),
        MetCase(
            status: 403, type: "AccessDeniedException",
            text: "User: arn:aws:iam::1:user/ann is not authorized to perform: bedrock:InvokeModel"
                + " on resource: arn:aws:bedrock:us-west-2:1:inference-profile/us.\(bare)",
            sentence: "these credentials may not call `\(model)` in us-west-2",
            fix: "allow `bedrock:InvokeModel` on"
                + " `arn:aws:bedrock:us-west-2:1:inference-profile/us.\(bare)`", exitCode: 4),
        MetCase(
            status: 403, type: "AccessDeniedException",
            text: "Authentication failed: Please make sure your API Key is valid.",
            sentence: "AWS rejected this Bedrock API key",
            fix: "is `AWS_BEARER_TOKEN_BEDROCK` the whole key?", exitCode: 4),
        MetCase(
            status: 400, type: "ValidationException",
            text: "Malformed input request: #: extraneous key [taskType] is not permitted, please"
                + " reformat your input and try again.",
            sentence: "`\(model)` refused the request",
            fix: "the request has a field that this model does not support", exitCode: 1),
        MetCase(
            status: 500, type: "InternalServerException",
            text: "The system encountered an unexpected error during processing.",
            sentence: "Bedrock in us-west-2 failed (HTTP 500), after 3 tries",
            fix: "try again later", exitCode: 6, tries: 3),
        MetCase(
            status: 400, type: "ValidationException",
            text: "One or more prompts contains filtered words.",
            sentence: "the content filter refused the request",
            fix: "rephrase the prompt", exitCode: 5),
        MetCase(
            status: 403, type: "InvalidSignatureException",
            text: "Signature expired: 20261122T120000Z is now earlier than 20261122T121500Z",
            sentence: "AWS rejected the request's date", fix: "set this machine's clock",
            exitCode: 4),
    ])
    func whatUsersMetIsExplained(_ one: MetCase) async throws {
        let outcome = try await invoke([Self.fault(one.status, one.type, one.text)])
        let error = try #require(outcome.error)
        #expect(error.message == one.sentence)
        #expect(error.hints.first?.hasPrefix(one.fix) == true, "\(error.hints)")
        #expect(error.exitStatus.rawValue == one.exitCode)
        #expect(outcome.requests == one.tries)
    }

    struct TextCase: Sendable {
        var status = 400
        var headers: [String: String] = [:]
        var body: String
        var message: String
        var hints: [String]
    }

    @Test(arguments: [
        TextCase(
            status: 403, headers: ["content-type": "text/html"],
            body: "<html><head><title>Access\n blocked</title></head></html>",
            message: "a server that is not Bedrock responded with HTTP 403",
            hints: [
                "is the endpoint URL right, and is a proxy in front of it?",
                "a web page says: Access blocked",
            ]),
        TextCase(body: "", message: "`\(model)` refused the request", hints: []),
        TextCase(
            body: "plain \u{202E}text\u{0}", message: "`\(model)` refused the request",
            hints: ["the service says: plain text"]),
        TextCase(
            body: #"{"message": 7, "Message": "seven"}"#,
            message: "`\(model)` refused the request", hints: ["the service says: seven"]),
        TextCase(
            body: #"{"code": "ExpiredTokenException", "message": null}"#,
            message: "the credentials have expired",
            hints: ["sign in again at the same source"]),
        TextCase(
            body: #"["a list"]"#, message: "`\(model)` refused the request",
            hints: [#"the service says: ["a list"]"#]),
        TextCase(
            body: #"{"message": "\#(String(repeating: "x", count: 5000))"}"#,
            message: "`\(model)` refused the request",
            hints: ["the service says: " + String(repeating: "x", count: 600) + "…"]),
    ])
    func answersOfEveryShapeAreRead(_ one: TextCase) async throws {
        let outcome = try await invoke([
            .reply(one.status, headers: one.headers, body: one.body)
        ])
        let error = try #require(outcome.error)
        #expect(error.message == one.message)
        #expect(error.hints == one.hints)
    }

    @Test func aTimeoutOfTheRequestsOwnIsTriedAgain() async throws {
        let outcome = try await invoke([Self.fault(408, "RequestTimeout"), .reply(200)])
        #expect(try outcome.result.get().status == 200)
    }

    @Test func aHintOfNoWaitStartsNoStorm() async throws {
        let outcome = try await invoke([
            Self.fault(429, "ThrottlingException", "slow", ["retry-after": "0"])
        ])
        #expect(outcome.requests == 301)
        #expect(outcome.slept == .seconds(300))
    }

    @Test func aHintMayBeADate() async throws {
        let outcome = try await invoke([
            Self.fault(
                429, "ThrottlingException", "slow",
                ["retry-after": "Sun, 22 Nov 2026 12:00:30 GMT"]), .reply(200),
        ])
        #expect(outcome.waits == [.seconds(30)])
    }

    @Test func throttlingIsWaitedOutTogetherWithTheServersHint() async throws {
        let outcome = try await invoke([
            Self.fault(429, "ThrottlingException", "slow", ["retry-after": "7"]),
            Self.fault(429, "ThrottlingException", "slow", ["x-amz-retry-after": "1500"]),
            Self.fault(429, "ThrottlingException"), .reply(200),
        ])
        #expect(try outcome.result.get().status == 200)
        #expect(outcome.waits == [.seconds(7), .seconds(1.5), .seconds(8)])
    }

    @Test func throttlingEndsWithPatience() async throws {
        let outcome = try await invoke([Self.fault(429, "ThrottlingException")])
        let error = try #require(outcome.error)
        // 2, 4, 8, 16, 32, 60, 60, 60 s make 242; another 60 would be over 300.
        #expect(outcome.waits.map(\.components.seconds) == [2, 4, 8, 16, 32, 60, 60, 60])
        #expect(error.tries == 9)
        #expect(outcome.requests == 9)
        #expect(error.category == .throttled)
        #expect(error.exitStatus.rawValue == 6)
        #expect(
            error.message == "too many calls to `\(Self.model)` in us-west-2, after 9 tries")
    }

    @Test func aThrottlingCodeWinsOverTheStatus() async throws {
        let outcome = try await invoke([Self.fault(503, "SlowDown"), .reply(200)])
        #expect(outcome.waits == [.seconds(2)])
    }

    @Test func aReadTimeoutIsNotTriedAgain() async throws {
        try await Calling.withGrowingLimits { limit in
            let outcome = try await invoke([.silence], timeout: limit)
            guard outcome.requests > 0 else { return false }
            let error = try #require(outcome.error)
            #expect(outcome.requests == 1)
            #expect(error.message == "no complete response within \(limit.components.seconds) s")
            #expect(
                error.hints == ["--timeout raises the limit", "this call may have been billed"])
            #expect(error.mayHaveBeenBilled)
            return true
        }
    }

    @Test func aReadTimeoutIsTriedAgainWhenAsked() async throws {
        var policy = RetryPolicy()
        policy.retriesUnanswered = true
        try await Calling.withGrowingLimits { [policy] limit in
            let outcome = try await invoke([.silence, .reply(200)], policy: policy, timeout: limit)
            guard case .success(let response) = outcome.result else { return false }
            #expect(response.status == 200)
            #expect(outcome.requests == 2)
            return true
        }
    }

    @Test func aBrokenConnectionIsNotTriedAgainSinceItMayBeBilled() async throws {
        let reset = try await invoke([.reset, .reply(200)])
        #expect(reset.error?.message == "`127.0.0.1` closed the connection before responding")
        #expect(reset.error?.mayHaveBeenBilled == true)
        #expect(reset.requests == 1)
        let broken = try await invoke([
            .raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"), .reply(200),
        ])
        #expect(broken.error?.message == "the response ended after 1 of 9 bytes")
        #expect(broken.requests == 1)
    }

    @Test func attemptsAreASetting() async throws {
        let outcome = try await invoke(
            [.reply(500)],
            variables: ["AWS_BEARER_TOKEN_BEDROCK": "key", "AWS_MAX_ATTEMPTS": "1"])
        #expect(outcome.requests == 1)
        #expect(outcome.error?.tries == 1)
    }

    @Test func noCredentialsSendNothing() async throws {
        let outcome = try await invoke([.reply(200)], variables: [:])
        let error = try #require(outcome.error)
        #expect(error.message == "no AWS credentials found")
        #expect(error.exitStatus.rawValue == 4)
        #expect(outcome.requests == 0)
        #expect(
            error.hints.contains("without an account: --backend sandbox runs everything offline"))
    }
}
