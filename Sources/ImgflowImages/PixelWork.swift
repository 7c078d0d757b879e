import CVips
import Dispatch
import Glibc
import Synchronization

/// Runs work that blocks on pixels next to the cooperative pool, as many at once as there are cores.
package enum PixelWork {
    private static let lanes = Lanes(width: max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

    /// Makes room in the environment for a quicker start of the pixel library. Called once, before there
    /// are threads, and after the arguments were read: Swift seeks those next to the environment.
    package static func reserve() { imgflow_vips_reserve() }

    /// Opens the pixel library next to what is done until pixels are wanted.
    package static func prepare() {
        guard !preparing.exchange(true, ordering: .relaxed) else { return }
        DispatchQueue.global().async { try? Libvips.start() }
    }

    /// Gives back the memory of what was read to parse and plan, next to which the library is opened.
    package static func planned() {
        if preparing.load(ordering: .relaxed) { imgflow_give_back_code() }
    }

    private static let preparing = Atomic(false)

    @concurrent
    package static func run<Result: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let outcome = await withCheckedContinuation { continuation in
            submit { continuation.resume(returning: Swift.Result(catching: body)) }
        }
        return try outcome.get()
    }

    static func submit(_ job: @escaping @Sendable () -> Void) { lanes.submit(job) }
}

/// First come, first served; at most `width` jobs at once.
private final class Lanes: Sendable {
    private typealias Job = @Sendable () -> Void

    private struct State {
        var running = 0
        var waiting: [Job] = []
    }

    private let width: Int
    private let state = Mutex(State())

    init(width: Int) { self.width = width }

    func submit(_ job: @escaping @Sendable () -> Void) {
        let starts = state.withLock { state in
            guard state.running < width else {
                state.waiting.append(job)
                return false
            }
            state.running += 1
            imgflow_vips_share(Int32(clamping: state.running))
            return true
        }
        if starts { start(job) }
    }

    private func start(_ job: @escaping Job) {
        DispatchQueue.global().async {
            job()
            self.next()
        }
    }

    private func next() {
        let job: Job? = state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.running -= 1
            imgflow_vips_share(Int32(clamping: state.running))
            return nil
        }
        if let job { start(job) }
    }
}
