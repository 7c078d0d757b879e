import FoundationEssentials
import SigV4

/// From an HTTP request to an HTTP response: routes, sign-in, faults on demand, the engine.
struct SandboxRouter: Sendable {
    let engine: SandboxEngine
    let signIn: SignInCheck
    let tokens: TokenService
    let control: ControlPlane
    /// Nil where nothing is metered.
    let quotas: QuotaMeter?
    let record: ServerRecord
    let log: RequestLog
    /// Models that the caller's policies do not allow.
    let denied: Set<String>
    /// Whether `/_imgflow/…` is there.
    let hasControl: Bool

    /// What is known of a request when it is answered.
    struct Answered {
        var response: HTTPAnswer
        var operation: String
        var model: String?
        var region: String?
        var error: String?
        var violations: [String] = []
        var bytesIn = 0
        var bytesOut = 0

        init(
            _ answer: SandboxAnswer, _ operation: String, model: String? = nil,
            region: String? = nil, bytesIn: Int = 0
        ) {
            response = HTTPAnswer(answer)
            self.operation = operation
            self.model = model
            self.region = region
            self.bytesIn = bytesIn
            error = answer.headers["x-amzn-ErrorType"]
            violations = answer.violations
            bytesOut = answer.body.count
        }
    }

    /// - Throws: `WebServer.Hangup` where a fault says nothing, and what breaks the connection.
    func respond(to visit: HTTPVisit) async throws -> HTTPAnswer {
        // The path as received: decoding it would change what was signed.
        let parts = visit.head.target.split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false
        ).map(String.init)
        let path = parts.first ?? "/"
        if path.hasPrefix("/_imgflow/"), hasControl {
            guard Visitor(visit.head).isTrusted else {
                return .json(
                    #"{"message":"only this machine's own programs may ask here, by localhost or an address"}"#,
                    status: 403)
            }
            if let response = try await ownEndpoint(visit, path) { return response }
        }
        let start = ContinuousClock.now
        let answered: Answered
        do {
            answered = try await answer(
                visit, path: path, query: parts.count > 1 ? parts[1] : "")
        } catch {
            // A fault that says nothing: the connection is gone.
            let call = Self.call(in: path)
            note(
                start, call?.operation.name ?? "Unknown", call?.model, nil, 0, nil, [], 0, 0)
            throw error
        }
        note(
            start, answered.operation, answered.model, answered.region,
            answered.response.status, answered.error, answered.violations, answered.bytesIn,
            answered.bytesOut)
        var response = answered.response
        response.headers.append(("date", HTTPDate.text(signIn.now())))
        return response
    }

    private func note(
        _ start: ContinuousClock.Instant, _ operation: String, _ model: String?,
        _ region: String?, _ status: Int, _ error: String?, _ violations: [String],
        _ bytesIn: Int, _ bytesOut: Int
    ) {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        log.add(
            RequestLog.Entry(
                time: signIn.now().formatted(.iso8601), operation: operation, model: model,
                region: region, status: status, error: error,
                violations: RequestLog.shortened(violations), bytesIn: bytesIn,
                bytesOut: bytesOut,
                milliseconds: Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)))
    }

    private func answer(
        _ visit: HTTPVisit, path: String, query: String
    ) async throws -> Answered {
        let head = visit.head
        if head.method == "POST", let (model, operation) = Self.call(in: path) {
            return try await call(operation, of: model, visit, path: path, query: query)
        }
        if head.method == "POST", path == "/" { return try await tokens(visit, query: query) }
        if head.method == "GET", let (operation, subject) = control.operation(of: path) {
            return asked(operation, subject, head, path: path, query: query)
        }
        return Answered(
            .failure(
                ServiceError(
                    status: 404, type: "UnknownOperationException",
                    message:
                        "expected POST /model/{modelId}/invoke or /converse, or an operation of Bedrock's control plane or STS"
                ), requestID: RequestID.random()), "Unknown")
    }

    func signing(
        _ head: HTTPHead, _ body: [UInt8], path: String, query: String
    ) -> SigningRequest {
        SigningRequest(
            method: head.method, host: head.host, path: path, query: query, headers: head.headers,
            payloadHash: PayloadHash.of(body))
    }

    /// What is done with a model: the last segment of the path.
    enum ModelCall: String {
        case invoke, converse

        /// As AWS calls it.
        var name: String { self == .invoke ? "InvokeModel" : "Converse" }
    }

    /// The id between `/model/` and `/invoke` or `/converse`, which holds no slash but an encoded one.
    private static func call(in path: String) -> (model: String, operation: ModelCall)? {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count == 4, segments[0].isEmpty, segments[1] == "model",
            let operation = ModelCall(rawValue: String(segments[3])), !segments[2].isEmpty
        else { return nil }
        return (PercentEncoding.decode(segments[2]), operation)
    }
}
