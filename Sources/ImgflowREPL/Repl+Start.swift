import ImgflowLanguage
import ImgflowRuntime

extension Repl {
    /// What the user wants at every start: lines as they are typed, one after the other. What is wrong is told with
    /// its line, and what follows it is run all the same.
    func start(with path: String) {
        guard FileSystem.kind(path) == .file else { return }
        let text: String
        do {
            text = String(decoding: try FileSystem.read(path), as: UTF8.self)
        } catch {
            return host.say("warning: \(path) cannot be read: \(error)")
        }
        let parts = Self.parts(of: text)
        guard !parts.isEmpty else { return }
        host.say("(as \(path) has it)")
        for (line, part) in parts {
            let isDone =
                part.hasPrefix(":") ? command(String(part.dropFirst())) : program(part)
            if !isDone { host.say("  = at \(path):\(line)") }
        }
        holding = ("", 0)
    }

    /// Commands, which end with their line, and statements, which may go over several; with the numbers of their
    /// first lines.
    static func parts(of text: String) -> [(line: Int, text: String)] {
        var parts: [(line: Int, text: String)] = []
        var program = ""
        var start = 1
        func close() {
            for part in StatementSplit.parts(of: program) {
                let before = program.utf8.prefix(part.start).filter { $0 == UInt8(ascii: "\n") }
                parts.append((start + before.count, part.text))
            }
            program = ""
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (place, line) in lines.enumerated() {
            if line.hasPrefix(":") {
                close()
                parts.append((place + 1, String(line).trimmingBlanks))
                start = place + 2
            } else {
                program += line + "\n"
            }
        }
        close()
        return parts
    }
}
