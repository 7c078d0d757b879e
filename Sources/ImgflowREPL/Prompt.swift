import Glibc
package import ImgflowLanguage
package import ImgflowRuntime

/// What the prompt cannot do for itself: look at programs and run them.
package protocol PromptHost: AnyObject {
    /// Who answers, and what was spent: `sandbox`, `aws $0.21`.
    var standing: String { get }
    var usesColour: Bool { get }
    var folder: String { get }
    /// - Returns: What could stand at the end of a program, and the bytes that it replaces.
    func complete(_ program: String) -> (replaces: Int, [Completion.Candidate])
    /// Tells what is wrong with a step, in the words of what was typed.
    ///
    /// - Returns: Nil where it is right; else where the first mistake is in what was typed, in bytes,
    ///   or -1 where it is elsewhere.
    func mistake(in step: Session.Step, typed: String) -> Int?
    /// Runs a program that is right, having asked where that is needed.
    func run(_ program: String, line: Int) -> PromptRun
    func say(_ text: String)
    /// The lines that make a saved picture again, joined by semicolons; what speaks against it is said.
    func recipe(of path: String) -> String?
    /// `:help`, `:plan` and all the others that are not about the session itself.
    ///
    /// - Returns: False where there is no such command.
    func command(_ name: String, _ rest: String, _ session: Session) -> Bool
    var commandNames: [(name: String, summary: String)] { get }
}

package enum PromptRun: Sendable {
    case done([Picture])
    /// Nothing was run: no consent, or it cannot be.
    case refused
    /// Some of it failed or was stopped; what came is known.
    case failed([Picture])
}

