internal import CVips

/// Cancels work on pixels: it fails at the next lines that it asks for.
///
/// `@unchecked Sendable`: what it owns is one atomic flag.
final class CancellationToken: @unchecked Sendable {
    /// Nil where there is no memory: the work goes on to its end.
    private let pointer = imgflow_sign_make()

    deinit { if let pointer { imgflow_sign_free(pointer) } }

    func cancel() { if let pointer { imgflow_sign_raise(pointer) } }

    /// Whether the work of this thread was canceled.
    static var isCancelledHere: Bool { imgflow_vips_is_broken_off() }

    /// Runs work on this thread that this token cancels.
    func observed<Result>(by work: () throws -> Result) rethrows -> Result {
        imgflow_vips_heed(pointer)
        defer { imgflow_vips_heed(nil) }
        return try work()
    }
}
