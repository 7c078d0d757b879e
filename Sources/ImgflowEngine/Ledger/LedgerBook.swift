package import ImgflowRuntime
import Synchronization

/// Where the ledger is, opened when it is first asked for.
package final class LedgerBook: Sendable {
    /// Nil where this user has no place for it.
    package let path: String?
    private let opened = Mutex<Ledger?>(nil)

    package init(_ console: Console) {
        let state =
            console.variable("XDG_STATE_HOME")
            ?? console.variable("HOME").map { "\($0)/.local/state" }
        path = state.map { "\($0)/imgflow/ledger.sqlite" }
    }

    /// The ledger as it is; nil where nothing was ever written.
    package func existing() throws(Ledger.Failure) -> Ledger? {
        guard let path, FileSystem.kind(path) != nil else { return nil }
        return try open()
    }

    /// The ledger, made where there is none; nil where there is no place for it.
    package func open() throws(Ledger.Failure) -> Ledger? {
        guard let path else { return nil }
        // One that was moved away meanwhile is begun again.
        if FileSystem.kind(path) != nil, let ledger = opened.withLock({ $0 }) { return ledger }
        let ledger = try Ledger(path: path)
        opened.withLock { $0 = ledger }
        return ledger
    }
}
