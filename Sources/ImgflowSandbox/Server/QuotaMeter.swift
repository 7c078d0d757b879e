import FoundationEssentials
import Synchronization

/// Requests a minute for each model and Region, as the account's quotas allow them: a bucket that
/// holds a minute's worth and fills steadily.
final class QuotaMeter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filled: Date
    }

    /// 0.1 allows a tenth.
    private let scale: Double
    private let now: @Sendable () -> Date
    private let buckets = Mutex<[String: Bucket]>([:])

    init(scale: Double, now: @escaping @Sendable () -> Date) {
        self.scale = scale
        self.now = now
    }

    /// False where the call is one too many.
    func takes(_ model: String, region: String) -> Bool {
        guard let facts = ServiceFacts.named(model) else { return true }
        let rate = max(1, Double(facts.quota) * scale)
        let time = now()
        return buckets.withLock { buckets in
            let key = "\(facts.id) \(region)"
            var bucket = buckets[key] ?? Bucket(tokens: rate, filled: time)
            let passed = max(0, time.timeIntervalSince(bucket.filled))
            bucket.tokens = min(rate, bucket.tokens + passed * rate / 60)
            bucket.filled = time
            defer { buckets[key] = bucket }
            guard bucket.tokens >= 1 else { return false }
            bucket.tokens -= 1
            return true
        }
    }
}
