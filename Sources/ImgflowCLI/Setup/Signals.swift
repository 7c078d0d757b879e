import Dispatch
import Glibc
import ImgflowRuntime

/// Ctrl-C and its kin. Ctrl-C first stops the sending and waits for the calls that are on their way;
/// the next, or another signal, cancels the work, which then ends in its own good order; what has
/// not ended soon after, or a second one, ends the process.
struct Signals<Success: Sendable, Failure: Error>: @unchecked Sendable {
    let task: Task<Success, Failure>
    // Dispatch sources may be used from any thread; they are only held here to be kept alive.
    private let sources: [any DispatchSourceSignal]

    /// - Parameters:
    ///   - stop: what Ctrl-C raises first, where there is something worth waiting for.
    ///   - waitingFor: says what that is; nil where nothing is on its way.
    ///   - lastWords: what is to be said where the process ends in the middle.
    static func cancelling(
        _ task: Task<Success, Failure>, _ console: Console, stop: StopSign? = nil,
        waitingFor: @escaping @Sendable () -> String? = { nil },
        lastWords: @escaping @Sendable () -> String? = { nil }
    ) -> Signals {
        let sources = [SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) }.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            @Sendable func end() {
                if let words = lastWords() { console.complain(words) }
                FileSystem.removeUnfinished()
                _exit(128 + number)
            }
            source.setEventHandler {
                // The first Ctrl-C lets what is on its way arrive: it may be on the bill already.
                if number == SIGINT, let stop, !stop.isUp, !task.isCancelled {
                    stop.raise()
                    if let words = waitingFor() {
                        console.complain(words)
                        return
                    }
                }
                let isSecond = task.isCancelled
                task.cancel()
                if isSecond { end() }
                DispatchQueue.global().asyncAfter(deadline: .now() + 3) { end() }
            }
            source.activate()
            return source
        }
        return Signals(task: task, sources: sources)
    }

    /// `nohup` ignores a hang-up for us, and that stays so.
    private static func isIgnored(_ number: Int32) -> Bool {
        var current = sigaction()
        guard sigaction(number, nil, &current) == 0 else { return false }
        return unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    func stop() {
        for source in sources { source.cancel() }
    }
}
