/// Why a call gave no answer, after all its tries.
package struct BedrockError: Error, Sendable {
    package enum Cause: Sendable, Hashable {
        case service(ServiceFault, FaultKind)
        case transport(TransportError)
        case credentials(CredentialError)
        case settings(SettingsError)
    }

    /// What the exit code is taken from.
    package enum Category: Sendable, Hashable {
        case usage
        case credentials
        case access
        case filter
        case throttled
        case unavailable
        case failed
    }

    package var cause: Cause
    package var modelID: String
    package var region: String
    package var operation: InvokeRequest.Operation
    /// Requests sent, or begun.
    package var tries: Int
    /// What came of an answer that was interrupted; it may be paid for.
    package var part: HTTPResponse?
    /// Where that was put.
    package var keptAt: String?

    /// A setting that shows itself to be wrong before any request is made.
    package init(settings: SettingsError) {
        self.init(cause: .settings(settings), modelID: "", region: "", tries: 0)
    }

    init(
        cause: Cause, modelID: String, region: String,
        operation: InvokeRequest.Operation = .invoke, tries: Int
    ) {
        self.operation = operation
        self.cause = cause
        self.modelID = modelID
        self.region = region
        self.tries = tries
    }

    package var requestID: String? {
        if case .service(let fault, _) = cause { return fault.requestID }
        return nil
    }

    package var status: Int? {
        if case .service(let fault, _) = cause { return fault.status }
        return nil
    }

    /// The service's name for the error: `ThrottlingException`.
    package var type: String? {
        if case .service(let fault, _) = cause { return fault.type }
        return nil
    }

    /// The service's own words; empty when it has none.
    package var serviceMessage: String {
        if case .service(let fault, _) = cause { return fault.message }
        return ""
    }

    /// The work may have been done although no answer can be used. A model that is asked about images
    /// has then read them, and whether that is billed no document says: docs/vision-models.md, 8.
    package var mayHaveBeenBilled: Bool {
        switch cause {
        case .transport(let error): error.mayHaveBeenBilled
        case .service(_, .answerTooLarge): true
        case .service(_, .modelError), .service(_, .modelTimeout): operation == .converse
        case .service: false
        case .credentials, .settings: false
        }
    }

    /// A model that failed by chance, as Nova does when it fills in a form: asked once more, as a call
    /// of its own. Source: docs/vision-models.md, 2.2.
    package var mayBeAskedAgain: Bool {
        if case .service(_, .modelError) = cause { true } else { false }
    }

    package var category: Category {
        switch cause {
        case .settings: return .usage
        case .credentials: return .credentials
        case .transport(let error):
            switch error {
            case .refused, .unreachable, .unresolvedHost, .connectTimeout: return .unavailable
            case .unsendable, .tls, .proxyRefused, .proxyNeedsPassword, .connectionClosed,
                .readTimeout, .truncatedResponse, .responseTooLarge, .malformedResponse:
                return .failed
            }
        case .service(_, let kind):
            switch kind {
            case .unknownKey, .wrongAPIKey, .expiredKey, .badSignature, .wrongClock, .wrongScope:
                return .credentials
            case .accessDenied, .formMissing, .subscriptionPending, .subscriptionFailed,
                .noPaymentMethod, .notAuthorizedAccount, .blockedAccount, .legacy:
                return .access
            case .contentFilter: return .filter
            case .throttled: return .throttled
            case .notReady, .unavailable, .internalError: return .unavailable
            case .unknownModel, .endOfLife, .needsProfile, .answerTooLarge, .requestTooLarge,
                .quotaExceeded, .invalidRequest, .modelTimeout, .modelError, .proxyAuthentication,
                .redirected, .notBedrock, .other:
                return .failed
            }
        }
    }
}
