package import FoundationEssentials
import Glibc
import ImgflowLanguage
package import ImgflowModels
import ImgflowTerminal

/// The world as the command sees it, as a value: streams, environment, folder and clock. Tests hand
/// in their own.
package struct Console: Sendable {
    package var environment: [String: String]
    /// Where the user stands; absolute.
    package var folder: String
    package var isInputTerminal: Bool
    package var isErrorTerminal: Bool
    /// What is printed there is seen by a person, and is made harmless; in a pipe it is data, to the byte.
    package var isOutputTerminal = false
    /// Of the terminal, now: a window changes while a run goes on.
    package var columns: @Sendable () -> Int
    package var writeOutput: @Sendable ([UInt8]) -> Void
    package var writeError: @Sendable (String) -> Void
    /// Standard input to its end.
    package var readInput: @Sendable () -> [UInt8]
    /// Asks on the terminal; nil at the end of input.
    package var ask: @Sendable (String) -> String?
    package var now: @Sendable () -> Date
    /// The system's code for the first write to standard output that failed. Nothing is written
    /// after it, and nothing is interrupted by it: calls that are under way are paid for.
    package var outputFailure: @Sendable () -> Int32?

    package init(
        environment: [String: String], folder: String, isInputTerminal: Bool,
        isErrorTerminal: Bool, width: @escaping @Sendable @autoclosure () -> Int,
        writeOutput: @escaping @Sendable ([UInt8]) -> Void,
        writeError: @escaping @Sendable (String) -> Void,
        readInput: @escaping @Sendable () -> [UInt8],
        ask: @escaping @Sendable (String) -> String?, now: @escaping @Sendable () -> Date,
        outputFailure: @escaping @Sendable () -> Int32? = { nil }
    ) {
        self.environment = environment
        self.folder = folder
        self.isInputTerminal = isInputTerminal
        self.isErrorTerminal = isErrorTerminal
        columns = width
        self.writeOutput = writeOutput
        self.writeError = writeError
        self.readInput = readInput
        self.ask = ask
        self.now = now
        self.outputFailure = outputFailure
    }

    package var width: Int { columns() }

    /// The day in UTC: prices, retirements and limits of a day go by it.
    package var today: CalendarDate {
        CalendarDate(secondsSince1970: Int(now().timeIntervalSince1970))
    }

    package func print(_ text: String) { put(text + "\n") }

    /// On standard output; names of files by their bytes.
    package func put(_ text: String) {
        writeOutput(
            isOutputTerminal
                ? Array(PathText.shown(Printable.screen(text)).utf8) : PathText.bytes(text))
    }

    package func complain(_ text: String) { writeError(Printable.screen(text) + "\n") }

    /// A variable that is set and not empty.
    package func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Colors only on a terminal, and never with `NO_COLOR`.
    package var usesColor: Bool { takesSequences && variable("NO_COLOR") == nil }

    /// A terminal where lines can be drawn again; shells in editors are none.
    package var takesSequences: Bool {
        isErrorTerminal && TerminalName.takesSequences(variable("TERM"))
    }
}
