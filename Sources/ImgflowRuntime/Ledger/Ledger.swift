import GRDB
import Glibc
import ImgflowLanguage

/// What was done and paid, in SQLite: a row a run, a row a call, a row a file.
///
/// Several processes write at once: the log is written ahead (WAL), and a writer waits for another.
/// A row is written before a call is sent, so that a process that is killed leaves a trace of what
/// may be on the bill.
package final class Ledger: Sendable {
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package var path: String
        package var why: String

        package var description: String { "the ledger \(path) cannot be used: \(why)" }
    }

    package let path: String
    let database: DatabaseQueue

    /// Opens the ledger, and makes it where there is none.
    package init(path: String) throws(Failure) {
        self.path = path
        do {
            if FileSystem.kind(path) == nil { try Self.make(path) }
            database = try Self.open(path)
        } catch {
            throw Failure(path: path, why: Self.obstacle(error, at: path) ?? Self.words(error))
        }
    }

    /// With all its tables under another name first: of several processes that find none one's is
    /// taken, and nobody ever sees it half made. SQLite's locks belong to the process and go when it
    /// closes the file, so the file has no reader but SQLite.
    private static func make(_ path: String) throws {
        try FileSystem.makeFolder(Path.folder(of: path), mode: 0o700)
        // Prompts stand in it: SQLite gives its side files the same mode.
        try FileSystem.make(path, mode: 0o600, beside: ["-wal", "-shm", "-journal"]) { name in
            try open(name).close()
            // SQLite closes without a word where the disk is full, and leaves the rest next to the file.
            guard FileSystem.kind(name + "-wal") == nil else {
                throw FileSystem.Failure(path: path, code: ENOSPC)
            }
        }
        // A link to where there is nothing yet: what it leads to is made here, for its user alone.
        if FileSystem.kind(path) == nil { try FileSystem.append([], to: path, mode: 0o600) }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = GRDB.Configuration()
        // Its memory is shared within one machine.
        configuration.journalMode = FileSystem.isOnNetwork(path) ? .default : .wal
        configuration.busyMode = .timeout(20)
        configuration.label = "imgflow.ledger"
        let database = try DatabaseQueue(
            path: FileSystem.textual(Path.folder(of: path)) + "/" + Path.name(of: path),
            configuration: configuration)
        try migrate(database)
        return database
    }

    /// Several processes may find an older ledger at once: whoever comes second finds the tables made,
    /// and looks again.
    private static func migrate(_ database: DatabaseQueue) throws {
        let migrator = LedgerSchema.migrator
        for _ in 0..<4 {
            do { return try migrator.migrate(database) } catch is DatabaseError { continue }
        }
        try migrator.migrate(database)
    }

    /// The system's own words, where SQLite only says that it could not open the file.
    private static func obstacle(_ error: any Error, at path: String) -> String? {
        guard let error = error as? DatabaseError, error.resultCode == .SQLITE_CANTOPEN else {
            return nil
        }
        if FileSystem.kind(path) == .folder { return FileSystem.words(EISDIR) }
        return System.access(path, R_OK | W_OK) == 0 ? nil : FileSystem.words(errno)
    }

    /// The ledger that is there already; nil where there is none. Nothing is written.
    package static func existing(at path: String) throws(Failure) -> Ledger? {
        FileSystem.kind(path) == nil ? nil : try Ledger(path: path)
    }

    func write<T>(_ body: (Database) throws -> T) throws(Failure) -> T {
        do {
            return try database.write(body)
        } catch {
            throw Failure(path: path, why: Self.words(error))
        }
    }

    func read<T>(_ body: (Database) throws -> T) throws(Failure) -> T {
        do {
            return try database.read(body)
        } catch {
            throw Failure(path: path, why: Self.words(error))
        }
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as DatabaseError:
            error.message ?? "SQLite error \(error.resultCode.rawValue)"
        case let failure as FileSystem.Failure: failure.words
        default: "\(error)"
        }
    }
}
