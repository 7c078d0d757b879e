import SigV4

/// What costs nothing to ask: STS and Bedrock's control plane.
extension SandboxRouter {
    /// STS: a bearer key is none of its own.
    func tokens(_ visit: HTTPVisit, query: String) async throws -> Answered {
        let body = try await visit.body(upTo: 1 << 20) ?? []
        let fields = TokenService.form(body)
        let action = fields["Action"] ?? "Unknown"
        do throws(ServiceError) {
            var caller: Sessions.Caller?
            if let authorization = visit.head["authorization"] {
                guard !authorization.hasPrefix("Bearer ") else {
                    throw ServiceError(
                        status: 400, type: "IncompleteSignature",
                        message: "STS accepts signatures, not bearer keys")
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

    func asked(
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
}
