import FoundationEssentials
import SigV4

/// From an HTTP request to an HTTP response: routes, sign-in, faults on demand, the engine.
struct FrontDesk: Sendable {
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
    private struct Answered {
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
            note(start, "InvokeModel", Self.model(in: path), nil, 0, nil, [], 0, 0)
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

    /// The sandbox's own endpoints.
    private func ownEndpoint(_ visit: HTTPVisit, _ path: String) async throws -> HTTPAnswer? {
        switch (visit.head.method, path) {
        case ("GET", "/_imgflow/log"): .json(record.json)
        case ("GET", "/_imgflow/requests"): .json(String(decoding: log.json, as: UTF8.self))
        case ("POST", "/_imgflow/faults"): try await addFaults(visit)
        case ("DELETE", "/_imgflow/faults"): clearFaults()
        default: nil
        }
    }

    private func clearFaults() -> HTTPAnswer {
        record.clearFaults()
        return .json("{}")
    }

    private func answer(
        _ visit: HTTPVisit, path: String, query: String
    ) async throws -> Answered {
        let head = visit.head
        if head.method == "POST", let model = Self.model(in: path) {
            return try await invoke(model, visit, path: path, query: query)
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
                        "expected POST /model/{modelId}/invoke, or an operation of Bedrock's control plane or STS"
                ), requestID: RequestID.random()), "Unknown")
    }

    private func signing(
        _ head: HTTPHead, _ body: [UInt8], path: String, query: String
    ) -> SigningRequest {
        SigningRequest(
            method: head.method, host: head.host, path: path, query: query, headers: head.headers,
            payloadHash: PayloadHash.of(body))
    }

    /// STS: a bearer key is none of its own.
    private func tokens(_ visit: HTTPVisit, query: String) async throws -> Answered {
        let body = try await visit.body(upTo: 1 << 20) ?? []
        let fields = TokenService.form(body)
        let action = fields["Action"] ?? "Unknown"
        do throws(ServiceError) {
            var caller: Sessions.Caller?
            if let authorization = visit.head["authorization"] {
                guard !authorization.hasPrefix("Bearer ") else {
                    throw ServiceError(
                        status: 400, type: "IncompleteSignature",
                        message: "STS takes signatures, not bearer keys")
                }
                caller = try signIn.check(
                    signing(visit.head, body, path: "/", query: query), service: "sts"
                ).caller
            }
            var headers = SandboxAnswer.headers(RequestID.random())
            headers["Content-Type"] = "text/xml"
            return Answered(
                SandboxAnswer(
                    status: 200, headers: headers,
                    body: try tokens.answer(fields, caller: caller)), action,
                bytesIn: body.count)
        } catch {
            var failed = Answered(TokenService.failure(error), action, bytesIn: body.count)
            failed.error = error.type
            return failed
        }
    }

    private func asked(
        _ operation: String, _ subject: String?, _ head: HTTPHead, path: String, query: String
    ) -> Answered {
        var region: String?
        do throws(ServiceError) {
            region =
                try signIn.check(signing(head, [], path: path, query: query)).region
                ?? "us-west-2"
            let body = try control.answer(
                operation, subject, query: TokenService.form(Array(query.utf8)),
                region: region ?? "us-west-2")
            return Answered(
                .success(body, requestID: RequestID.random()), operation, model: subject,
                region: region)
        } catch {
            return Answered(
                .failure(error, requestID: RequestID.random()), operation, model: subject,
                region: region)
        }
    }

    /// The id between `/model/` and `/invoke`, which holds no slash but an encoded one.
    private static func model(in path: String) -> String? {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count == 4, segments[0].isEmpty, segments[1] == "model",
            segments[3] == "invoke", !segments[2].isEmpty
        else { return nil }
        return PercentEncoding.decode(segments[2])
    }

    private func invoke(
        _ model: String, _ visit: HTTPVisit, path: String, query: String
    ) async throws -> Answered {
        record.begin()
        defer { record.end() }
        if let refusal = unsigned(visit.head, path: path, query: query) {
            return answered(.failure(refusal, requestID: RequestID.random()), model)
        }
        guard let body = try await visit.body(upTo: Limits.requestBytes) else {
            return answered(.failure(.bodyTooLarge, requestID: RequestID.random()), model)
        }
        let region: String?
        do throws(ServiceError) {
            let signedIn = try signIn.check(
                signing(visit.head, body, path: path, query: query))
            region = signedIn.region
            try mayInvoke(model, region: region, signedIn.caller)
        } catch {
            return answered(
                .failure(error, requestID: RequestID.random()), model, bytesIn: body.count)
        }
        let fault = record.takeFault(model: model)
        if let error = fault?.error {
            return answered(
                .failure(error, requestID: RequestID.random()), model, region,
                bytesIn: body.count)
        }
        switch fault {
        case .silence:
            record.count(ServerRecord.Call(model: model, status: 0))
            await visit.line.untilGone()
            throw WebServer.Hangup()
        case .reset:
            record.count(ServerRecord.Call(model: model, status: 0))
            throw WebServer.Hangup()
        case .garbage:
            var answer = SandboxAnswer.success([], requestID: RequestID.random())
            answer.body = Array("<html>not what a model says</html>".utf8)
            return answered(answer, model, region, bytesIn: body.count)
        case .latency(let milliseconds):
            try await Task.sleep(for: .milliseconds(milliseconds))
        default: break
        }
        let answer = await engine.invoke(
            modelID: model, region: region, body: body, refusing: fault?.refusal)
        var result = answered(answer, model, region, bytesIn: body.count)
        // A body that promises more than comes.
        if fault == .truncated { result.response.cut = answer.body.count / 2 }
        return result
    }

    /// Policies, the account's standing and its quotas, in this order.
    private func mayInvoke(
        _ model: String, region: String?, _ caller: Sessions.Caller
    ) throws(ServiceError) {
        let refused = ModelDirectory.resources(of: model, region: region ?? "us-west-2").first {
            denied.contains("*") || denied.contains($0.id) || denied.contains($0.arn)
        }
        if let refused {
            throw ServiceError(
                status: 403, type: "AccessDeniedException",
                message:
                    "User: \(caller.arn) is not authorized to perform: bedrock:InvokeModel on resource: \(refused.arn) because no identity-based policy allows the bedrock:InvokeModel action"
            )
        }
        if let refusal = control.state.refusal { throw refusal }
        if let quotas, !quotas.takes(model, region: region ?? "us-west-2") { throw .throttled }
    }

    /// What already its headers show to be signed by nobody: nothing of its body is read then.
    private func unsigned(_ head: HTTPHead, path: String, query: String) -> ServiceError? {
        do throws(ServiceError) {
            _ = try signIn.plausible(signing(head, [], path: path, query: query), "bedrock")
            return nil
        } catch {
            return error
        }
    }

    private func answered(
        _ answer: SandboxAnswer, _ model: String, _ region: String? = nil, bytesIn: Int = 0
    ) -> Answered {
        record.count(ServerRecord.Call(model: model, status: answer.status))
        return Answered(
            answer, "InvokeModel", model: model, region: region, bytesIn: bytesIn)
    }

    private func addFaults(_ visit: HTTPVisit) async throws -> HTTPAnswer {
        func wrong(_ why: String) -> HTTPAnswer {
            let hint =
                #"expected a list such as [{"fault":"throttle","count":3}], with a "model" if it is for one: "#
            return .json(#"{"message":\#(JSONText.quoted(hint + why))}"#, status: 400)
        }
        guard let body = try await visit.body(upTo: 1 << 20) else {
            return wrong("more than 1 MB came")
        }
        do {
            record.add(try JSONDecoder().decode([Fault].self, from: Data(body)))
            return .json("{}")
        } catch {
            return wrong("\(error)")
        }
    }
}

extension Fault.Kind {
    fileprivate var error: ServiceError? {
        switch self {
        case .throttle: .throttled
        case .notReady: .notReady
        case .modelTimeout: .timedOut
        case .status(let status, let type):
            ServiceError(status: status, type: type, message: "a fault on demand")
        default: nil
        }
    }

    fileprivate var refusal: Refusal? {
        switch self {
        case .filter(.prompt): .prompt
        case .filter(.input): .input
        case .filter(.output): .output
        case .filter(.inference): .inferenceError
        default: nil
        }
    }
}
