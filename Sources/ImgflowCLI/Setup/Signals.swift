import Dispatch
import Glibc
import ImgflowRuntime

/// Ctrl-C and its kin: the first cancels the work, which then ends in its own good order; what has
/// not ended soon after, or a second one, ends the process.
struct Signals<Success: Sendable, Failure: Error>: @unchecked Sendable {
    let task: Task<Success, Failure>
    // Dispatch sources may be used from any thread; they are only held here to be kept alive.
    private let sources: [any DispatchSourceSignal]

    static func cancelling(_ task: Task<Success, Failure>, _ console: Console) -> Signals {
        let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                let isSecond = task.isCancelled
                task.cancel()
                if isSecond { end(number) }
                DispatchQueue.global().asyncAfter(deadline: .now() + 3) { end(number) }
            }
            source.activate()
            return source
        }
        return Signals(task: task, sources: sources)
    }

    private static func end(_ number: Int32) {
        FileSystem.removeUnfinished()
        _exit(128 + number)
    }

    func stop() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    }
}
