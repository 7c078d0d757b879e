import FoundationEssentials
package import SigV4

/// AWS's Security Token Service: who one is, and keys of a role for those who may take it.
/// Form parameters and XML as in botocore's `sts/2011-06-15`.
package struct STS: Sendable {
    /// Why a call gave nothing.
    package enum Failure: Error, Hashable, Sendable {
        /// AWS said no: its code and its words.
        case refused(code: String, message: String, status: Int)
        case unreadable
    }

    /// The answer of `GetCallerIdentity`.
    package struct Identity: Hashable, Sendable {
        package var account: String
        package var arn: String
        package var userID: String
    }

    /// What a role is taken with.
    package struct RoleRequest: Hashable, Sendable {
        package var role: String
        package var session: String
        /// Seconds.
        package var duration: Int?
        package var externalID: String?
        /// Of a device that gives one-time codes.
        package var serial: String?
    }

    private let web: any WebSender
    private let address: WebAddress
    private let region: String

    package init(web: any WebSender, endpoint: Endpoint, region: String) throws(SettingsError) {
        self.web = web
        self.region = region
        address = try endpoint.address(region: region, of: .sts)
    }

    package func callerIdentity(_ signIn: SignIn) async throws -> Identity {
        let text = try await call([("Action", "GetCallerIdentity")], signedBy: signIn)
        guard let account = XMLText.value("Account", in: text),
            let arn = XMLText.value("Arn", in: text)
        else { throw Failure.unreadable }
        return Identity(
            account: account, arn: arn, userID: XMLText.value("UserId", in: text) ?? "")
    }

    /// - Parameter code: of the device with `request.serial`.
    package func assumeRole(
        _ request: RoleRequest, as credentials: Credentials, code: String? = nil
    ) async throws -> Credentials {
        var fields = fields(of: request, action: "AssumeRole")
        if let id = request.externalID { fields.append(("ExternalId", id)) }
        if let serial = request.serial, let code {
            fields += [("SerialNumber", serial), ("TokenCode", code)]
        }
        let text = try await call(
            fields, signedBy: SignIn(method: .signature(credentials), source: "a role's source"))
        return try keys(in: text)
    }

    /// Unsigned: the token says who one is.
    package func assumeRole(_ request: RoleRequest, withWebIdentity token: String) async throws
        -> Credentials
    {
        let fields =
            fields(of: request, action: "AssumeRoleWithWebIdentity")
            + [("WebIdentityToken", token)]
        return try keys(in: try await call(fields, signedBy: nil))
    }

    private func fields(of request: RoleRequest, action: String) -> [(String, String)] {
        [("Action", action), ("RoleArn", request.role), ("RoleSessionName", request.session)]
            + (request.duration.map { [("DurationSeconds", "\($0)")] } ?? [])
    }

    private func call(
        _ fields: [(String, String)], signedBy signIn: SignIn?
    ) async throws -> String {
        let body = (fields + [("Version", "2011-06-15")])
            .map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        let response = try await web.send(
            WebRequest(
                "POST", address, path: "/",
                headers: [("content-type", "application/x-www-form-urlencoded; charset=utf-8")],
                body: body),
            signedBy: signIn, service: .sts, region: region)
        guard response.status == 200 else {
            throw Failure.refused(
                code: XMLText.value("Code", in: response.text) ?? "status \(response.status)",
                message: PlainText.line(XMLText.value("Message", in: response.text) ?? ""),
                status: response.status)
        }
        return response.text
    }

    private func keys(in text: String) throws -> Credentials {
        guard let id = XMLText.value("AccessKeyId", in: text),
            let secret = XMLText.value("SecretAccessKey", in: text),
            let token = XMLText.value("SessionToken", in: text)
        else { throw Failure.unreadable }
        return Credentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: token,
            expiration: XMLText.value("Expiration", in: text).flatMap(ISODate.date))
    }
}

extension STS.Failure {
    /// The signature was good, but not now: the clock is wrong, not the keys.
    package var isWrongClock: Bool {
        guard case .refused(let code, let message, _) = self else { return false }
        let text = message.lowercased()
        return ["RequestExpired", "RequestTimeTooSkewed"].contains(code)
            || text.contains("signature expired") || text.contains("not yet current")
    }

    /// The one-time code was mistyped, or used before.
    package var isWrongCode: Bool {
        guard case .refused(_, let message, _) = self else { return false }
        return message.contains("MultiFactorAuthentication failed")
    }

    package static let clockAdvice =
        "set this machine's clock, for example with `timedatectl set-ntp true`: a signature is valid for"
        + " five minutes"
}

extension STS.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .refused(let code, let message, _):
            message.isEmpty ? "STS refused: \(code)" : "STS refused: \(message) (\(code))"
        case .unreadable: "the response is not one of STS"
        }
    }
}
