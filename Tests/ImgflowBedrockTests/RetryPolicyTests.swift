import ImgflowBedrock
import Testing

struct RetryPolicyTests {
    private func decide(
        _ fault: RetryPolicy.Fault, attempt: Int = 1, level: Int = 1, waited: Duration = .zero,
        random: Double = 0.5, policy: RetryPolicy = RetryPolicy()
    ) -> RetryPolicy.Decision {
        policy.decide(fault, attempt: attempt, level: level, waited: waited, random: random)
    }

    /// `rand * min(2^i, 20)` seconds, i from 0.
    @Test(arguments: zip(1...7, [1.0, 2, 4, 8, 16, 20, 20]))
    func transientFaultsBackOffExponentially(_ attempt: Int, _ longest: Double) {
        var policy = RetryPolicy()
        policy.maxAttempts = 100
        for random in [0, 0.25, 1] {
            #expect(
                decide(.transient, attempt: attempt, random: random, policy: policy)
                    == .retry(after: .seconds(longest * random)))
        }
    }

    @Test func transientFaultsAreTriedThreeTimes() {
        #expect(decide(.transient, attempt: 2) == .retry(after: .seconds(1)))
        #expect(decide(.transient, attempt: 3) == .stop)
        #expect(decide(.connectTimeout, attempt: 3) == .stop)
    }

    @Test func aModelThatIsNotReadyIsTriedFiveTimes() {
        #expect(decide(.notReady, attempt: 4) == .retry(after: .seconds(4)))
        #expect(decide(.notReady, attempt: 5) == .stop)
    }

    @Test(arguments: zip(1...7, [2.0, 4, 8, 16, 32, 60, 60]))
    func throttlingWaitsLonger(_ level: Int, _ seconds: Double) {
        #expect(decide(.throttled(hint: nil), level: level) == .retry(after: .seconds(seconds)))
        #expect(
            decide(.throttled(hint: nil), level: level, random: 0)
                == .retry(after: .seconds(seconds * 0.75)))
        #expect(
            decide(.throttled(hint: nil), level: level, random: 1)
                == .retry(after: .seconds(seconds * 1.25)))
    }

    @Test func theServersHintIsHonored() {
        #expect(
            decide(.throttled(hint: .seconds(7)), attempt: 50, level: 5)
                == .retry(after: .seconds(7)))
    }

    @Test func patienceEnds() {
        #expect(decide(.throttled(hint: .seconds(301))) == .stop)
        #expect(
            decide(.throttled(hint: .seconds(10)), waited: .seconds(290))
                == .retry(after: .seconds(10)))
        #expect(decide(.throttled(hint: .seconds(10)), waited: .seconds(291)) == .stop)
    }

    @Test func whatMayBePaidForIsNotTriedAgainUnlessAsked() {
        #expect(decide(.unanswered) == .stop)
        var policy = RetryPolicy()
        policy.retriesUnanswered = true
        #expect(decide(.unanswered, policy: policy) == .retry(after: .seconds(0.5)))
        #expect(decide(.unanswered, attempt: 3, policy: policy) == .stop)
    }

    @Test func finalFaultsStop() { #expect(decide(.final) == .stop) }

    @Test func timeoutsCostTwiceAsMuch() {
        let policy = RetryPolicy()
        #expect(policy.cost(.transient) == 5)
        #expect(policy.cost(.connectTimeout) == 10)
        #expect(policy.cost(.throttled(hint: nil)) == 0)
    }
}
