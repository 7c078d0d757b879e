import FoundationEssentials
import SigV4
import Synchronization

/// STS, as far as one finds out who one is and takes a role: AWS's XML of `2011-06-15`.
struct TokenService: Sendable {
    let sessions: Sessions
    let now: @Sendable () -> Date

    /// The fields of a form body.
    static func form(_ body: [UInt8]) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1).map {
                PercentEncoding.decode($0.replacing("+", with: " "))
            }
            if let name = parts.first { fields[name] = parts.count > 1 ? parts[1] : "" }
        }
        return fields
    }

    /// - Parameter caller: who signed; nil where nobody did.
    func answer(
        _ fields: [String: String], caller: Sessions.Caller?
    ) throws(ServiceError) -> [UInt8] {
        let action = fields["Action"] ?? ""
        guard fields["Version"] == "2011-06-15" else {
            throw .query("InvalidAction", "Could not find operation \(action) for this version")
        }
        switch (action, caller) {
        case ("GetCallerIdentity", let caller?):
            return xml(
                action,
                "<Arn>\(escaped(caller.arn))</Arn><UserId>\(escaped(caller.userID))</UserId>"
                    + "<Account>\(ControlPlane.account)</Account>")
        case ("AssumeRole", _?), ("AssumeRoleWithWebIdentity", _):
            if action == "AssumeRoleWithWebIdentity", fields["WebIdentityToken"]?.isEmpty ?? true {
                throw .query("InvalidIdentityToken", "The web identity token is missing.")
            }
            return try role(fields, action)
        case ("GetCallerIdentity", nil), ("AssumeRole", nil):
            throw .query("MissingAuthenticationToken", "Request is missing Authentication Token")
        default:
            throw .query("InvalidAction", "Could not find operation \(action) for this version")
        }
    }

    private func role(
        _ fields: [String: String], _ action: String
    ) throws(ServiceError) -> [UInt8] {
        guard let role = fields["RoleArn"], role.hasPrefix("arn:aws:iam::"),
            let name = role.split(separator: "/").last
        else { throw .query("ValidationError", "\(fields["RoleArn"] ?? "") is invalid") }
        let seconds = fields["DurationSeconds"].map { Int($0) ?? 0 } ?? 3_600
        guard (900...43_200).contains(seconds) else {
            throw .query(
                "ValidationError",
                "1 validation error detected: Value '\(seconds)' at 'durationSeconds' failed to satisfy constraint"
            )
        }
        let session = fields["RoleSessionName"] ?? "session"
        let end = now().addingTimeInterval(Double(seconds))
        let made = sessions.make(
            arn: "arn:aws:sts::\(ControlPlane.account):assumed-role/\(name)/\(session)", until: end)
        return xml(
            action,
            """
            <Credentials><AccessKeyId>\(made.id)</AccessKeyId>\
            <SecretAccessKey>\(made.secret)</SecretAccessKey>\
            <SessionToken>\(made.token)</SessionToken>\
            <Expiration>\(end.formatted(.iso8601))</Expiration></Credentials>\
            <AssumedRoleUser><Arn>\(escaped(made.caller.arn))</Arn>\
            <AssumedRoleId>\(made.caller.userID)</AssumedRoleId></AssumedRoleUser>
            """)
    }

    private func xml(_ action: String, _ content: String) -> [UInt8] {
        Array(
            """
            <\(action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(action)Result>\
            \(content)</\(action)Result><ResponseMetadata><RequestId>\(RequestID.random())\
            </RequestId></ResponseMetadata></\(action)Response>
            """.utf8)
    }

    /// An error in AWS's query protocol.
    static func failure(_ error: ServiceError) -> SandboxAnswer {
        var headers = SandboxAnswer.headers(RequestID.random())
        headers["Content-Type"] = "text/xml"
        return SandboxAnswer(
            status: error.status, headers: headers,
            body: Array(
                """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>\
                <Type>Sender</Type><Code>\(error.type)</Code><Message>\(escaped(error.message))\
                </Message></Error><RequestId>\(RequestID.random())</RequestId></ErrorResponse>
                """.utf8))
    }
}

private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
}

extension ServiceError {
    fileprivate static func query(_ code: String, _ message: String) -> ServiceError {
        ServiceError(status: code.hasPrefix("Missing") ? 403 : 400, type: code, message: message)
    }
}

/// Keys that were given out for a role, good for a while.
final class Sessions: Sendable {
    struct Caller: Hashable, Sendable {
        var arn: String
        var userID: String
    }

    struct Session: Sendable {
        var id: String
        var secret: String
        var token: String
        var end: Date
        var caller: Caller
    }

    private let sessions = Mutex<[String: Session]>([:])

    func make(arn: String, until end: Date) -> Session {
        let keys = SandboxKeys.random()
        let id = "ASIA" + keys.accessKeyID.dropFirst(4)
        let session = Session(
            id: id, secret: keys.secretAccessKey, token: keys.bearerToken, end: end,
            caller: Caller(arn: arn, userID: "AROASANDBOX:\(arn.split(separator: "/").last ?? "")"))
        sessions.withLock { $0[id] = session }
        return session
    }

    subscript(id: String) -> Session? { sessions.withLock { $0[id] } }
}
