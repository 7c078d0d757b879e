import ImgflowEngine
import ImgflowLanguage
import ImgflowReports
import ImgflowRuntime
import ImgflowVerbs

/// The lines that begin with a colon and are about the session itself.
extension Repl {
    /// - Returns: Whether it was understood and done.
    @discardableResult
    func command(_ text: String) -> Bool {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        let name = parts.first.map(String.init) ?? ""
        let subject = ReplCommand.names.first { $0.name == name }?.subject
        let words = parts.count > 1 ? String(parts[1]).trimmingBlanks : ""
        let rest = subject?.takesPath == true ? CommandPath.text(words) : words
        do {
            switch name {
            case "quit", "q", "exit": leaves = true
            case "clear": editor.clearScreen()
            case "undo": show(try go(rest, .undo) { try session.undo() })
            case "redo": show(try go(rest, .redo) { try session.redo() })
            case "sessions": try sessions(rest)
            case "tree": host.say(SessionTree.text(session))
            case "diff": host.say(try SessionTree.difference(rest, session))
            case "history":
                told(history.entries(holding: rest.split(separator: " ").map(String.init)))
            case "save": try save(rest)
            case "load":
                if let script = host.script(rest) {
                    return program(script.text, of: (script.name, ":load \(rest)"))
                }
            case "plan": try plan(rest)
            case "set" where rest.isEmpty: tellSettings()
            case "set": program("set \(rest)")
            case "model" where rest.contains(" "): model(rest)
            case "replay":
                if let recipe = host.recipe(of: rest) { program(recipe) }
            case "fetch":
                guard let recipe = host.recipe(of: rest) else { return false }
                holding = (recipe.trimmingBlanks, 0)
            default:
                let folder = host.folder
                guard ReplCommand.run(name, rest, host, session) else {
                    unknown(name)
                    return false
                }
                if host.folder != folder {
                    session.settle(in: folder)
                    host.journal.move(.away(from: folder))
                }
            }
        } catch {
            host.say("error: \(error)")
            return false
        }
        return true
    }

    /// As often as asked, or as often as it goes.
    private func go(
        _ times: String, _ move: JournalRecord.Move, _ step: () throws -> Entry
    ) throws -> Entry {
        guard let count = times.isEmpty ? 1 : Int(times), count > 0 else {
            throw SessionProblem.noCount(times)
        }
        var entry = try step()
        host.journal.move(move)
        for _ in 1..<count {
            guard let next = try? step() else { break }
            host.journal.move(move)
            entry = next
        }
        return entry
    }

    private func show(_ entry: Entry) {
        host.draw(entry.number, session)
        tell(entry)
    }

    private func plan(_ line: String) throws {
        guard !line.isEmpty else {
            return host.say("error: expected a line: :plan | upscale creative")
        }
        let line = try Again.line(of: line, in: session) ?? line
        for step in try session.steps(line) {
            if case .right = host.check(step, typed: line) { host.plan(step) }
        }
    }

    private func told(_ entries: [(number: Int, text: String)]) {
        guard !entries.isEmpty else { return host.say("no matching lines in the history") }
        let resolved = history.resolved()
        for (number, text) in entries.suffix(40) {
            host.say("!\(number)  \(Printable.text(LineText.onOneLine(text)))")
            if let line = resolved[text] { host.sayFaintly("    = \(Printable.text(line))") }
        }
    }

    private func tellSettings() {
        let settings = session.settings
        host.say(
            settings.isEmpty
                ? "no defaults are set: :set upscale format:png" : settings.joined(separator: "\n"))
    }

    /// What the commands are called elsewhere.
    private static let synonyms = [
        "cost": "spend", "costs": "spend", "money": "spend", "bill": "spend", "price": "models",
        "prices": "models", "dir": "ls", "list": "ls", "files": "ls", "back": "undo", "run": "load",
        "source": "load", "export": "save", "write": "save", "view": "show", "open": "show",
        "graph": "tree", "results": "tree", "explain": "why", "resume": "sessions",
        "continue": "sessions",
    ]

    private func unknown(_ name: String) {
        let names = ReplCommand.ofSession.map(\.name) + ReplCommand.all.map(\.name.name)
        let near = Self.synonyms[name] ?? NearestName.of(name, in: names)
        host.say(
            "error: unknown command `:\(name)`"
                + (near.map { "; did you mean `:\($0)`?" } ?? "; `:help` lists them"))
    }

    /// `:model upscale fast`: what the verb goes to from here on.
    private func model(_ rest: String) {
        let words = rest.split(separator: " ").map(String.init)
        guard words.count == 2 else {
            return host.say("error: expected a verb and a model: :model generate ultra")
        }
        let signature = Verbs.catalog[words[0]]
        // `upscale` has a mode for each of its models.
        let name =
            signature?.parameter(named: "model") == nil ? signature?.positional?.name : "model"
        let before = session.number
        program("set \(words[0]) \(name ?? "model"):\(words[1])")
        if session.number > before { host.say("`\(words[0])` now uses \(words[1])") }
    }

    // MARK: Scripts

    /// The lines that led to the kept images, as a program.
    private func save(_ rest: String) throws {
        let isAll = rest == "all" || rest.hasPrefix("all ")
        let name = (isAll ? String(rest.dropFirst(3)) : rest).trimmingBlanks
        let path = name.isEmpty && isAll ? "session.imgflow" : name.filter { $0 != "\"" }
        guard !path.isEmpty else {
            return host.say("error: expected a name: :save flow.imgflow, or :save all")
        }
        let kept = isAll ? session.results.map(\.number) : try session.kept()
        guard !kept.isEmpty else { throw SessionProblem.noResultYet }
        try session.checkAnswerers(of: kept)
        let names = Dictionary(
            kept.map { ($0, fileName($0)) }, uniquingKeysWith: { first, _ in first })
        let text = SessionScript.text(
            for: kept, naming: names, in: session, folder: host.folder)
        let script = path.hasSuffix(".imgflow") ? path : path + ".imgflow"
        let place = Path.join(host.folder, script)
        let isNew = try FileSystem.write(Array(text.utf8), to: place, replaces: false, mode: 0o777)
        guard isNew else {
            return host.say("error: `\(path)` already exists: choose another name")
        }
        for line in text.split(separator: "\n") { host.say("  \(line)") }
        host.say("wrote \(Path.name(of: place)): imgflow \(Path.name(of: place))")
        host.adopt(script: script)
        // A session may save what it loads again, and write a file twice: a program may not.
        host.check(script: script)
        if let cost = host.costOfRunning(text, at: place) { host.say("  = \(cost)") }
    }

    private func fileName(_ number: Int) -> String {
        let pictures = session.entry(number)?.pictures ?? []
        let ending = pictures.first?.format == "jpeg" ? "jpg" : pictures.first?.format ?? "png"
        return "out/\(number)\(pictures.count > 1 ? "-{index}" : "").\(ending)"
    }
}

extension Session {
    /// The results of which a file is there, and where the current one was not saved, that one too.
    fileprivate func kept() throws(SessionProblem) -> [Int] {
        let current = try currentResult()
        let files = SavedFiles(self)
        let saved = results.filter { $0.stages.contains(where: files.isLive) }
        return saved.map(\.number) + (current.isSaved ? [] : [current.number])
    }
}
