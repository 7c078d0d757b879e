internal import CVips

/// Says to work on pixels that nobody waits for it any more: it then fails at its next lines.
///
/// `@unchecked Sendable`: what it owns is one atomic flag.
final class WorkSign: @unchecked Sendable {
    /// Nil where there is no memory: the work goes on to its end.
    private let pointer = imgflow_sign_make()

    deinit { if let pointer { imgflow_sign_free(pointer) } }

    func raise() { if let pointer { imgflow_sign_raise(pointer) } }

    /// Whether the work of this thread is not wanted any more.
    static var isUpHere: Bool { imgflow_vips_is_broken_off() }

    /// Runs work on this thread that heeds the sign.
    func heeded<Result>(by work: () throws -> Result) rethrows -> Result {
        imgflow_vips_heed(pointer)
        defer { imgflow_vips_heed(nil) }
        return try work()
    }
}
