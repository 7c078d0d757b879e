import FoundationEssentials
import SigV4

/// Who calls, and for which region: Signature Version 4 over the request as it was received, or a
/// bearer key. Errors: reference, section 11.1.
struct SignInCheck: Sendable {
    /// AWS allows clocks to differ by so much, in seconds.
    static let skew: TimeInterval = 15 * 60

    let keys: SandboxKeys
    let sessions: Sessions
    let now: @Sendable () -> Date

    struct SignedIn: Sendable {
        /// That the caller means; nil for a bearer key, which names none, as the server's address
        /// does not either.
        var region: String?
        var caller: Sessions.Caller
    }

    private static let user = Sessions.Caller(
        arn: "arn:aws:iam::\(ControlPlane.account):user/sandbox", userID: "AIDASANDBOX")

    /// What the headers alone show of a signature; nil for a bearer key, which has none.
    ///
    /// - Parameter service: the signing name.
    func plausible(
        _ request: SigningRequest, _ service: String
    ) throws(ServiceError) -> Claim? {
        func header(_ name: String) -> String? {
            request.headers.first { $0.name.lowercased() == name }?.value
        }
        guard let authorization = header("authorization") else {
            throw .forbidden("MissingAuthenticationTokenException", "Missing Authentication Token")
        }
        if authorization.hasPrefix("Bearer ") {
            guard authorization.dropFirst(7) == keys.bearerToken else {
                throw .forbidden(
                    "AccessDeniedException",
                    "Authentication failed: Please make sure your API Key is valid.")
            }
            return nil
        }
        let signed: AuthorizationHeader
        do {
            signed = try AuthorizationHeader(parsing: authorization)
        } catch {
            throw .incompleteSignature("\(error)")
        }
        guard let date = header("x-amz-date"), let time = AmazonDate.date(date) else {
            throw .incompleteSignature("`x-amz-date` is missing or no date")
        }
        let session = sessions[signed.accessKeyID]
        let isOwn = signed.accessKeyID == keys.accessKeyID
        guard isOwn || session != nil, header("x-amz-security-token") == session?.token else {
            throw .forbidden(
                service == "sts" ? "InvalidClientTokenId" : "UnrecognizedClientException",
                "The security token included in the request is invalid.")
        }
        if let session, session.end <= now() {
            throw .forbidden(
                service == "sts" ? "ExpiredToken" : "ExpiredTokenException",
                "The security token included in the request is expired")
        }
        guard abs(now().timeIntervalSince(time)) <= Self.skew else {
            throw ServiceError(
                status: 400, type: "RequestExpired",
                message:
                    "Signature expired: \(date) is more than 15 minutes from the server's time.")
        }
        guard signed.scope.service == service, signed.scope.day == date.prefix(8) else {
            throw .forbidden(
                "InvalidSignatureException",
                "Credential should be scoped to a valid date and to correct service: '\(service)'.")
        }
        return Claim(header: signed, date: date, session: session)
    }

    /// Whose signature it says it is.
    struct Claim {
        var header: AuthorizationHeader
        var date: String
        var session: Sessions.Session?
    }

    /// - Parameter service: the signing name.
    func check(
        _ request: SigningRequest, service: String = "bedrock"
    ) throws(ServiceError) -> SignedIn {
        guard let claim = try plausible(request, service) else {
            return SignedIn(region: nil, caller: Self.user)
        }
        let (signed, date, session) = (claim.header, claim.date, claim.session)
        let expected = signed.expectedSignature(
            for: request, amazonDate: date, secretAccessKey: session?.secret ?? keys.secretAccessKey
        )
        guard expected == signed.signature else {
            throw .forbidden(
                "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. "
                    + "Check your AWS Secret Access Key and signing method. Consult the service "
                    + "documentation for details.")
        }
        return SignedIn(
            region: signed.scope.region, caller: session?.caller ?? Self.user)
    }
}

extension ServiceError {
    fileprivate static func forbidden(_ type: String, _ message: String) -> ServiceError {
        ServiceError(status: 403, type: type, message: message)
    }

    fileprivate static func incompleteSignature(_ reason: String) -> ServiceError {
        ServiceError(
            status: 400, type: "IncompleteSignature",
            message: "Authorization header is not complete: \(reason)")
    }
}
