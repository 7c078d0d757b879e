package import ImgflowBedrock
import Synchronization

/// Says that nothing more is to be sent; what is on its way is waited for.
package final class StopSign: Sendable {
    private let state = Mutex(false)

    package init() {}

    package var isUp: Bool { state.withLock { $0 } }

    package func raise() { state.withLock { $0 = true } }

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
