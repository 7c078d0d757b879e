import FoundationEssentials
import Glibc
import ImgflowRuntime

extension Console {
    /// The process's own streams, environment, folder and clock.
    package static var system: Console {
        Console(
            environment: ProcessInfo.processInfo.environment,
            folder: currentFolder, isInputTerminal: isatty(0) == 1,
            isErrorTerminal: isatty(2) == 1, width: terminalWidth,
            writeOutput: { write($0, to: 1) },
            writeError: { write(Array($0.utf8), to: 2) },
            readInput: { (try? FileSystem.readAll(0, path: "standard input")) ?? [] },
            ask: { question in
                write(Array(question.utf8), to: 2)
                return readLine()
            },
            now: { Date() })
    }

    private static var currentFolder: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    private static var terminalWidth: Int {
        var size = winsize()
        guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Whoever reads no more has what it wanted: a closed pipe ends the process quietly.
    private static func write(_ bytes: [UInt8], to file: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            if count < 0, errno == EPIPE { exit(0) }
            guard count > 0 else {
                // Standard output that takes no more must not look like success.
                let words = String(cString: strerror(errno))
                if file == 1 {
                    write(Array("error: standard output cannot be written: \(words)\n".utf8), to: 2)
                }
                exit(ExitCode.failed)
            }
            rest = rest.dropFirst(count)
        }
    }
}
