/// What all calls of a process share about trying again: the bucket that ends a storm of retries,
/// and for each model and region the moment until which nobody sends, because quotas are per
/// account and not per call.
package actor RetryState {
    struct Key: Hashable {
        var modelID: String
        var region: String
    }

    /// A model's and region's state when a try was sent. A throttled answer to an older one tells
    /// nothing new.
    struct Ticket {
        fileprivate var epoch: Int
    }

    private struct Gate {
        var epoch = 0
        /// Throttled answers in a row.
        var level = 0
        var opens: ContinuousClock.Instant
    }

    static let capacity = 500
    private var tokens = capacity
    private var gates: [Key: Gate] = [:]

    package init() {}

    /// When calls for `key` may be sent; nil where they may go at once.
    func opening(_ key: Key, now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard let gate = gates[key], gate.opens > now else { return nil }
        return gate.opens
    }

    func ticket(_ key: Key) -> Ticket { Ticket(epoch: gates[key]?.epoch ?? 0) }

    /// Until when everybody waits, after a throttled answer; nil when the policy stops.
    func throttled(
        _ key: Key, ticket: Ticket, hint: Duration?, attempt: Int, waited: Duration,
        policy: RetryPolicy, random: Double, now: ContinuousClock.Instant
    ) -> ContinuousClock.Instant? {
        var gate = gates[key] ?? Gate(opens: now)
        let isNews = ticket.epoch == gate.epoch
        if isNews {
            gate.epoch += 1
            gate.level += 1
        }
        // Old news joins the wait that the first one began.
        let hint = isNews ? hint : hint ?? max(gate.opens - now, .zero)
        let decision = policy.decide(
            .throttled(hint: hint), attempt: attempt, level: gate.level, waited: waited,
            random: random)
        if case .retry(let wait) = decision { gate.opens = max(gate.opens, now + wait) }
        gates[key] = gate
        return decision == .stop ? nil : gate.opens
    }

    /// - Parameter spent: what the retry before this success took out of the bucket.
    func succeeded(_ key: Key, ticket: Ticket, spent: Int) {
        tokens = min(Self.capacity, tokens + max(spent, 1))
        if gates[key]?.epoch == ticket.epoch { gates[key]?.level = 0 }
    }

    /// False when the bucket is empty: then the fault is everybody's and trying again makes it worse.
    func spend(_ cost: Int) -> Bool {
        guard tokens >= cost else { return false }
        tokens -= cost
        return true
    }
}
