import Synchronization

extension PixelWork {
    /// The same for work that is worth nothing to whoever is cancelled.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled. The work is interrupted where libvips
    ///   makes lines, and goes on where an encoder has them all; what comes of it is dropped.
    package static func runUntilCancelled<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        let wait = Wait<Result>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard wait.begin(continuation) else { return }
                submit {
                    guard wait.isWanted else { return }
                    wait.end(Swift.Result { try wait.sign.observed(by: body) })
                }
            }
        } onCancel: {
            wait.cancel()
        }
    }
}

/// Somebody who waits for a result, until it is there or the task is cancelled.
private final class Wait<Result: Sendable>: Sendable {
    private enum State {
        case idle
        case waiting(CheckedContinuation<Result, any Error>)
        case over
    }

    let sign = CancellationToken()
    private let state = Mutex(State.idle)

    var isWanted: Bool {
        state.withLock { if case .waiting = $0 { true } else { false } }
    }

    /// False where the task was cancelled before.
    func begin(_ continuation: CheckedContinuation<Result, any Error>) -> Bool {
        let begins = state.withLock { state in
            guard case .idle = state else { return false }
            state = .waiting(continuation)
            return true
        }
        if !begins { continuation.resume(throwing: CancellationError()) }
        return begins
    }

    func end(_ result: Swift.Result<Result, any Error>) { leave()?.resume(with: result) }

    func cancel() {
        sign.cancel()
        leave()?.resume(throwing: CancellationError())
    }

    /// Whoever comes first wakes the one that waits.
    private func leave() -> CheckedContinuation<Result, any Error>? {
        state.withLock { state in
            defer { state = .over }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
    }
}