/// Edited lines in, results out, until the user leaves.
///
/// One thread waits here; what is run runs elsewhere.
package final class Prompt {
    private let host: any PromptHost
    private let editor: LineEditor
    private let history: HistoryFile
    private let names = Names()
    private var session: Session {
        get { names.session }
        set { names.session = newValue }
    }
    /// Goes into the edit line: what failed, or was asked for.
    private var holding = (text: "", cursor: 0)
    private var leaves = false

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
                    for line in text.split(separator: "\n") { host.say("  \(line)") }
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
    private func program(_ input: String) {
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
        for step in steps {
            var entry = step.entry
            if case .statement = entry.kind {
                session.add(entry)
                continue
            }
            switch host.run(step.program, line: entry.number) {
            case .refused: return hold(input, at: nil)
            case .done(let pictures), .failed(let pictures):
                guard !pictures.isEmpty else { continue }
                entry.kind = .pictures(pictures)
                session.add(entry)
                host.say(Self.told(entry))
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
        guard entries.indices.contains(number - 1) else {
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

    // MARK: Commands

    private func command(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        let name = parts.first.map(String.init) ?? ""
        let rest = parts.count > 1 ? String(parts[1]).trimmingBlanks : ""
        do {
            switch name {
            case "quit", "q", "exit": leaves = true
            case "undo": host.say(Self.told(try session.undo()))
            case "redo": host.say(Self.told(try session.redo()))
            case "tree": host.say(SessionTree.text(session))
            case "diff": host.say(try SessionTree.difference(rest, session))
            case "history":
                told(history.entries(holding: rest.split(separator: " ").map(String.init)))
            case "save": try save(rest)
            case "load": try load(rest)
            case "plan" where !rest.isEmpty: try plan(rest)
            case "set": program("set \(rest)")
            case "fetch":
                guard let recipe = host.recipe(of: rest) else { return }
                holding = (Session.onOneLine(recipe), 0)
            default:
                if !host.command(name, rest, session) { unknown(name) }
            }
        } catch let problem as SessionProblem {
            host.say("error: \(problem)")
        } catch {
            host.say("error: \(error)")
        }
    }

    private func plan(_ line: String) throws {
        for step in try session.steps(line) {
            _ = host.command("plan", step.program, session)
        }
    }

    private func told(_ entries: [(number: Int, text: String)]) {
        guard !entries.isEmpty else { return host.say("the history holds nothing like that") }
        for (number, text) in entries.suffix(40) {
            host.say("!\(number)  \(Session.onOneLine(text))")
        }
    }

    private func unknown(_ name: String) {
        let names = Self.ownCommands.map(\.name) + host.commandNames.map(\.name)
        let near = NearestName.of(name, in: names)
        host.say(
            "error: there is no command `:\(name)`"
                + (near.map { "; did you mean `:\($0)`?" } ?? "; `:help` lists them"))
    }

    /// The lines that led to the kept pictures, as a program.
    private func save(_ rest: String) throws {
        let words = rest.split(separator: " ").map(String.init)
        let isAll = words.first == "all"
        let path = isAll ? words.dropFirst().first ?? "session.imgflow" : words.first
        guard let path else {
            return host.say("error: expected a name: :save flow.imgflow, or :save all")
        }
        let results = session.entries.filter { !$0.pictures.isEmpty }.map(\.number)
        guard let current = session.current else { throw SessionProblem.noResultYet }
        let kept = isAll ? results : [current]
        let names = Dictionary(uniqueKeysWithValues: kept.map { ($0, Self.fileName($0, session)) })
        let text = session.script(for: kept, saving: names)
        let place = Path.join(host.folder, path.hasSuffix(".imgflow") ? path : path + ".imgflow")
        let isNew = try FileSystem.write(Array(text.utf8), to: place, replaces: false, mode: 0o777)
        host.say(
            isNew
                ? "wrote \(Path.name(of: place)): imgflow \(Path.name(of: place))"
                : "error: `\(path)` is there already: choose another name")
    }

    private static func fileName(_ number: Int, _ session: Session) -> String {
        let pictures = session.result(number)?.pictures ?? []
        let ending = pictures.first?.format == "jpeg" ? "jpg" : pictures.first?.format ?? "png"
        return "out/\(number)\(pictures.count > 1 ? "-{index}" : "").\(ending)"
    }

    private func load(_ path: String) throws {
        guard !path.isEmpty else {
            return host.say("error: expected a script: :load flow.imgflow")
        }
        let bytes = try FileSystem.read(Path.join(host.folder, path))
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return host.say("error: `\(path)` is not text in UTF-8")
        }
        program(
            text.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { !$0.hasPrefix("#!") && !$0.hasPrefix("imgflow 1") }.joined(
                    separator: "\n"))
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

    package static let ownCommands: [(name: String, summary: String)] = [
        ("undo", "go back to the result before"), ("redo", "go forward again"),
        ("tree", "the results, and what came of what"), ("diff", "what differs: :diff 3 5"),
        ("history", "what was entered, :history storm"), ("save", "a script: :save flow.imgflow"),
        ("load", "run a script and stay"), ("set", "a default: :set upscale model:fast"),
        ("fetch", "how a picture was made, into the line: :fetch a.png"),
        ("plan", "what a line would do and cost"),
        ("quit", "leave, as Ctrl-D does"),
    ]

    /// What Tab has to know of the session.
    private final class Names {
        var session = Session()
    }

    private static func complete(
        _ text: String, _ session: Session, _ host: any PromptHost
    ) -> (replaces: Int, [Completion.Candidate]) {
        if text.hasPrefix(":"), !text.contains(" ") {
            let names = (ownCommands + host.commandNames).map {
                Completion.Candidate(":\($0.name)", $0.summary)
            }
            return (text.utf8.count, names.filter { $0.text.hasPrefix(text) })
        }
        let command = text.hasPrefix(":") ? text.split(separator: " ").first : nil
        let program = command.map { String(text.dropFirst($0.count)) } ?? text
        // What was said before counts: names and definitions.
        let before = session.entries.filter { $0.kind == .statement }.map { $0.text + "\n" }
            .joined()
        var (replaces, candidates) = host.complete(before + program)
        let word = text.reversed().prefix { $0.isNumber || $0 == "$" }
        if word.last == "$" {
            let written = String(word.reversed())
            let results = session.entries.filter { !$0.pictures.isEmpty }.reversed().map {
                Completion.Candidate("$\($0.number)", String(told($0).dropFirst(4)))
            }
            candidates = results.filter { $0.text.hasPrefix(written) } + candidates
            replaces = written.utf8.count
        }
        return (replaces, candidates)
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
