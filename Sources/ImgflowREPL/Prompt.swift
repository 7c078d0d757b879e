import Glibc
package import ImgflowLanguage
package import ImgflowRuntime

/// Edited lines in, results out, until the user leaves.
///
/// One thread waits here; what is run runs elsewhere.
package final class Prompt {
    let host: any PromptHost
    private let editor: LineEditor
    let history: HistoryFile
    let names = Names()
    var session: Session {
        get { names.session }
        set { names.session = newValue }
    }
    /// Goes into the edit line: what failed, or was asked for.
    var holding = (text: "", cursor: 0)
    var leaves = false

    /// Nil where there is no terminal to edit on.
    package init?(host: any PromptHost, history: HistoryFile) {
        self.host = host
        self.history = history
        let names = self.names
        let complete: LineEditor.Complete = { [weak host] text in
            guard let host else { return (0, []) }
            return Self.complete(text, names.session, host)
        }
        guard let editor = LineEditor(complete: complete) else { return nil }
        self.editor = editor
        for entry in history.entries() { editor.remember(Session.onOneLine(entry)) }
    }

    /// What the user wants at every start: lines as they are typed.
    package func start(with path: String) {
        guard let bytes = try? FileSystem.read(path) else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        var program = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix(":") {
                command(String(line.dropFirst()))
            } else {
                program += line + "\n"
            }
        }
        self.program(program)
        holding = ("", 0)
        host.say("(as \(path) has it)")
    }

    package func run() {
        var open = ""
        while !leaves {
            let prompt = open.isEmpty ? self.prompt : self.prompt(for: open)
            let held = holding
            holding = ("", 0)
            let (line, pasted, wantsEditor) = editor.read(
                prompt: prompt, holding: held.text, cursor: held.cursor)
            switch line {
            case .end:
                host.say("")
                return
            case .interrupted(let wasEmpty):
                // Twice at an empty prompt leaves.
                if wasEmpty, open.isEmpty {
                    if isLeaving { return host.say("") }
                    isLeaving = true
                    host.say("  (again to leave, or Ctrl-D)")
                } else {
                    host.say("")
                }
                open = ""
                continue
            case .text(let text):
                isLeaving = false
                if wantsEditor {
                    holding = (written(open + text) ?? text, 0)
                    open = ""
                    continue
                }
                if pasted != nil {
                    // The block is shown, and run when it is agreed to.
                    for line in text.split(separator: "\n") {
                        host.say("  \(Printable.text(String(line)))")
                    }
                }
                if !open.isEmpty, text.allSatisfy(\.isWhitespace) {
                    if OpenEnds.of(open) == nil { enter(open) } else { host.say("  (left)") }
                    open = ""
                    continue
                }
                open = open.isEmpty ? text : open + "\n" + text
                if pasted != nil || (OpenEnds.of(open) != nil && !isCommand(open)) { continue }
                let whole = open
                open = ""
                enter(whole)
            }
        }
    }

    private var isLeaving = false

    private func isCommand(_ text: String) -> Bool {
        text.first { !$0.isWhitespace } == ":" || text.hasPrefix("!")
    }

    // MARK: What it says

    private var prompt: String {
        var words = host.standing
        if let number = session.current, let picture = session.result(number)?.pictures.last {
            words += " $\(number) \(picture.width)x\(picture.height)"
        }
        return "\(dim(words)) \(bold("\(session.number)>")) "
    }

    private func prompt(for open: String) -> String {
        let waits = OpenEnds.of(open)
        return "\(dim(waits.map { "  \($0) is open" } ?? "  Enter runs it")) \(bold("…")) "
    }

    /// Sequences without a width stand between bytes of 1.
    private func styled(_ text: String, _ code: String) -> String {
        host.usesColour ? "\u{1}\u{1B}[\(code)m\u{1}\(text)\u{1}\u{1B}[0m\u{1}" : text
    }

    private func dim(_ text: String) -> String { styled(text, "2") }
    private func bold(_ text: String) -> String { styled(text, "1") }

    // MARK: What is entered

    private func enter(_ input: String) {
        let text = input.trimmingBlanks
        guard !text.isEmpty else { return }
        if text.hasPrefix("!"), let number = Int(text.dropFirst()) { return recall(number) }
        editor.remember(Session.onOneLine(text))
        do {
            try history.append(text)
        } catch {
            host.say("warning: the history cannot be written: \(error)")
        }
        if text.hasPrefix(":") {
            command(String(text.dropFirst()))
        } else if let words = Again.words(of: text) {
            again(words)
        } else {
            program(text)
        }
    }

    /// The whole input is checked before any of it is run.
    func program(_ input: String) {
        let steps: [Session.Step]
        do {
            steps = try session.steps(input)
        } catch {
            host.say("error: \(error)")
            return hold(input, at: nil)
        }
        for step in steps {
            if let offset = host.mistake(in: step, typed: input) {
                return hold(input, at: offset < 0 ? nil : offset)
            }
        }
        for (place, step) in steps.enumerated() {
            var entry = step.entry
            if case .statement = entry.kind {
                session.add(entry)
                continue
            }
            let run = host.run(step.program, line: entry.number)
            if !run.pictures.isEmpty {
                entry.kind = .pictures(run.pictures)
                session.add(entry)
                host.say(Self.told(entry))
            }
            guard case .done = run else {
                // What rests on it, or comes after it, waits until the user wants it.
                let isKept = !run.pictures.isEmpty
                let rest = steps[(isKept ? place + 1 : place)...].map(\.entry.typed)
                return hold(rest.joined(separator: "; "), at: nil)
            }
            // A pipeline that let nothing through is no result, and its number is free.
            guard !run.pictures.isEmpty else {
                return hold(
                    steps[(place + 1)...].map(\.entry.typed).joined(separator: "; "), at: nil)
            }
        }
    }

    static func told(_ entry: Entry) -> String {
        let pictures = entry.pictures
        guard let first = pictures.first else { return "" }
        var parts = ["\(first.width)x\(first.height) \(first.format)"]
        if pictures.count > 1 { parts = ["\(pictures.count) pictures, the first \(parts[0])"] }
        if let model = first.model { parts.append(model) }
        if let seed = first.seed { parts.append("seed \(seed)") }
        return "$\(entry.number)  \(parts.joined(separator: ", "))"
    }

    /// What failed comes back, with the cursor where the mistake is; of a block its one line.
    private func hold(_ input: String, at offset: Int?) {
        let line = Session.onOneLine(input)
        guard line == input, let offset else {
            holding = (line, 0)
            return
        }
        let behind = String(decoding: input.utf8.dropFirst(offset), as: UTF8.self)
        holding = (line, behind.count)
    }

    private func recall(_ number: Int) {
        let entries = history.entries()
        guard number > 0, entries.indices.contains(number - 1) else {
            return host.say("error: the history has no `!\(number)`: it has 1 to \(entries.count)")
        }
        holding = (Session.onOneLine(entries[number - 1]), 0)
    }

    private func again(_ words: [(name: String, value: String)]) {
        guard let number = session.current, let entry = session.result(number) else {
            return host.say("error: \(SessionProblem.noResultYet)")
        }
        do {
            let line = try Again.line(entry, words)
            host.say("  \(line)")
            program(line)
        } catch {
            host.say("error: \(error)")
        }
    }

    // MARK: Editing

    /// What the user made of it in `$EDITOR`; nil where that did not go well.
    private func written(_ text: String) -> String? {
        let place = "/tmp/imgflow-\(getpid())-\(UInt32.random(in: 0...(.max))).imgflow"
        guard let command = getenv("VISUAL") ?? getenv("EDITOR"),
            (try? FileSystem.write(Array(text.utf8), to: place, replaces: false, mode: 0o600))
                != nil
        else {
            host.say("error: set EDITOR to the editor that you like")
            return nil
        }
        defer { unlink(place) }
        guard Subprocess.run("\(String(cString: command)) '\(place)'"),
            let bytes = try? FileSystem.read(place)
        else { return nil }
        return Session.onOneLine(String(decoding: bytes, as: UTF8.self))
    }

    /// What Tab has to know of the session.
    final class Names {
        var session = Session()
    }
}

extension String {
    var trimmingBlanks: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
