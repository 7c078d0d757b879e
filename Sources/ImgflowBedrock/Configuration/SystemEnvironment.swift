package import FoundationEssentials
import Glibc

/// What the outside world gives to credentials and settings, as values and functions, so that tests
/// need no variables, home directory, process or clock of their own.
package struct SystemEnvironment: Sendable {
    package typealias RunProcess =
        @Sendable (_ words: [String], _ limit: Duration) async throws -> ProcessOutcome

    package var variables: [String: String]
    package var homeDirectory: String
    /// Contents of a file, or nil when there is none. What cannot be read is thrown.
    package var readFile: @Sendable (_ path: String) throws -> [UInt8]?
    /// Writes a file that only its owner may read, whole or not at all, and makes its folders.
    package var writeFile: @Sendable (_ path: String, _ bytes: [UInt8]) throws -> Void
    /// Why `writeFile` would fail, as far as can be seen before.
    package var obstacleToWriting: @Sendable (_ path: String) -> String? = { _ in nil }
    /// A path for libraries that take it as text.
    package var libraryPath: @Sendable (_ path: String) -> String = { $0 }
    /// Asks a person for a line; nil where nobody is at a terminal.
    package var ask: (@Sendable (_ question: String) -> String?)?
    /// Runs a program found on the PATH with these words, for at most so many seconds.
    package var runProcess: RunProcess
    package var now: @Sendable () -> Date

    package init(
        variables: [String: String], homeDirectory: String,
        readFile: @escaping @Sendable (_ path: String) throws -> [UInt8]?,
        runProcess: @escaping RunProcess,
        now: @escaping @Sendable () -> Date,
        writeFile: @escaping @Sendable (_ path: String, _ bytes: [UInt8]) throws -> Void = {
            _, _ in
        },
        ask: (@Sendable (_ question: String) -> String?)? = nil
    ) {
        self.writeFile = writeFile
        self.ask = ask
        self.variables = variables
        self.homeDirectory = homeDirectory
        self.readFile = readFile
        self.runProcess = runProcess
        self.now = now
    }

    /// A variable's value; an empty one counts as not set, as AWS's tools have it.
    package func variable(_ name: String) -> String? {
        guard let value = variables[name], !value.isEmpty else { return nil }
        return value
    }

    /// `~` and `~/…` stand for the home directory.
    func expandingTilde(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/") else { return path }
        return homeDirectory + path.dropFirst()
    }
}

/// How a program ended and what it wrote.
package struct ProcessOutcome: Sendable {
    /// Exit status, or 128 and the signal's number.
    package var status: Int32
    package var output: [UInt8]
    package var errors: [UInt8]

    package init(status: Int32, output: [UInt8], errors: [UInt8]) {
        self.status = status
        self.output = output
        self.errors = errors
    }
}
