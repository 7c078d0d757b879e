import ImgflowEngine
import ImgflowRuntime
import Synchronization

/// How long each model took before, as the ledger has it; looked up once a run.
final class TypicalTimes: Sendable {
    private let origin: String
    private let ledger: Ledger?
    private let known = Mutex<[String: Duration?]>([:])

    init(_ engine: Engine) {
        origin = engine.backend.origin
        ledger = try? engine.book.existing()
    }

    /// The median of a model's latest calls; nil where there was none.
    subscript(model: String) -> Duration? {
        known.withLock { known in
            if let time = known[model] { return time }
            let milliseconds = try? ledger?.typicalTime(of: model, origin: origin)
            let time = milliseconds.map { Duration.milliseconds($0) }
            known[model] = .some(time)
            return time
        }
    }
}
