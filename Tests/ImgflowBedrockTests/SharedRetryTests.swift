import ImgflowBedrock
import Synchronization
import Testing

/// What calls share: one wait for a quota, one bucket for a storm.
@Suite(.timeLimit(.minutes(1)))
struct SharedRetryTests {
    /// Answers 429 until the virtual clock has passed `opens`.
    private struct Quota: InvokeTransport {
        var clock: VirtualClock
        var opens: Duration
        let calls = Collected<Duration>()

        func send(_ request: InvokeRequest) async throws -> HTTPResponse {
            calls.append(clock.total)
            await Task.yield()
            let status = clock.total < opens ? 429 : 200
            return HTTPResponse(status: status, headers: [:], body: [])
        }
    }

    @Test func callsInFlightWaitTogether() async throws {
        let clock = VirtualClock()
        let quota = Quota(clock: clock, opens: .seconds(10))
        let client = BedrockClient(
            transport: quota, policy: RetryPolicy(), state: RetryState(),
            clock: clock.retryClock())
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask { try await client.invoke(.test).status }
            }
            for try await status in group { #expect(status == 200) }
        }
        // 2 + 4 + 8 s: three refusals at most for each of the 20, whose waits do not add up.
        #expect(clock.total == .seconds(14))
        #expect(quota.calls.values.count <= 80)
    }

    @Test func anotherRegionDoesNotWait() async throws {
        let clock = VirtualClock()
        let state = RetryState()
        let busy = BedrockClient(
            transport: Quota(clock: clock, opens: .seconds(1)), policy: RetryPolicy(),
            state: state, clock: clock.retryClock())
        _ = try await busy.invoke(.test)
        var request = InvokeRequest.test
        request.region = "us-east-1"
        let events = Collected<BedrockEvent>()
        _ = try await busy.invoke(request, progress: { events.append($0) })
        #expect(events.values.count == 1)
    }

    private struct Broken: InvokeTransport {
        let calls = Collected<Int>()
        func send(_ request: InvokeRequest) async throws -> HTTPResponse {
            calls.append(1)
            return HTTPResponse(status: 500, headers: [:], body: [])
        }
    }

    @Test func anEmptyBucketEndsRetries() async throws {
        let broken = Broken()
        let client = BedrockClient(
            transport: broken, policy: RetryPolicy(), state: RetryState(),
            clock: VirtualClock().retryClock())
        for _ in 0..<60 {
            await #expect(throws: BedrockError.self) { try await client.invoke(.test) }
        }
        // 500 tokens pay for 100 retries at 5: 60 first tries and those.
        #expect(broken.calls.values.count == 160)
    }

    @Test func cancellationEndsAWait() async throws {
        let clock = RetryClock(
            now: { ContinuousClock.now },
            sleep: { try await Task.sleep(until: $0, clock: .continuous) }, random: { 0.5 })
        let quota = Quota(clock: VirtualClock(), opens: .seconds(1))
        let client = BedrockClient(
            transport: quota, policy: RetryPolicy(), state: RetryState(), clock: clock)
        let call = Task { try await client.invoke(.test) }
        while quota.calls.values.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        let start = ContinuousClock.now
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        // It would go on for five minutes.
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
