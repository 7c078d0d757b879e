import Glibc
import Synchronization

/// Files come into being whole: a name is given to bytes that are on the disk.
extension FileSystem {
    /// Writes next to the target, syncs, and renames: whoever looks sees the whole file or none.
    ///
    /// - Parameters:
    ///   - replaces: Where false and the name is taken, nothing is changed and false is returned.
    ///   - syncsName: false where another name in its folder is synced soon, and this one is of no use before.
    ///   - prepare: is given the file before it has its name.
    @discardableResult
    package static func write(
        _ bytes: [UInt8], to path: String, replaces: Bool, mode: UInt32 = 0o666,
        syncsName: Bool = true,
        prepare: (Int32) throws(Failure) -> Void = { _ throws(Failure) in }
    ) throws(Failure) -> Bool {
        try write(
            bytes, to: path, replaces: replaces, mode: mode, syncsName: syncsName,
            mayBeNameless: true, prepare)
    }

    private static func write(
        _ bytes: [UInt8], to path: String, replaces: Bool, mode: UInt32, syncsName: Bool,
        mayBeNameless: Bool,
        _ prepare: (Int32) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        let folder = Path.folder(of: path)
        let temporary = temporaryName(in: folder)
        unfinished.withLock { _ = $0.insert(temporary) }
        defer { unfinished.withLock { _ = $0.remove(temporary) } }
        // Without a name until it is whole: a process that is killed meanwhile leaves nothing behind.
        var file = mayBeNameless ? System.open(folder, O_WRONLY | nameless | O_CLOEXEC, mode) : -1
        let isNameless = file >= 0
        if !isNameless {
            file = System.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        }
        guard file >= 0 else { throw Failure(path: path, code: errno) }
        do {
            try prepare(file)
        } catch {
            close(file)
            if !isNameless { System.unlink(temporary) }
            throw error
        }
        var code = writeAll(bytes, to: file)
        if code == 0, fsync(file) != 0 { code = errno }
        var isWritten = true
        if code == 0, isNameless {
            // Where the name may be taken no second name is needed: a link never replaces.
            let name = replaces ? temporary : path
            let link = System.link(open: file, name)
            if link != 0, errno == EEXIST, !replaces {
                isWritten = false
            } else if link != 0 {
                // No /proc, or a file system that takes one and not the other.
                close(file)
                return try write(
                    bytes, to: path, replaces: replaces, mode: mode, syncsName: syncsName,
                    mayBeNameless: false, prepare)
            }
        }
        if close(file) != 0, code == 0 { code = errno }
        if code == 0, replaces {
            code = System.rename(temporary, path) == 0 ? 0 : errno
        } else if code == 0, !isNameless {
            (code, isWritten) = give(path, to: temporary, mode: mode)
        }
        guard code == 0 else {
            System.unlink(temporary)
            throw Failure(path: path, code: code)
        }
        if syncsName { syncFolder(folder) }
        return isWritten
    }

    /// Lets `body` fill an empty file under a name of its own, and gives it `path` when it is whole.
    /// Where that name is taken by then, the file that has it stays.
    ///
    /// - Parameter beside: endings of the files that `body` makes next to it, and that go with it.
    package static func make(
        _ path: String, mode: UInt32, beside endings: [String] = [],
        _ body: (String) throws -> Void
    ) throws {
        let folder = Path.folder(of: path)
        let temporary = temporaryName(in: folder)
        let names = [temporary] + endings.map { temporary + $0 }
        unfinished.withLock { $0.formUnion(names) }
        defer {
            for name in names { System.unlink(name) }
            unfinished.withLock { $0.subtract(names) }
        }
        let file = System.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw Failure(path: path, code: errno) }
        close(file)
        try body(temporary)
        let (code, _) = give(path, to: temporary, mode: mode)
        guard code == 0 else { throw Failure(path: path, code: code) }
        syncFolder(folder)
    }

    /// Gives a file that is on the disk another name, in its own folder; whatever has it goes.
    static func move(_ path: String, to target: String) throws(Failure) {
        try rename(path, to: target)
        syncFolder(Path.folder(of: target))
    }

    /// As `move`, for what may be lost with the machine's power.
    package static func rename(_ path: String, to target: String) throws(Failure) {
        guard System.rename(path, target) == 0 else { throw Failure(path: target, code: errno) }
    }

    private static func temporaryName(in folder: String) -> String {
        Path.join(folder, ".imgflow-\(getpid())-\(UInt32.random(in: 0...(.max))).part")
    }

    /// `O_TMPFILE`, which Glibc's module does not have: Linux 3.11, most file systems.
    static let nameless = Int32(0o20_000_000) | O_DIRECTORY

    /// Files that are being written, under names of their own.
    private static let unfinished = Mutex<Set<String>>([])

    /// For a process that ends in the middle: no half file is left.
    package static func removeUnfinished() {
        for path in unfinished.withLock({ $0 }) { System.unlink(path) }
    }

    /// A hard link fails where the name is taken, so nothing is replaced by accident.
    private static func give(
        _ path: String, to temporary: String, mode: UInt32
    ) -> (code: Int32, isWritten: Bool) {
        if System.link(temporary, path) == 0 {
            System.unlink(temporary)
            return (0, true)
        }
        guard errno == EEXIST else { return claim(path, for: temporary, mode: mode) }
        System.unlink(temporary)
        return (0, false)
    }

    /// Adds to the end of a file in one write, so that lines of several processes do not mix.
    package static func append(
        _ bytes: [UInt8], to path: String, mode: UInt32
    ) throws(Failure) {
        let file = System.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, mode)
        guard file >= 0 else { throw Failure(path: path, code: errno) }
        defer { close(file) }
        let code = writeAll(bytes, to: file)
        if code != 0 { throw Failure(path: path, code: code) }
    }

    /// - Returns: the system's code; 0 where all is written.
    package static func writeAll(_ bytes: [UInt8], to file: Int32) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let count = Glibc.write(
                    file, buffer.baseAddress.map { $0 + written }, buffer.count - written)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return count < 0 ? errno : EIO }
                written += count
            }
            return 0
        }
    }

    /// For file systems without hard links: takes the name with an empty file, then renames over it.
    private static func claim(
        _ path: String, for temporary: String, mode: UInt32
    ) -> (code: Int32, isWritten: Bool) {
        let file = System.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else {
            let code = errno
            System.unlink(temporary)
            return code == EEXIST ? (0, false) : (code, false)
        }
        close(file)
        guard System.rename(temporary, path) != 0 else { return (0, true) }
        let code = errno
        System.unlink(path)
        return (code, true)
    }

    private static func syncFolder(_ folder: String) {
        let file = System.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { return }
        fsync(file)
        close(file)
    }
}
