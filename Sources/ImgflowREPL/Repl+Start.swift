import ImgflowEngine
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
        host.say("(from \(path))")
        isStarting = true
        defer { isStarting = false }
        var agreed: EntryAgreement?
        var isRefused = false
        for (place, (line, part)) in parts.enumerated() {
            let isCommand = part.hasPrefix(":")
            if !isCommand, agreed == nil, !isRefused {
                agreed = agree(to: parts[place...].map(\.text).filter { !$0.hasPrefix(":") })
                isRefused = agreed == nil
            }
            if isRefused, !isCommand, runs(part) { continue }
            let isDone =
                isCommand ? command(String(part.dropFirst())) : program(part, agreed: &agreed)
            if leaves { return }
            if !isDone { host.say("  = at \(path):\(line)") }
        }
        holding = ("", 0)
    }

    /// Asks once for all that the lines cost; what is wrong with them is told when their turn comes.
    private func agree(to lines: [String]) -> EntryAgreement? {
        var planned = session
        var programs: [PlannedProgram] = []
        for line in lines {
            for step in (try? planned.steps(line)) ?? [] {
                if let program = host.planned(step) { programs.append(program) }
                if step.subject == nil { planned.add(step.entry) }
            }
        }
        return host.agree(to: programs)
    }

    /// What only gives names needs nobody's consent.
    private func runs(_ line: String) -> Bool {
        ((try? session.steps(line)) ?? []).contains {
            if case .pictures = $0.entry.kind { true } else { false }
        }
    }

    /// A session that goes on has all that this file entered; how images are shown is the terminal's affair.
    func startTerminal(with path: String) {
        guard FileSystem.kind(path) == .file, let bytes = try? FileSystem.read(path) else { return }
        for (_, part) in Self.parts(of: String(decoding: bytes, as: UTF8.self))
        where part.hasPrefix(":images") { command(String(part.dropFirst())) }
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
