package import FoundationEssentials

/// Makes calls until they succeed, or cannot: asks the policy, waits, tries again. Gives back
/// successes only.
package struct BedrockClient: Sendable {
    private let transport: any InvokeTransport
    private let policy: RetryPolicy
    private let state: RetryState
    private let pacer: Pacer?
    private let clock: RetryClock
    private let date: @Sendable () -> Date

    /// - Parameters:
    ///   - state: one for the process, so that all calls wait together.
    ///   - pacer: keeps to the quotas; nil where nobody counts.
    ///   - date: the wall clock, to tell a wrong one.
    package init(
        transport: any InvokeTransport, policy: RetryPolicy, state: RetryState,
        pacer: Pacer? = nil,
        clock: RetryClock = .system, date: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.transport = transport
        self.policy = policy
        self.state = state
        self.pacer = pacer
        self.clock = clock
        self.date = date
    }

    /// Throws `BedrockError`, or `CancellationError`.
    package func invoke(
        _ request: InvokeRequest, progress: @Sendable (BedrockEvent) -> Void = { _ in }
    ) async throws -> HTTPResponse {
        let key = RetryState.Key(modelID: request.modelID, region: request.region)
        var tries = 0
        var waited = Duration.zero
        var spent = 0
        var part: HTTPResponse?
        while true {
            try Task.checkCancellation()
            if let opening = await state.opening(key, now: clock.now()) {
                waited += try await wait(until: opening, because: .throttled, progress)
                continue
            }
            if let pacer, let quota = request.callsPerMinute {
                let moment = await pacer.admit(key, quota: quota, now: clock.now())
                if moment > clock.now() {
                    _ = try await wait(until: moment, because: .quota, progress)
                }
            }
            let ticket = await state.ticket(key)
            tries += 1
            progress(.attempt(tries))
            let cause: BedrockError.Cause
            switch try await attempt(request, progress) {
            case .success(let response):
                await state.succeeded(key, ticket: ticket, spent: spent)
                await pacer?.succeeded(key)
                return response
            case .failure(let failure): (cause, part) = (failure.cause, failure.part ?? part)
            }
            let fault = RetryPolicy.Fault(cause)
            var error = BedrockError(
                cause: cause, modelID: request.modelID, region: request.region,
                operation: request.operation, tries: tries)
            error.part = part
            if case .throttled(let hint) = fault {
                await pacer?.throttled(key)
                let opening = await state.throttled(
                    key, ticket: ticket, hint: hint, attempt: tries, waited: waited, policy: policy,
                    random: clock.random(), now: clock.now())
                guard let opening else { throw error }
                waited += try await wait(until: opening, because: .throttled, progress)
                continue
            }
            let decision = policy.decide(
                fault, attempt: tries, level: 0, waited: waited, random: clock.random())
            guard case .retry(let pause) = decision, await state.spend(policy.cost(fault)) else {
                throw error
            }
            spent = policy.cost(fault)
            _ = try await wait(
                until: clock.now() + pause,
                because: fault == .notReady ? .notReady : .transient(error.message), progress)
        }
    }

    private struct Failure: Error {
        var cause: BedrockError.Cause
        var part: HTTPResponse?
    }

    private func attempt(
        _ request: InvokeRequest, _ progress: @Sendable (BedrockEvent) -> Void
    ) async throws -> Result<HTTPResponse, Failure> {
        do {
            let response =
                if let tracing = transport as? any TracingTransport {
                    try await tracing.send(request, tracing: progress)
                } else {
                    try await transport.send(request)
                }
            if (200..<300).contains(response.status) { return .success(response) }
            let fault = ServiceFault(response, now: date())
            return .failure(Failure(cause: .service(fault, FaultKind(fault))))
        } catch let broken as BrokenAnswer {
            return .failure(Failure(cause: .transport(broken.error), part: broken.part))
        } catch let error as TransportError {
            return .failure(Failure(cause: .transport(error)))
        } catch let error as CredentialError {
            return .failure(Failure(cause: .credentials(error)))
        } catch let error as SettingsError {
            return .failure(Failure(cause: .settings(error)))
        }
    }

    /// How long it waited.
    private func wait(
        until moment: ContinuousClock.Instant, because cause: BedrockEvent.WaitCause,
        _ progress: @Sendable (BedrockEvent) -> Void
    ) async throws -> Duration {
        let start = clock.now()
        if moment > start { progress(.waiting(moment - start, because: cause)) }
        try await clock.sleep(moment)
        return max(moment - start, .zero)
    }
}

extension RetryPolicy.Fault {
    fileprivate init(_ cause: BedrockError.Cause) {
        switch cause {
        case .service(let fault, _): self = RetryPolicy.Fault(fault)
        case .transport(let error): self = RetryPolicy.Fault(error)
        case .credentials, .settings: self = .final
        }
    }
}
