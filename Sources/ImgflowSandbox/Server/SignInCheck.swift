import FoundationEssentials
import SigV4

/// Who calls, and for which region: Signature Version 4 over the request as it was received, or a
/// bearer key. Errors: reference, section 11.1.
struct SignInCheck: Sendable {
    /// AWS allows clocks to differ by so much, in seconds.
    static let skew: TimeInterval = 15 * 60

    let keys: SandboxKeys
    let now: @Sendable () -> Date

    /// The region that the caller means; nil for a bearer key, which names none, as the server's
    /// address does not either.
    func region(of request: SigningRequest) throws(ServiceError) -> String? {
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
        guard signed.accessKeyID == keys.accessKeyID, header("x-amz-security-token") == nil else {
            throw .forbidden(
                "UnrecognizedClientException",
                "The security token included in the request is invalid.")
        }
        guard abs(now().timeIntervalSince(time)) <= Self.skew else {
            throw ServiceError(
                status: 400, type: "RequestExpired",
                message:
                    "Signature expired: \(date) is more than 15 minutes from the server's time.")
        }
        guard signed.scope.service == "bedrock", signed.scope.day == date.prefix(8) else {
            throw .forbidden(
                "InvalidSignatureException",
                "Credential should be scoped to a valid date and to correct service: 'bedrock'.")
        }
        let expected = signed.expectedSignature(
            for: request, amazonDate: date, secretAccessKey: keys.secretAccessKey)
        guard expected == signed.signature else {
            throw .forbidden(
                "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. "
                    + "Check your AWS Secret Access Key and signing method. Consult the service "
                    + "documentation for details.")
        }
        return signed.scope.region
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
