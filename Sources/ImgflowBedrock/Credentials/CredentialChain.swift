import FoundationEssentials

/// Finds a sign-in, keeps it, and renews it before it ends; one look at a time, however many ask.
package actor CredentialChain {
    /// Keys are renewed this long before they end (botocore's mandatory refresh).
    static let renewal: TimeInterval = 600

    /// In the order tried: botocore's, with the Bedrock key before everything.
    package static let standard: [any CredentialProvider] = [
        BearerKeyProvider(),
        EnvironmentProvider(),
        ExportedSignInProvider(stage: .roles),
        SharedFileProvider(file: .credentials),
        ExportedSignInProvider(stage: .login),
        CredentialProcessProvider(),
        SharedFileProvider(file: .config),
        ExportedSignInProvider(stage: .machine),
    ]

    private let context: CredentialContext
    private let providers: [any CredentialProvider]
    private var current: SignIn?
    private var search: Task<SignIn, any Error>?

    package init(
        _ context: CredentialContext, providers: [any CredentialProvider] = CredentialChain.standard
    ) {
        self.context = context
        self.providers = providers
    }

    /// Throws `CredentialError`.
    package func signIn() async throws -> SignIn {
        if let current, !isDue(current) { return current }
        while true {
            try Task.checkCancellation()
            let search =
                search
                ?? Task { [context, providers] in
                    try await Self.look(context, providers)
                }
            self.search = search
            do {
                let found = try await withTaskCancellationHandler {
                    try await search.value
                } onCancel: {
                    search.cancel()
                }
                if self.search == search {
                    self.search = nil
                    current = found
                }
                return found
            } catch {
                if self.search == search { self.search = nil }
                // Somebody else's interrupt ended the common search; this caller looks again.
                if error is CancellationError, !Task.isCancelled { continue }
                // Keys that still work outlive a failed renewal.
                if !(error is CancellationError), let current, !hasEnded(current) { return current }
                throw error
            }
        }
    }

    private func isDue(_ signIn: SignIn) -> Bool {
        guard let expiration = signIn.expiration else { return false }
        return expiration.timeIntervalSince(context.environment.now()) < Self.renewal
    }

    private func hasEnded(_ signIn: SignIn) -> Bool {
        guard let expiration = signIn.expiration else { return false }
        return expiration <= context.environment.now()
    }

    private static func look(
        _ context: CredentialContext, _ providers: [any CredentialProvider]
    ) async throws -> SignIn {
        for provider in providers {
            guard let found = try await provider.signIn(context) else { continue }
            if let expiration = found.expiration, expiration <= context.environment.now() {
                throw CredentialError.expired(source: found.source)
            }
            return found
        }
        // A profile that somebody asked for and that nobody has; `default` need not be there.
        if context.profile == nil, context.profileName.source != .standard {
            throw CredentialError.settings(
                .unknownProfile(context.profileName, known: context.files.profileNames))
        }
        throw CredentialError.nothingFound(lookedAt: providers.map(\.name))
    }
}
