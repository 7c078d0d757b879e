package import ImgflowLanguage
import ImgflowRuntime

/// The lines that begin with a colon and are about the session itself.
extension Prompt {
    package static let ownCommands: [(name: String, summary: String)] = [
        ("undo", "go back to the result before"), ("redo", "go forward again"),
        ("tree", "the results, and what came of what"), ("diff", "what differs: :diff 3 5"),
        ("history", "what was entered, :history storm"), ("save", "a script: :save flow.imgflow"),
        ("load", "run a script and stay"), ("set", "a default: :set upscale model:fast"),
        ("fetch", "how a picture was made, into the line: :fetch a.png"),
        ("plan", "what a line would do and cost"),
        ("quit", "leave, as Ctrl-D does"),
    ]

    func command(_ text: String) {
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
            host.say("!\(number)  \(Printable.text(Session.onOneLine(text)))")
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
}
