import Dispatch
import Glibc
import Synchronization

/// Tells tasks when their sockets are ready: one thread that `poll(2)`s for all. Nothing is kept of a
/// socket between two waits, so that a number which the system gives to another is never mistaken.
final class SocketWatch: Sendable {
    enum Event {
        case readable, writable
        /// The other side has closed, or said that it sends no more.
        case gone

        fileprivate var flags: Int16 {
            switch self {
            case .readable: Int16(POLLIN)
            case .writable: Int16(POLLOUT)
            case .gone: 0x2000  // POLLRDHUP, which Glibc's module hides
            }
        }
    }

    enum Outcome { case ready, late, cancelled }

    private struct Wait {
        var file: Int32
        var flags: Int16
        var end: ContinuousClock.Instant?
        var task: CheckedContinuation<Outcome, Never>
    }

    private struct State {
        var waits: [Int: Wait] = [:]
        var last = 0
        var isOver = false
    }

    private let state = Mutex(State())
    /// What is written here wakes the thread; closed by it.
    private let bell: (out: Int32, in: Int32)

    /// - Throws: where the system gives no more files.
    init() throws(SocketFailure) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw SocketFailure("pipe") }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        bell = (ends[0], ends[1])
        let thread = DispatchQueue(label: "imgflow sandbox sockets")
        thread.async { self.serve() }
    }

    /// Ends the thread; who waits is told that it was cancelled.
    func stop() {
        state.withLock { $0.isOver = true }
        ring()
    }

    /// - Parameter end: nil waits as long as it takes.
    func wait(
        for event: Event, on file: Int32, until end: ContinuousClock.Instant? = nil
    ) async -> Outcome {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { task in
                let isWaiting = state.withLock { state in
                    // Cancelled later, `onCancel` finds it: it takes the lock after the flag is up.
                    guard !state.isOver, !Task.isCancelled else { return false }
                    state.waits[id] = Wait(file: file, flags: event.flags, end: end, task: task)
                    return true
                }
                if isWaiting { ring() } else { task.resume(returning: .cancelled) }
            }
        } onCancel: {
            state.withLock { $0.waits.removeValue(forKey: id) }?.task.resume(returning: .cancelled)
        }
    }

    /// A bell that is full rings already.
    private func ring() {
        var byte: UInt8 = 1
        _ = write(bell.in, &byte, 1)
    }

    private func serve() {
        while true {
            let waits = state.withLock { $0.isOver ? nil : $0.waits }
            guard let waits else { break }
            let ids = Array(waits.keys)
            var polled = [pollfd(fd: bell.out, events: Int16(POLLIN), revents: 0)]
            polled += ids.map {
                pollfd(fd: waits[$0]?.file ?? -1, events: waits[$0]?.flags ?? 0, revents: 0)
            }
            let ends = waits.values.compactMap(\.end)
            let found = poll(&polled, UInt(polled.count), Self.milliseconds(until: ends.min()))
            guard found >= 0 else {
                // A signal came, or memory is short for a while.
                if errno != EINTR { usleep(10_000) }
                continue
            }
            if polled[0].revents != 0 { quieten() }
            let now = ContinuousClock.now
            for (id, socket) in zip(ids, polled.dropFirst()) {
                if socket.revents != 0 {
                    finish(id, .ready)
                } else if let end = waits[id]?.end, end <= now {
                    finish(id, .late)
                }
            }
        }
        let left = state.withLock { state in
            defer { state.waits = [:] }
            return state.waits.values.map(\.task)
        }
        for task in left { task.resume(returning: .cancelled) }
        close(bell.out)
        close(bell.in)
    }

    private func finish(_ id: Int, _ outcome: Outcome) {
        state.withLock { $0.waits.removeValue(forKey: id) }?.task.resume(returning: outcome)
    }

    private func quieten() {
        var bytes = [UInt8](repeating: 0, count: 512)
        while read(bell.out, &bytes, bytes.count) == bytes.count {}
    }

    /// Rounded up, so that the thread does not wake before the time; -1 is for ever.
    private static func milliseconds(until end: ContinuousClock.Instant?) -> Int32 {
        guard let end else { return -1 }
        let (seconds, attoseconds) = (end - .now).components
        let left = Double(seconds) * 1e3 + Double(attoseconds) / 1e15
        return Int32(max(0, min(left.rounded(.up), 60_000)))
    }
}
