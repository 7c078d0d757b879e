/// Lets as many calls begin in any minute as the quota of a model and Region allows, so that they are
/// not throttled in the first place. Shared by all calls of a process.
package actor Pacer {
    private struct Window {
        /// When calls began, or will; not more than a minute ago, the oldest first.
        var begun: [ContinuousClock.Instant] = []
        /// 1, or less after answers of 429: accounts may have less than what is published.
        var share = 1.0
    }

    private static let minute = Duration.seconds(60)
    private var windows: [RetryState.Key: Window] = [:]

    package init() {}

    /// Takes the next place in the queue.
    ///
    /// - Returns: When the call may be sent.
    func admit(
        _ key: RetryState.Key, quota: Int, now: ContinuousClock.Instant
    ) -> ContinuousClock.Instant {
        var window = windows[key] ?? Window()
        window.begun.removeAll { $0 + Self.minute <= now }
        let limit = max(1, Int(Double(quota) * window.share))
        let place = window.begun.count - limit
        let moment = place >= 0 ? max(now, window.begun[place] + Self.minute) : now
        window.begun.append(moment)
        windows[key] = window
        return moment
    }

    /// The service allowed less than the quota: a third less from now on.
    func throttled(_ key: RetryState.Key) {
        windows[key, default: Window()].share = max(0.1, (windows[key]?.share ?? 1) * 2 / 3)
    }

    /// What was answered brings the share slowly back.
    func succeeded(_ key: RetryState.Key) {
        guard let share = windows[key]?.share, share < 1 else { return }
        windows[key]?.share = min(1, share + 0.02)
    }
}
