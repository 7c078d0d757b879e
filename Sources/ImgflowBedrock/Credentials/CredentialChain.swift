import FoundationEssentials

/// Finds a sign-in, keeps it, and renews it before it ends; one look at a time, however many ask.
package actor CredentialChain {
    /// Keys must be renewed this long before they end, and everybody waits for it (botocore's
    /// mandatory refresh).
    static let renewal: TimeInterval = 600
    /// From here on a renewal is tried, while the old keys are used (botocore's advisory refresh).
    static let earlyRenewal: TimeInterval = 900
    /// Of keys for which a person has to be asked.
    private static let lastMoment: TimeInterval = 60
    /// A renewal that failed early is tried again after this long.
    private static let pause: TimeInterval = 60

    /// In the order tried: botocore's, with the Bedrock key before everything.
    package static let standard: [any CredentialProvider] = [
        BearerKeyProvider(),
        EnvironmentProvider(),
        AssumeRoleProvider(),
        WebIdentityProvider(),
        SSOProvider(),
        SharedFileProvider(file: .credentials),
        LoginProvider(),
        CredentialProcessProvider(),
        SharedFileProvider(file: .config),
        ContainerProvider(),
        InstanceProvider(),
    ]

    private let context: CredentialContext
    private let providers: [any CredentialProvider]
    private var current: SignIn?
    private var search: Task<Void, Never>?
    private var lastFailure: Date?
    /// Callers of `signIn` that wait for the search.
    private var waiters: [Int: CheckedContinuation<SignIn, any Error>] = [:]
    private var waiterCount = 0

    package init(
        _ context: CredentialContext, providers: [any CredentialProvider] = CredentialChain.standard
    ) {
        self.context = context
        self.providers = providers
    }

    /// Whether a person has to give a one-time code, which is better asked before the calls begin.
    package nonisolated var asksPerson: Bool { AssumeRoleProvider.asksPerson(context) }

    /// Throws `CredentialError`, or `CancellationError` at once when the caller is cancelled.
    package func signIn() async throws -> SignIn {
        if let current, !isDue(current, within: Self.renewal) {
            if isDue(current, within: Self.earlyRenewal), !failedLately { startSearch() }
            return current
        }
        // What failed a moment ago is not asked before every call.
        if let current, !hasEnded(current), failedLately { return current }
        try Task.checkCancellation()
        let number = waiterCount
        waiterCount += 1
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                waiters[number] = waiter
                startSearch()
            }
        } onCancel: {
            Task { await self.leave(number) }
        }
    }

    private func startSearch() {
        guard search == nil else { return }
        search = Task { [context, providers] in
            do {
                finish(.success(try await Self.look(context, providers)))
            } catch {
                finish(.failure(error))
            }
        }
    }

    private func finish(_ result: Result<SignIn, any Error>) {
        search = nil
        var outcome = result
        switch result {
        case .success(let found):
            current = found
            lastFailure = found.wasRenewed ? nil : context.environment.now()
        case .failure(let error) where error is CancellationError:
            // Everybody had left when it was cancelled; who came since starts again.
            if !waiters.isEmpty { startSearch() }
            return
        case .failure:
            lastFailure = context.environment.now()
            // Keys that still work outlive a failed renewal.
            if let current, !hasEnded(current) { outcome = .success(current) }
        }
        let all = waiters.values
        waiters = [:]
        for waiter in all { waiter.resume(with: outcome) }
    }

    /// One caller is cancelled; the search goes on while others wait for it.
    private func leave(_ number: Int) {
        guard let waiter = waiters.removeValue(forKey: number) else { return }
        waiter.resume(throwing: CancellationError())
        if waiters.isEmpty { search?.cancel() }
    }

    private func isDue(_ signIn: SignIn, within time: TimeInterval) -> Bool {
        guard let expiration = signIn.expiration else { return false }
        let time = signIn.asksPerson ? Self.lastMoment : time
        return expiration.timeIntervalSince(context.environment.now()) < time
    }

    private var failedLately: Bool {
        lastFailure.map { context.environment.now().timeIntervalSince($0) < Self.pause } ?? false
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
        throw CredentialError.nothingFound(
            lookedAt: providers.map { "\($0.name): \($0.absence(context))" })
    }
}
