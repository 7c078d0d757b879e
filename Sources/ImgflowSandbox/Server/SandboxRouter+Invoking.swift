import FoundationEssentials
import SigV4

/// Calls of models, and what goes wrong with them on demand.
extension SandboxRouter {
    func call(
        _ operation: ModelCall, of model: String, _ visit: HTTPVisit, path: String, query: String
    ) async throws -> Answered {
        record.begin()
        defer { record.end() }
        if let refusal = unsigned(visit.head, path: path, query: query) {
            return answered(.failure(refusal, requestID: RequestID.random()), operation, model)
        }
        guard let body = try await visit.body(upTo: Limits.requestBytes) else {
            return answered(
                .failure(.bodyTooLarge, requestID: RequestID.random()), operation, model)
        }
        let region: String?
        do throws(ServiceError) {
            let signedIn = try signIn.check(
                signing(visit.head, body, path: path, query: query))
            region = signedIn.region
            try mayInvoke(model, region: region, signedIn.caller)
        } catch {
            return answered(
                .failure(error, requestID: RequestID.random()), operation, model,
                bytesIn: body.count)
        }
        let fault = record.takeFault(model: model, isConverse: operation == .converse)
        if let error = fault?.error {
            return answered(
                .failure(error, requestID: RequestID.random()), operation, model, region,
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
            return answered(answer, operation, model, region, bytesIn: body.count)
        case .latency(let milliseconds):
            try await Task.sleep(for: .milliseconds(milliseconds))
        default: break
        }
        let answer =
            switch operation {
            case .invoke:
                await engine.invoke(
                    modelID: model, region: region, body: body, refusing: fault?.refusal)
            case .converse:
                await engine.converse(
                    modelID: model, region: region, body: body, refusing: fault?.refusal,
                    mishap: fault?.mishap)
            }
        var result = answered(answer, operation, model, region, bytesIn: body.count)
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
        _ answer: SandboxAnswer, _ operation: ModelCall, _ model: String,
        _ region: String? = nil, bytesIn: Int = 0
    ) -> Answered {
        record.count(ServerRecord.Call(model: model, status: answer.status))
        return Answered(
            answer, operation.name, model: model, region: region, bytesIn: bytesIn)
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

    fileprivate var mishap: ConverseAnswer.Mishap? {
        switch self {
        case .text: .text
        case .stop(let reason): .stop(reason)
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
