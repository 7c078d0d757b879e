import GRDB
import Glibc

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
            try FileSystem.makeFolder(Path.folder(of: path), mode: 0o700)
            // Prompts stand in it: SQLite gives its side files the same mode.
            let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw FileSystem.Failure(path: path, code: errno) }
            close(file)
            var configuration = GRDB.Configuration()
            configuration.journalMode = .wal
            configuration.busyMode = .timeout(20)
            configuration.label = "imgflow.ledger"
            database = try DatabaseQueue(path: path, configuration: configuration)
            try Self.migrate(database)
        } catch {
            throw Failure(path: path, why: Self.words(error))
        }
    }

    /// Two processes may find the file empty at once: whoever comes second finds the tables made, and
    /// looks again.
    private static func migrate(_ database: DatabaseQueue) throws {
        let migrator = LedgerSchema.migrator
        for _ in 0..<4 {
            do { return try migrator.migrate(database) } catch is DatabaseError { continue }
        }
        try migrator.migrate(database)
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
        case let failure as FileSystem.Failure: FileSystem.words(failure.code)
        default: "\(error)"
        }
    }
}
