import ImgflowPlanner
import Synchronization

/// Lets so many calls be on their way at once as `Jobs` says. A call is prepared before it comes here
/// and kept after it left, so that the network never waits for this machine.
final class CallGate: Sendable {
    /// One place on the way; given back once, however often that is said.
    final class Permit: Sendable {
        private let giveBack: Mutex<(@Sendable () -> Void)?>

        fileprivate init(_ giveBack: @escaping @Sendable () -> Void) {
            self.giveBack = Mutex(giveBack)
        }

        func release() {
            let body = giveBack.withLock { body in
                defer { body = nil }
                return body
            }
            body?()
        }

        deinit { release() }
    }

    private struct Waiter {
        var id: Int
        var call: ModelCall
        var rank: Int
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var lanes: Lanes
        var waiting: [Waiter] = []
        var next = 0
        var isClosed = false
    }

    private let state: Mutex<State>

    init(_ jobs: Jobs) { state = Mutex(State(lanes: Lanes(jobs, slack: 0))) }

    /// Waits for a place; of several that wait the lowest rank goes first.
    func enter(_ call: ModelCall, rank: Int) async throws -> Permit {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        let isIn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiter = Waiter(id: id, call: call, rank: rank, continuation: continuation)
                let isIn: Bool? = state.withLock { state in
                    if Task.isCancelled || state.isClosed { return false }
                    guard state.lanes.hasRoom(for: call) else {
                        state.waiting.append(waiter)
                        return nil
                    }
                    state.lanes.enter(call)
                    return true
                }
                if let isIn { continuation.resume(returning: isIn) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: false)
        }
        guard isIn else { throw CancellationError() }
        return Permit { [weak self] in self?.leave(call) }
    }

    /// The run has to end: nobody else is let through, not even those that wait.
    func close() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.isClosed = true
            return state.waiting
        }
        for waiter in waiting { waiter.continuation.resume(returning: false) }
    }

    private func leave(_ call: ModelCall) {
        let next: Waiter? = state.withLock { state in
            state.lanes.leave(call)
            let free = state.waiting.indices.filter {
                state.lanes.hasRoom(for: state.waiting[$0].call)
            }
            let first = free.min {
                (state.waiting[$0].rank, state.waiting[$0].id)
                    < (state.waiting[$1].rank, state.waiting[$1].id)
            }
            guard let first else { return nil }
            let waiter = state.waiting.remove(at: first)
            state.lanes.enter(waiter.call)
            return waiter
        }
        next?.continuation.resume(returning: true)
    }
}
