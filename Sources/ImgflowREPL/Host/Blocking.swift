import Dispatch

/// The prompt's thread waits for work that runs elsewhere.
enum Blocking {
    static func run(_ body: @escaping @Sendable () async -> Void) {
        let done = DispatchSemaphore(value: 0)
        Task {
            await body()
            done.signal()
        }
        done.wait()
    }
}
