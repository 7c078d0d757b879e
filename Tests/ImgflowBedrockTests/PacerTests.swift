import Testing

@testable import ImgflowBedrock

/// How many calls a minute takes.
struct PacerTests {
    private let start = ContinuousClock.now
    private let key = RetryState.Key(modelID: "stability.x", region: "us-west-2")

    /// Seconds after the start at which so many calls may go.
    private func admitted(
        _ pacer: Pacer, _ count: Int, quota: Int, at second: Int = 0, key: RetryState.Key? = nil
    ) async -> [Int] {
        var moments: [Int] = []
        for _ in 0..<count {
            let moment = await pacer.admit(
                key ?? self.key, quota: quota, now: start + .seconds(second))
            moments.append(Int((moment - start) / .seconds(1)))
        }
        return moments
    }

    @Test func aMinuteTakesAsManyAsItsQuota() async {
        #expect(await admitted(Pacer(), 7, quota: 3) == [0, 0, 0, 60, 60, 60, 120])
    }

    @Test func theMinuteSlides() async {
        let pacer = Pacer()
        #expect(await admitted(pacer, 2, quota: 3) == [0, 0])
        #expect(await admitted(pacer, 3, quota: 3, at: 30) == [30, 60, 60])
        #expect(await admitted(pacer, 1, quota: 3, at: 100) == [100])
    }

    @Test func everyModelAndRegionHasItsOwn() async {
        let pacer = Pacer()
        #expect(await admitted(pacer, 2, quota: 1) == [0, 60])
        let others = [
            RetryState.Key(modelID: "stability.x", region: "us-east-1"),
            RetryState.Key(modelID: "stability.y", region: "us-west-2"),
        ]
        for other in others {
            #expect(await admitted(pacer, 1, quota: 1, key: other) == [0])
        }
    }

    /// A third less with every 429, never nothing; answers bring it slowly back.
    @Test func aThrottleLowersTheShare() async {
        let pacer = Pacer()
        await pacer.throttled(key)
        #expect(await admitted(pacer, 7, quota: 9) == [0, 0, 0, 0, 0, 0, 60])
        for _ in 0..<50 { await pacer.throttled(key) }
        #expect(await admitted(pacer, 2, quota: 9, at: 600) == [600, 660])
        for _ in 0..<50 { await pacer.succeeded(key) }
        #expect(await admitted(pacer, 9, quota: 9, at: 1_200).allSatisfy { $0 == 1_200 })
    }

    @Test func aQuotaOfNothingIsOne() async {
        #expect(await admitted(Pacer(), 2, quota: 0) == [0, 60])
    }
}
