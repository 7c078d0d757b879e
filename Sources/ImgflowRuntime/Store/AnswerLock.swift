import Glibc

/// Lets one process at a time ask for an answer: another that wants the same one waits, and then
/// finds it in the store.
///
/// A lock is a file next to the record, held by `flock`: it goes with its process, however that ends.
struct AnswerLock: ~Copyable {
    private let file: Int32
    private let path: String

    /// Waits as long as it takes; cancellation ends the wait.
    init(_ path: String, mode: UInt32) async throws {
        while true {
            try Task.checkCancellation()
            let file = System.open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode)
            guard file >= 0 else { throw FileSystem.Failure(path: path, code: errno) }
            // The holder before may have removed the file that was opened here.
            let isHeld = flock(file, LOCK_EX | LOCK_NB) == 0
            let code = errno
            // Only a lock that another holds is waited for: where there are none, nobody holds it.
            let isWithout = !isHeld && code != EWOULDBLOCK && code != EINTR
            if isWithout || (isHeld && Self.isStill(file, at: path)) {
                self.file = file
                self.path = path
                return
            }
            close(file)
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private static func isStill(_ file: Int32, at path: String) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(file, &opened) == 0 && System.stat(path, &named) == 0
            && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }

    deinit {
        System.unlink(path)
        close(file)
    }
}
