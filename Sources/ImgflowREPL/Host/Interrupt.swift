import Glibc
import Synchronization

/// Ctrl-C while the prompt works on something that is no run: a run takes the signal itself.
enum Interrupt {
    private static let came = Atomic(false)

    /// From here on Ctrl-C ends nothing by itself.
    static func take() {
        clear()
        var action = sigaction()
        // An atomic store is all that happens in the handler.
        action.__sigaction_handler.sa_handler = { _ in
            Interrupt.came.store(true, ordering: .relaxed)
        }
        sigaction(SIGINT, &action, nil)
    }

    static func clear() { came.store(false, ordering: .relaxed) }

    /// Whether it came since `clear`.
    static var isUp: Bool { came.load(ordering: .relaxed) }
}
