import FoundationEssentials
import Glibc
import ImgflowLanguage
import ImgflowRuntime
import Synchronization

extension Console {
    /// The process's own streams, environment, folder and clock.
    package static var system: Console {
        var console = Console(
            environment: variables,
            folder: currentFolder, isInputTerminal: isatty(0) == 1,
            isErrorTerminal: isatty(2) == 1, width: terminalWidth,
            writeOutput: writeOutput,
            writeError: { _ = write(Array(PathText.shown($0).utf8), to: 2) },
            readInput: {
                let limit = FileSystem.inputLimit
                return (try? FileSystem.readAll(0, limit: limit, path: "standard input")) ?? []
            },
            ask: { question in
                write(Array(Printable.screen(question).utf8), to: 2)
                return answer()
            },
            now: { Date() }, outputFailure: { failure.withLock { $0 } })
        console.isOutputTerminal = isatty(1) == 1
        return console
    }

    /// At a prompt, Ctrl-C is an answer too: nil, and everything else goes on.
    package static func askAtPrompt(_ question: String) -> String? {
        write(Array(Printable.screen(question).utf8), to: 2)
        var before = termios()
        guard tcgetattr(0, &before) == 0 else { return answer() }
        var quiet = before
        quiet.c_lflag &= ~tcflag_t(ISIG)
        // It ends the line, as Enter does: who reads lines gets it at once.
        withUnsafeMutableBytes(of: &quiet.c_cc) { $0[Int(VEOL)] = interrupt }
        tcsetattr(0, TCSANOW, &quiet)
        defer { tcsetattr(0, TCSANOW, &before) }
        let text = answer()
        guard let text, text.utf8.last == interrupt else { return text }
        write([UInt8(ascii: "\n")], to: 2)
        return nil
    }

    /// Ctrl-C.
    private static let interrupt: UInt8 = 3

    /// A Ctrl-D before answered that question alone.
    private static func answer() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(0, &byte, 1) == 1 {
            if byte == interrupt { line.append(byte) }
            if byte == UInt8(ascii: "\n") || byte == interrupt {
                return String(decoding: line, as: UTF8.self)
            }
            line.append(byte)
        }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    private static var currentFolder: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return PathText.text(path)
    }

    /// Paths among them are bytes.
    private static var variables: [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = PathText.text(entry)
            if let equals = text.firstIndex(of: "=") {
                let name = String(text[..<equals])
                variables[name] = variables[name] ?? String(text[text.index(after: equals)...])
            }
            next = next.successor()
        }
        return variables
    }

    private static var terminalWidth: Int {
        var size = winsize()
        guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private static let failure = Mutex<Int32?>(nil)

    private static func writeOutput(_ bytes: [UInt8]) {
        guard failure.withLock({ $0 }) == nil, let code = write(bytes, to: 1) else { return }
        failure.withLock { $0 = code }
    }

    /// - Returns: The system's code where not everything could be written.
    @discardableResult
    private static func write(_ bytes: [UInt8], to file: Int32) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return errno }
            rest = rest.dropFirst(count)
        }
        return nil
    }
}
