/// What a service's answer means for the person who made the call.
package enum FaultKind: Sendable, Hashable {
    case accessDenied
    /// Anthropic's models want a form from each account.
    case formMissing
    case subscriptionPending
    /// AWS Marketplace has not subscribed the account, and may not by itself.
    case subscriptionFailed
    case noPaymentMethod
    case unknownKey
    /// A Bedrock API key that is wrong, or that has ended.
    case wrongAPIKey
    case expiredKey
    case badSignature
    case wrongClock
    /// Keys of another region: short-term Bedrock API keys are good in one.
    case wrongScope
    case notAuthorizedAccount
    case blockedAccount
    case unknownModel
    case endOfLife
    case legacy
    case needsProfile
    case contentFilter
    case answerTooLarge
    case requestTooLarge
    case quotaExceeded
    case invalidRequest
    case throttled
    case notReady
    case modelTimeout
    case modelError
    case unavailable
    case internalError
    case proxyAuthentication
    case redirected
    /// A web page where JSON was expected.
    case notBedrock
    case other
}

extension FaultKind {
    package init(_ fault: ServiceFault) {
        if fault.message.lowercased().contains("scoped to a valid region") {
            self = .wrongScope
            return
        }
        if let kind = Self.said(fault) {
            self = kind
            return
        }
        // The name says more than the status: a throttling code wins over a 5xx.
        if let type = fault.type, let kind = Self.named(type, fault) {
            self = kind
            return
        }
        if fault.message.contains("Response payload size") {
            self = .answerTooLarge
            return
        }
        if fault.isWebPage, [400, 401, 403, 404].contains(fault.status) {
            self = .notBedrock
            return
        }
        switch fault.status {
        case 300..<400: self = .redirected
        case 400: self = Self.invalid(fault.message)
        case 401: self = .unknownKey
        case 403: self = .accessDenied
        case 404: self = Self.missing(fault.message)
        case 407: self = .proxyAuthentication
        case 408: self = .modelTimeout
        case 413: self = .requestTooLarge
        case 424: self = .modelError
        case 429: self = .throttled
        case 500: self = .internalError
        case 502, 503, 504: self = .unavailable
        default: self = .other
        }
    }

    /// Words that say more than the name, which is `AccessDeniedException` or `ValidationException`
    /// whatever the cause.
    private static func said(_ fault: ServiceFault) -> FaultKind? {
        guard (400..<500).contains(fault.status), !fault.isWebPage else { return nil }
        let text = fault.message.lowercased()
        if text.contains("make sure your api key is valid") { return .wrongAPIKey }
        if text.contains("use case details have not been submitted") { return .formMissing }
        if text.contains("invalid_payment_instrument") || text.contains("valid payment instrument")
        {
            return .noPaymentMethod
        }
        if text.contains("marketplace subscription") && text.contains("cannot be completed") {
            return .subscriptionFailed
        }
        if text.contains("account is not authorized to perform this action") {
            return .blockedAccount
        }
        return nil
    }

    private static func named(_ type: String, _ fault: ServiceFault) -> FaultKind? {
        if throttlingCodes.contains(type) { return .throttled }
        switch type {
        case "AccessDeniedException": return denied(fault.message)
        case "MPAgreementBeingCreated", "MPAgreementBeingCreatedException":
            return .subscriptionPending
        case "UnrecognizedClientException", "InvalidClientTokenId", "UnrecognizedClient":
            return .unknownKey
        case "ExpiredTokenException", "ExpiredToken", "TokenRefreshRequired": return .expiredKey
        case "RequestExpired", "RequestTimeTooSkewed": return .wrongClock
        case "InvalidSignatureException", "SignatureDoesNotMatch":
            let text = fault.message.lowercased()
            let isLate = text.contains("signature expired") || text.contains("not yet current")
            return isLate ? .wrongClock : .badSignature
        case "IncompleteSignature", "IncompleteSignatureException": return .badSignature
        case "ResourceNotFoundException": return missing(fault.message)
        case "ValidationException": return invalid(fault.message)
        case "ServiceQuotaExceededException": return .quotaExceeded
        case "ModelNotReadyException": return .notReady
        case "ModelTimeoutException": return .modelTimeout
        case "ModelErrorException": return .modelError
        case "ServiceUnavailableException", "ServiceUnavailable": return .unavailable
        case "InternalServerException", "InternalFailure", "InternalError": return .internalError
        case "RequestEntityTooLargeException": return .requestTooLarge
        default: return nil
        }
    }

    private static func denied(_ message: String) -> FaultKind {
        let text = message.lowercased()
        if text.contains("marketplace") && text.contains("subscription") {
            return .subscriptionPending
        }
        return .accessDenied
    }

    private static func missing(_ message: String) -> FaultKind {
        let text = message.lowercased()
        if text.contains("legacy") { return .legacy }
        return text.contains("end of its life") || text.contains("end of life")
            ? .endOfLife : .unknownModel
    }

    private static func invalid(_ message: String) -> FaultKind {
        let text = message.lowercased()
        if ["content filter", "filtered word", "content moderation"].contains(where: text.contains)
        {
            return .contentFilter
        }
        if text.contains("on-demand throughput isn") { return .needsProfile }
        if text.contains("model identifier is invalid") { return .unknownModel }
        if text.contains("operation not allowed") { return .notAuthorizedAccount }
        if text.contains("response payload size") { return .answerTooLarge }
        return .invalidRequest
    }

    /// botocore's list for standard retries.
    private static let throttlingCodes: Set<String> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
        "TooManyRequestsException", "ProvisionedThroughputExceededException",
        "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded",
        "LimitExceededException", "RequestThrottled", "SlowDown", "PriorRequestNotComplete",
        "EC2ThrottledException",
    ]
}

extension RetryPolicy.Fault {
    init(_ fault: ServiceFault) {
        let transientCodes = ["RequestTimeout", "RequestTimeoutException", "IDPCommunicationError"]
        switch FaultKind(fault) {
        case .throttled: self = .throttled(hint: fault.retryAfter)
        case .notReady: self = .notReady
        case .unavailable, .internalError: self = .transient
        case .answerTooLarge: self = .final
        default:
            let isTransient =
                [500, 502, 503, 504].contains(fault.status)
                || fault.type.map(transientCodes.contains) ?? false
            self = isTransient ? .transient : .final
        }
    }

    init(_ error: TransportError) {
        switch error {
        case .connectTimeout: self = .connectTimeout
        // The request may have arrived: the image may be made, and billed.
        case .readTimeout, .connectionClosed: self = .unanswered
        case .refused, .unreachable, .unresolvedHost: self = .transient
        // Paid for, perhaps, and as likely to fail again.
        case .truncatedResponse, .responseTooLarge, .malformedResponse: self = .final
        case .unsendable, .tls, .proxyRefused, .proxyNeedsPassword: self = .final
        }
    }
}
