/// Decides whether a failed try is made again, and after how long. A value: it neither sleeps nor
/// remembers. AWS SDKs' "standard" mode as of before 2026, then longer waits for throttling, because
/// image quotas are a handful of calls a minute.
package struct RetryPolicy: Sendable, Hashable {
    /// What a try came to, as far as trying again goes.
    package enum Fault: Sendable, Hashable {
        /// 500, 502, 503, 504, a connection that could not be made.
        case transient
        /// A connection that took too long; costs more of the bucket.
        case connectTimeout
        /// 429 `ModelNotReadyException`.
        case notReady
        /// 429 and its codes, with the wait that the server asks for.
        case throttled(hint: Duration?)
        /// The request was sent and no answer came: it may be on the bill.
        case unanswered
        case final
    }

    package enum Decision: Sendable, Hashable {
        case retry(after: Duration)
        case stop
    }

    /// Tries in all, for what is not throttling.
    package var maxAttempts = 3
    /// For a model that is being loaded; InvokeModel's API page gives SDKs five tries.
    package var notReadyAttempts = 5
    /// No wait for a transient fault is longer.
    package var longestBackoff = Duration.seconds(20)
    /// All waits of one call because of throttling together.
    package var throttlePatience = Duration.seconds(300)
    /// Tries again after `unanswered`, at the risk of paying twice.
    package var retriesUnanswered = false

    package init() {}

    /// - Parameters:
    ///   - attempt: tries made until now, from 1.
    ///   - level: throttled answers in a row for this model and region, this one included.
    ///   - waited: how long this call has waited for throttling.
    ///   - random: 0 to 1.
    package func decide(
        _ fault: Fault, attempt: Int, level: Int, waited: Duration, random: Double
    ) -> Decision {
        switch fault {
        case .final: return .stop
        case .unanswered where !retriesUnanswered: return .stop
        case .throttled(let hint):
            let wait = hint ?? throttleWait(level: level, random: random)
            return waited + wait <= throttlePatience ? .retry(after: wait) : .stop
        case .transient, .connectTimeout, .notReady, .unanswered:
            let limit = fault == .notReady ? max(maxAttempts, notReadyAttempts) : maxAttempts
            guard attempt < limit else { return .stop }
            // 1, 2, 4, 8, 16, 20, 20, … seconds.
            let longest = min(.seconds(1 << min(max(attempt - 1, 0), 5)), longestBackoff)
            return .retry(after: longest * random)
        }
    }

    /// What another try takes out of the bucket of 500 that all calls share; 0 for throttling, whose
    /// waits are limited by `throttlePatience`.
    package func cost(_ fault: Fault) -> Int {
        switch fault {
        case .transient, .notReady: 5
        case .connectTimeout, .unanswered: 10
        case .throttled, .final: 0
        }
    }

    /// 2, 4, 8, 16, 32, 60, 60, … seconds, a quarter more or less.
    private func throttleWait(level: Int, random: Double) -> Duration {
        let seconds = min(1 << min(max(level, 1), 6), 60)
        return .seconds(seconds) * (0.75 + random / 2)
    }
}
