package import ImgflowBedrock
import Synchronization

/// Says that nothing more is to be sent; what is on its way is waited for.
package final class StopSignal: Sendable {
    private struct State {
        var isUp = false
        var underWay = 0
    }

    private let state = Mutex(State())

    package init() {}

    package var isUp: Bool { state.withLock { $0.isUp } }

    /// - Returns: How many calls are on their way, or being kept.
    @discardableResult
    package func raise() -> Int {
        state.withLock { state in
            state.isUp = true
            return state.underWay
        }
    }

    /// A call sets out: either it is seen by whoever raises the sign, or it sees the sign.
    func enter() throws(RunFailure) {
        let isUp = state.withLock { state in
            if !state.isUp { state.underWay += 1 }
            return state.isUp
        }
        if isUp { throw .cancelled }
    }

    /// Its answer is kept, or will never come.
    func leave() { state.withLock { $0.underWay -= 1 } }

    func check() throws(RunFailure) {
        if isUp { throw .cancelled }
    }

    /// A clock whose waits end when the sign is raised: whoever waits has sent nothing.
    package var clock: RetryClock {
        var clock = RetryClock.system
        clock.sleep = { [self] moment in
            while true {
                try check()
                let step = min(moment, ContinuousClock.now + .milliseconds(100))
                try await Task.sleep(until: step, clock: .continuous)
                if step == moment { return }
            }
        }
        return clock
    }
}
