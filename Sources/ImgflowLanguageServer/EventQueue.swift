import Dispatch
import Synchronization

/// Events on their way to the one thread that answers them.
final class EventQueue: Sendable {
    private let events = Mutex<[Event]>([])
    private let filled = DispatchSemaphore(value: 0)

    func add(_ event: Event) {
        events.withLock { $0.append(event) }
        filled.signal()
    }

    /// The next event; waits for it.
    func next() -> Event {
        while true {
            filled.wait()
            let event = events.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            if let event { return event }
        }
    }
}

/// Work that is no longer wanted sees it here.
final class Unwanted: Sendable {
    private let isTrue = Mutex(false)
    private let task = Mutex<Task<Void, Never>?>(nil)

    var value: Bool { isTrue.withLock { $0 } }

    func hold(_ task: Task<Void, Never>) { self.task.withLock { $0 = task } }

    func set() {
        isTrue.withLock { $0 = true }
        task.withLock { $0 }?.cancel()
    }
}
