import Foundation
import ImgflowBedrock
import Synchronization

extension SystemEnvironment {
    /// An environment of these variables and files, and of the temporary files of the test; home is `/home/ann`, the time 2026-11-22 12:00 UTC.
    static func test(
        _ variables: [String: String] = [:], files: [String: String] = [:],
        now: @escaping @Sendable () -> Date = { testDate },
        process: @escaping RunProcess = { _, _ in throw NoProcess() }
    ) -> SystemEnvironment {
        SystemEnvironment(
            variables: variables, homeDirectory: "/home/ann",
            readFile: { path in
                if let text = files[path] { return Array(text.utf8) }
                guard path.contains("/imgflow-bedrock-") else { return nil }
                return try? Array(Data(contentsOf: URL(filePath: path)))
            }, runProcess: process, now: now)
    }
}

struct NoProcess: Error {}

let testDate = Date(timeIntervalSince1970: 1_795_348_800)

/// Time that passes only by sleeping.
final class VirtualClock: Sendable {
    private let elapsed = Mutex(Duration.zero)
    private let start = ContinuousClock.now

    var total: Duration { elapsed.withLock { $0 } }

    /// - Parameter random: what every throw of the dice gives.
    func retryClock(random: Double = 0.5) -> RetryClock {
        RetryClock(
            now: { self.start + self.total },
            sleep: { moment in
                try Task.checkCancellation()
                self.elapsed.withLock { $0 = max($0, moment - self.start) }
                await Task.yield()
            },
            random: { random })
    }
}

/// Values that come from concurrent callbacks, in the order they came.
final class Collected<Value: Sendable>: Sendable {
    private let list = Mutex<[Value]>([])
    var values: [Value] { list.withLock { $0 } }
    func append(_ value: Value) { list.withLock { $0.append(value) } }
}

extension InvokeRequest {
    static let test = InvokeRequest(
        modelID: "us.stability.stable-outpaint-v1:0", region: "us-west-2",
        body: Array(#"{"prompt":"storm"}"#.utf8))
}
