import Foundation
import Testing

/// Every error of the service, over real HTTP: what is said, the exit code, the tries.
@Suite(.inTurns) struct ServiceFaultTests {
    private static let program = #"load "a.jpg" | remove-background | save"#
    private static let model = "us.stability.stable-image-remove-background-v1:0"

    struct Case: CustomTestStringConvertible, Sendable {
        var fault: String
        var status: Int32
        /// Answers by status, in the order of the first of each.
        var answers: [Int: Int]
        var said: String
        var options: [String] = []
        var attempts: String? = "1"

        var testDescription: String { fault }
    }

    @Test(arguments: cases)
    func isToldOf(_ fault: Case) async throws {
        let desk = try Desk().photo("a.jpg", 640, 427)
        let server = try await Bedrock(on: desk)
        try await server.faults("[\(fault.fault)]")
        var environment = server.exports
        environment["AWS_MAX_ATTEMPTS"] = fault.attempts
        let run = try await desk.start(
            ["-c", Self.program] + fault.options, environment: environment
        ).ended()
        #expect(run.status == fault.status)
        let said = Self.steady(run.errors, of: desk)
        #expect(said == fault.said)
        let calls = try await server.calls()
        #expect(calls.allSatisfy { $0.model == Self.model })
        #expect(
            Dictionary(calls.map { ($0.status, $0.count) }, uniquingKeysWith: +) == fault.answers)
        #expect(desk.files == (run.status == 0 ? ["a-remove-background.png", "a.jpg"] : ["a.jpg"]))
    }

    /// Without what no two runs share: request ids, times, keys, folders, and waits, which chance
    /// makes shorter or longer.
    private static func steady(_ errors: String, of desk: Desk) -> String {
        var text = ""
        for line in errors.split(separator: "\n") {
            if line.hasPrefix("  = request id ") { continue }
            if line.contains(#/waiting \d+ s|retrying in \d+ s/#) { continue }
            text += line.replacing(#/rejected/[0-9a-f]{64}-[0-9a-f]{8}/#, with: "rejected/KEY")
                .replacing(desk.root.path, with: "")
                .replacing(#/after \d+ of \d+ bytes/#, with: "after HALF of its bytes")
                .replacing(#/, \d+\.\d s, /#, with: ", SECONDS, ")
            text += "\n"
        }
        return text
    }

    static let cases: [Case] = [
        Case(
            fault: #"{"fault":"status:403"}"#, status: 4, answers: [403: 1],
            said: """
                error: remove-background: these credentials may not call `us.stability.stable-image-remove-background-v1:0` in us-west-2
                  = allow `bedrock:InvokeModel` on the model and, for a `us.` id, on every region of its profile; a Bedrock API key also needs `bedrock:CallWithBearerToken`
                  = the first call to a model subscribes the account, which may take 15 minutes and needs `aws-marketplace:Subscribe` and `aws-marketplace:ViewSubscriptions`
                  = the service says: a fault on demand

                """),
        Case(
            fault: #"{"fault":"status:403","type":"UnrecognizedClientException"}"#, status: 4,
            answers: [403: 1],
            said: """
                error: remove-background: AWS does not recognize these credentials
                  = is the key complete, active and of this partition? `aws sts get-caller-identity` asks AWS
                  = the service says: a fault on demand

                """),
        Case(
            fault: #"{"fault":"status:403","type":"ExpiredTokenException"}"#, status: 4,
            answers: [403: 1],
            said: """
                error: remove-background: the credentials have expired
                  = sign in again at the same source
                  = the service says: a fault on demand

                """),
        Case(
            fault: #"{"fault":"status:403","type":"MPAgreementBeingCreated"}"#, status: 4,
            answers: [403: 1],
            said: """
                error: remove-background: the account's subscription to `us.stability.stable-image-remove-background-v1:0` is being set up
                  = try again in up to 15 minutes
                  = the service says: a fault on demand

                """),
        Case(
            fault: #"{"fault":"status:400","type":"RequestExpired"}"#, status: 4, answers: [400: 1],
            said: """
                error: remove-background: AWS rejected the request's date
                  = set this machine's clock: a signature is valid for five minutes
                  = the service says: a fault on demand

                """),
        Case(
            fault: #"{"fault":"status:404"}"#, status: 1, answers: [404: 1],
            said: """
                error: remove-background: model `us.stability.stable-image-remove-background-v1:0` not found in us-west-2
                  = check the id and the region: each model is available in a few regions only
                  = the service says: a fault on demand

                """),
        Case(
            fault: #"{"fault":"status:400"}"#, status: 1, answers: [400: 1],
            said: """
                error: remove-background: `us.stability.stable-image-remove-background-v1:0` refused the request
                  = the service says: a fault on demand

                """),
        Case(
            fault: #"{"fault":"status:400","type":"ServiceQuotaExceededException"}"#, status: 1,
            answers: [400: 1],
            said: """
                error: remove-background: an account quota is used up
                  = image quotas are a few calls per minute: Service Quotas shows and raises them
                  = the service says: a fault on demand

                """),
        Case(
            fault: #"{"fault":"model-timeout"}"#, status: 1, answers: [408: 1],
            said: """
                error: remove-background: `us.stability.stable-image-remove-background-v1:0` timed out
                  = try again, or with a smaller image
                  = the service says: Model has timed out in processing the request. Try your request again.

                """),
        Case(
            fault: #"{"fault":"status:424"}"#, status: 1, answers: [424: 1],
            said: """
                error: remove-background: `us.stability.stable-image-remove-background-v1:0` failed
                  = try again later
                  = the service says: a fault on demand

                """),
        Case(
            fault: #"{"fault":"status:500"}"#, status: 6, answers: [500: 1],
            said: """
                error: remove-background: Bedrock in us-west-2 failed (HTTP 500)
                  = try again later
                  = the service says: a fault on demand

                """),
        Case(
            fault: #"{"fault":"status:503"}"#, status: 6, answers: [503: 1],
            said: """
                error: remove-background: Bedrock in us-west-2 is unavailable (HTTP 503)
                  = try again later
                  = the service says: a fault on demand

                """),
        Case(
            fault: #"{"fault":"status:503","count":3}"#, status: 6, answers: [503: 3],
            said: """
                remove-background: try 2
                remove-background: try 3
                error: remove-background: Bedrock in us-west-2 is unavailable (HTTP 503), after 3 tries
                  = try again later
                  = the service says: a fault on demand

                """,
            attempts: nil),
        Case(
            fault: #"{"fault":"status:500","count":2}"#, status: 0, answers: [500: 2, 200: 1],
            said: """
                remove-background: try 2
                remove-background: try 3
                remove-background: 640x427 png, SECONDS, $0.07
                spent $0.07: 1 call made, 0 cached

                """,
            attempts: nil),
        Case(
            fault: #"{"fault":"throttle"}"#, status: 6, answers: [429: 1],
            said: """
                error: remove-background: too many calls to `us.stability.stable-image-remove-background-v1:0` in us-west-2
                  = image quotas are a few calls per minute: Service Quotas shows and raises them
                  = the service says: Too many requests, please wait before trying again.

                """),
        Case(
            fault: #"{"fault":"throttle","count":2}"#, status: 0, answers: [429: 2, 200: 1],
            said: """
                remove-background: try 2
                remove-background: try 3
                remove-background: 640x427 png, SECONDS, $0.07
                spent $0.07: 1 call made, 0 cached

                """,
            attempts: nil),
        Case(
            fault: #"{"fault":"not-ready"}"#, status: 0, answers: [429: 1, 200: 1],
            said: """
                remove-background: try 2
                remove-background: 640x427 png, SECONDS, $0.07
                spent $0.07: 1 call made, 0 cached

                """,
            attempts: nil),
        Case(
            fault: #"{"fault":"timeout"}"#, status: 1, answers: [0: 1],
            said: """
                error: remove-background: no complete response within 1 s
                  = --timeout raises the limit
                  = this call may have been billed
                $0.07 may be billed for calls that returned no image

                """,
            options: ["--timeout", "1"]),
        Case(
            fault: #"{"fault":"reset"}"#, status: 1, answers: [0: 1],
            said: """
                error: remove-background: `127.0.0.1` closed the connection before responding
                  = this call may have been billed
                $0.07 may be billed for calls that returned no image

                """),
        Case(
            fault: #"{"fault":"truncated"}"#, status: 1, answers: [200: 1],
            said: """
                error: remove-background: the response ended after HALF of its bytes
                  = this call may have been billed
                  = the partial response is kept as /data/imgflow/answers/rejected/KEY.body
                $0.07 may be billed for calls that returned no image

                """),
        Case(
            fault: #"{"fault":"garbage"}"#, status: 1, answers: [200: 1],
            said: """
                error: remove-background: the response is not JSON (byte 0)
                  = this call may have been billed
                  = the response is kept as /data/imgflow/answers/rejected/KEY.body
                $0.07 may be billed for calls that returned no image

                """),
        Case(
            fault: #"{"fault":"filter"}"#, status: 5, answers: [200: 1],
            said: """
                error: remove-background: the content filter refused the prompt
                  = rephrase the prompt
                  = the model says: Filter reason: prompt

                """),
        Case(
            fault: #"{"fault":"filter","side":"input"}"#, status: 5, answers: [200: 1],
            said: """
                error: remove-background: the content filter refused the input image
                  = use another image
                  = the model says: Filter reason: input image

                """),
        Case(
            fault: #"{"fault":"filter","side":"output"}"#, status: 5, answers: [200: 1],
            said: """
                error: remove-background: the content filter refused the output image
                  = try another seed, or rephrase the prompt
                  = the model says: Filter reason: output image

                """),
        Case(
            fault: #"{"fault":"filter","side":"inference"}"#, status: 1, answers: [200: 1],
            said: """
                error: remove-background: the model failed: Inference error
                  = run it again; it is unknown whether such a call is billed
                  = the response is kept as /data/imgflow/answers/rejected/KEY.body
                $0.07 may be billed for calls that returned no image

                """),
    ]
}
