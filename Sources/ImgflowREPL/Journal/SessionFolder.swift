import Glibc
import ImgflowLanguage
import ImgflowRuntime
import Synchronization

/// A session's own folder: its journal, and the images of its results. Whoever holds the lock in it is its session.
final class SessionFolder: Sendable {
    let path: String
    private let lock = Mutex<Int32?>(nil)
    private let textual = Mutex<String?>(nil)

    /// Days that a journal can be continued for.
    static let days = 30
    /// Bytes of the images of all sessions that nobody has open.
    static let most = 4 << 30

    init(_ path: String) { self.path = path }

    /// A new one, next to all others.
    convenience init(in parent: String) {
        self.init(Path.join(parent, "\(getpid())-\(UInt32.random(in: 0...(.max)))"))
    }

    var journal: String { Path.join(path, "journal") }
    /// A file in it, for libraries that are given paths as text.
    func textualPath(_ name: String) -> String {
        textual.withLock { known in
            let folder = known ?? FileSystem.textual(path)
            known = folder
            return Path.join(folder, name)
        }
    }

    var isClaimed: Bool { lock.withLock { $0 != nil } }

    deinit { release() }

    /// Makes the folder, which is this process's as long as it holds the lock in it.
    ///
    /// - Throws: `FileSystem.Failure`, where it cannot be made.
    func claim() throws(FileSystem.Failure) {
        try lock.withLock { held throws(FileSystem.Failure) in
            guard held == nil else { return }
            while true {
                try FileSystem.makeFolder(path, mode: 0o700)
                let file = try FileSystem.open(Self.lockPath(path), O_RDWR | O_CREAT, mode: 0o600)
                _ = flock(file, LOCK_EX)
                // Another may have swept it away before it was locked.
                if FileSystem.kind(Self.lockPath(path)) == .file {
                    held = file
                    return
                }
                close(file)
            }
        }
    }

    /// One that is there already.
    ///
    /// - Returns: False where another process has it, or it is gone.
    func take() -> Bool {
        lock.withLock { held in
            guard held == nil else { return true }
            held = Self.locked(path)
            return held != nil
        }
    }

    /// Leaves it to whoever wants it.
    func release() {
        lock.withLock { held in
            if let file = held { close(file) }
            held = nil
        }
    }

    func remove() { FileSystem.removeFolder(path) }

    /// Makes room: what nobody has open goes where it cannot be continued, or is too old; of the others the images
    /// of the oldest, where all of them take too much. Those are worked out again from their lines.
    func sweepOthers(days: Int = days, most: Int = most) {
        var left: [(path: String, age: Int, bytes: Int)] = []
        for other in Self.all(in: Path.folder(of: path)) where other != path {
            guard let lock = Self.locked(other) else { continue }
            defer { close(lock) }
            let journal = Path.join(other, "journal")
            guard let age = FileSystem.facts(of: journal)?.age, age < days * 86_400 else {
                FileSystem.removeFolder(other)
                continue
            }
            left.append((other, age, Self.bytes(ofImagesIn: other)))
        }
        var sum = left.reduce(0) { $0 + $1.bytes }
        for (other, _, bytes) in left.sorted(by: { $0.age > $1.age }) where sum > most {
            guard bytes > 0, let lock = Self.locked(other) else { continue }
            defer { close(lock) }
            for name in Self.images(in: other) { FileSystem.remove(Path.join(other, name)) }
            sum -= bytes
        }
    }

    static func all(in parent: String) -> [String] {
        FileSystem.names(in: parent).map { Path.join(parent, $0) }
    }

    private static func images(in folder: String) -> [String] {
        FileSystem.names(in: folder).filter { $0 != "journal" && $0 != "lock" }
    }

    private static func bytes(ofImagesIn folder: String) -> Int {
        images(in: folder).reduce(0) { $0 + (FileSystem.size(of: Path.join(folder, $1)) ?? 0) }
    }

    private static func lockPath(_ folder: String) -> String { Path.join(folder, "lock") }

    /// Nil where somebody has it, and where there is no lock.
    private static func locked(_ folder: String) -> Int32? {
        guard let file = try? FileSystem.open(lockPath(folder), O_RDWR) else { return nil }
        guard flock(file, LOCK_EX | LOCK_NB) == 0, FileSystem.kind(lockPath(folder)) == .file else {
            close(file)
            return nil
        }
        return file
    }
}
