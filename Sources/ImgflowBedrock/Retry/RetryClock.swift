/// Time and chance for the retry loop; tests bring their own, so that nothing really sleeps.
package struct RetryClock: Sendable {
    package var now: @Sendable () -> ContinuousClock.Instant
    /// Throws `CancellationError` at once when the task is cancelled.
    package var sleep: @Sendable (_ until: ContinuousClock.Instant) async throws -> Void
    /// 0 to 1.
    package var random: @Sendable () -> Double

    package init(
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        sleep: @escaping @Sendable (_ until: ContinuousClock.Instant) async throws -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    package static let system = RetryClock(
        now: { ContinuousClock.now },
        sleep: { try await Task.sleep(until: $0, clock: .continuous) },
        random: { Double.random(in: 0...1) })
}
