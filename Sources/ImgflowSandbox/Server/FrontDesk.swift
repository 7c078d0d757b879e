import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import SigV4

/// From an HTTP request to an HTTP response: routes, sign-in, faults on demand, the engine.
struct FrontDesk: Sendable {
    let engine: SandboxEngine
    let signIn: SignInCheck
    let record: ServerRecord

    func respond(to request: Request, on channel: any Channel) async throws -> Response {
        // The path as received: decoding it would change what was signed.
        let target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        let path = parts.first ?? "/"
        switch (request.method, path) {
        case (.get, "/_imgflow/log"): return .json(record.json)
        case (.post, "/_imgflow/faults"): return try await addFaults(request)
        default: break
        }
        guard request.method == .post, let model = Self.model(in: path) else {
            return Response(
                .failure(
                    ServiceError(
                        status: 404, type: "UnknownOperationException",
                        message: "expected POST /model/{modelId}/invoke"),
                    requestID: RequestID.random()))
        }
        let query = parts.count > 1 ? parts[1] : ""
        return try await invoke(model, request, path: path, query: query, on: channel)
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
        _ model: String, _ request: Request, path: String, query: String, on channel: any Channel
    ) async throws -> Response {
        guard let body = await body(of: request) else {
            return answered(.failure(.bodyTooLarge, requestID: RequestID.random()), model)
        }
        let region: String?
        do {
            region = try signIn.region(
                of: SigningRequest(
                    method: request.method.rawValue, host: request.head.authority ?? "", path: path,
                    query: query,
                    headers: request.headers.map { ($0.name.canonicalName, $0.value) },
                    payloadHash: PayloadHash.of(body)))
        } catch {
            return answered(.failure(error, requestID: RequestID.random()), model)
        }
        let fault = record.takeFault(model: model)
        if let error = fault?.error {
            return answered(.failure(error, requestID: RequestID.random()), model)
        }
        switch fault {
        case .silence:
            record.count(ServerRecord.Call(model: model, status: 0))
            try await channel.silent()
        case .reset:
            record.count(ServerRecord.Call(model: model, status: 0))
            try await channel.close()
            throw CancellationError()
        case .garbage:
            var answer = SandboxAnswer.success([], requestID: RequestID.random())
            answer.body = Array("<html>not what a model says</html>".utf8)
            return answered(answer, model)
        case .latency(let milliseconds):
            try await Task.sleep(for: .milliseconds(milliseconds))
        default: break
        }
        let answer = await engine.invoke(
            modelID: model, region: region, body: body, refusing: fault?.refusal)
        return fault == .truncated ? truncated(answer, model) : answered(answer, model)
    }

    /// `nil` where it is longer than the service takes.
    private func body(of request: Request) async -> [UInt8]? {
        guard let buffer = try? await request.body.collect(upTo: Limits.requestBytes) else {
            return nil
        }
        return Array(buffer.readableBytesView)
    }

    private func answered(_ answer: SandboxAnswer, _ model: String) -> Response {
        record.count(ServerRecord.Call(model: model, status: answer.status))
        return Response(answer)
    }

    private func truncated(_ answer: SandboxAnswer, _ model: String) -> Response {
        var response = answered(answer, model)
        let half = ByteBuffer(bytes: answer.body.prefix(answer.body.count / 2))
        response.body = ResponseBody(contentLength: answer.body.count) { writer in
            try await writer.write(half)
            throw CancellationError()  // ends the connection
        }
        return response
    }

    private func addFaults(_ request: Request) async throws -> Response {
        let buffer = try await request.body.collect(upTo: 1 << 20)
        do {
            record.add(
                try JSONDecoder().decode([Fault].self, from: Data(buffer.readableBytesView)))
            return .json("{}")
        } catch {
            var response = Response.json(#"{"message":\#(JSONText.quoted("\(error)"))}"#)
            response.status = .badRequest
            return response
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

extension Channel {
    /// Says nothing until the client gives up or the server stops.
    fileprivate func silent() async throws {
        try await withTaskCancellationHandler {
            try await closeFuture.get()
        } onCancel: {
            close(promise: nil)
        }
        throw CancellationError()
    }
}

extension Response {
    fileprivate init(_ answer: SandboxAnswer) {
        var fields = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        self.init(
            status: HTTPResponse.Status(code: answer.status), headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    fileprivate static func json(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
