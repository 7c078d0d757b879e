import Dispatch
import Glibc
package import ImgflowRuntime
import Synchronization

/// Ctrl-C and its kin. The first signal stops the sending and waits for the calls that are on their
/// way, for as long as `IMGFLOW_GRACE` says; the next cancels the work, which then ends in its own
/// good order; what has not ended soon after, or a third one, ends the process.
package struct Signals<Success: Sendable, Failure: Error>: @unchecked Sendable {
    package let task: Task<Success, Failure>
    // Dispatch sources may be used from any thread; it is only held here to be kept alive.
    private let source: any DispatchSourceRead
    /// What the process did on these signals before.
    private let before: [(number: Int32, action: sigaction)]
    private let over: Over

    /// Begins the work once the signals are taken: a quick one finds it cancelled, not the process gone.
    ///
    /// - Parameters:
    ///   - stop: what Ctrl-C raises first, where there is something worth waiting for.
    ///   - waitingFor: says what that is; nil where nothing is on its way.
    ///   - endsProcess: false at a prompt, which goes on when the work has ended.
    ///   - say: where it is said: above lines that are drawn again and again.
    ///   - lastWords: what is to be said where the process ends in the middle.
    package static func cancelling(
        _ console: Console, stop: StopSignal? = nil,
        endsProcess: Bool = true, waitingFor: @escaping @Sendable () -> String? = { nil },
        lastWords: @escaping @Sendable () -> String? = { nil },
        say: (@Sendable (String) -> Void)? = nil,
        work: () -> Task<Success, Failure>
    ) -> Signals {
        let over = Over()
        let before = [SIGINT, SIGTERM, SIGHUP].compactMap(SignalPipe.take)
        let task = work()
        @Sendable func end(_ number: Int32) {
            if let words = lastWords() { console.complain(words) }
            FileSystem.removeUnfinished()
            _exit(128 + number)
        }
        let grace = Grace.seconds(console.variable("IMGFLOW_GRACE"))
        @Sendable func came(_ number: Int32) {
            if number != SIGINT { over.ending.withLock { $0 = $0 ?? number } }
            // The first lets what is on its way arrive: it may be on the bill already.
            if let stop, !stop.isUp, !task.isCancelled {
                let underWay = stop.raise()
                let words = waitingFor()
                if underWay > 0 || words != nil {
                    if let words { say?(words) ?? console.complain(words) }
                    if endsProcess || number != SIGINT {
                        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(grace)) {
                            if !over.value.withLock({ $0 }) { cancel(number) }
                        }
                    }
                    return
                }
            }
            cancel(number)
        }
        @Sendable func cancel(_ number: Int32) {
            let isSecond = task.isCancelled
            task.cancel()
            guard endsProcess || number != SIGINT else { return }
            if isSecond { end(number) }
            DispatchQueue.global().asyncAfter(deadline: .now() + 3) {
                if !over.value.withLock({ $0 }) { end(number) }
            }
        }
        let source = DispatchSource.makeReadSource(
            fileDescriptor: SignalPipe.reading, queue: .global())
        source.setEventHandler {
            for number in SignalPipe.arrived() { came(number) }
        }
        source.activate()
        return Signals(task: task, source: source, before: before, over: over)
    }

    /// The first signal but Ctrl-C, whose work may have come to its end all the same.
    package var ending: Int32? { over.ending.withLock { $0 } }

    /// What the process did before, it does again.
    package func stop() {
        for (number, action) in before {
            var action = action
            sigaction(number, &action, nil)
        }
        source.cancel()
        over.value.withLock { $0 = true }
    }
}

/// How long calls that are on their way are waited for once the run is to end.
private enum Grace {
    /// - Parameter text: `IMGFLOW_GRACE`; what is no number of seconds leaves 90.
    static func seconds(_ text: String?) -> Int {
        text.flatMap { Int($0) }.map { min(max($0, 0), 86_400) } ?? 90
    }
}

/// The work has ended: nothing that was to end the process does.
private final class Over: Sendable {
    let value = Mutex(false)
    let ending = Mutex<Int32?>(nil)
}

/// Signals as bytes in a pipe: whichever thread the system interrupts, they are read in one place.
private enum SignalPipe {
    private static let ends: (reading: Int32, writing: Int32) = {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return (-1, -1) }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        return (ends[0], ends[1])
    }()

    static var reading: Int32 { ends.reading }

    /// - Returns: What was done on a signal before; nil where it is ignored, as `nohup` does for us,
    ///   and that stays so.
    static func take(_ number: Int32) -> (number: Int32, action: sigaction)? {
        var before = sigaction()
        guard sigaction(number, nil, &before) == 0 else { return nil }
        let handler = unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self)
        guard handler != unsafeBitCast(SIG_IGN, to: Int.self) else { return nil }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            // Nothing but a system call is allowed here.
            let code = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(SignalPipe.ends.writing, &byte, 1)
            errno = code
        }
        action.sa_flags = SA_RESTART
        guard reading >= 0, sigaction(number, &action, nil) == 0 else { return nil }
        return (number, before)
    }

    static func arrived() -> [Int32] {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(reading, &bytes, bytes.count)
        return bytes.prefix(max(0, count)).map(Int32.init)
    }
}
