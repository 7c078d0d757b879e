import ImgflowEngine
import ImgflowLanguage
import ImgflowRuntime
import ImgflowVerbs

/// What becomes of a line that was entered.
extension Repl {
    func enter(_ input: String) {
        let text = input.trimmingBlanks
        guard !text.isEmpty else { return }
        if text.hasPrefix("!"), let number = Int(text.dropFirst()) { return recall(number) }
        editor.remember(text)
        do {
            try history.append(text)
        } catch {
            host.say("warning: the history cannot be written: \(error)")
        }
        if text.hasPrefix(":") {
            command(String(text.dropFirst()))
        } else if let command = Self.plainCommand(text) {
            self.command(command)
        } else {
            do {
                try program(Again.line(of: text, in: session) ?? text)
            } catch {
                host.say("error: \(error)")
                holding = (text, 0)
            }
        }
    }

    /// The whole input is checked before any of it is run.
    ///
    /// - Returns: Whether all of it came to its end.
    @discardableResult
    func program(_ input: String) -> Bool {
        let steps: [Session.Step]
        do {
            steps = try session.steps(input)
        } catch {
            host.say("error: \(error)")
            hold(input, at: nil)
            return false
        }
        // The plan of the first line that runs; what it does may change the plans of the others.
        var planned: PlannedProgram?
        for step in steps {
            switch host.check(step, typed: input) {
            case .right(let plan): planned = planned ?? plan
            case .wrong(let offset):
                tellOfColon(input)
                hold(input, at: offset)
                return false
            }
        }
        for (place, step) in steps.enumerated() {
            // What comes after a step that came to nothing waits until the user wants it.
            let rest = steps[(place + 1)...].map(\.entry.typed)
            if case .statement = step.entry.kind {
                define(step)
                continue
            }
            let outcome = host.run(step, planned: planned)
            planned = nil
            if let subject = step.subject {
                guard outcome.ending == .done else {
                    hold(([step.entry.typed] + rest).joined(separator: "; "), at: nil)
                    return false
                }
                session.go(to: subject)
                session.saved(subject, by: step.entry.stages.filter(\.isSave))
                if step.look != nil, let entry = session.entry(subject) { tell(entry) }
                continue
            }
            // Of a run that broke off, more may have come than was shown.
            let paid = step.kept(outcome)?.entries.last?.pictures.count ?? 0
            let isShort = outcome.ending != .done && paid > outcome.pictures.count
            guard !outcome.pictures.isEmpty, !isShort else {
                let kept = step.kept(outcome)
                for entry in kept?.entries ?? [] { add(entry, isDrawn: false) }
                // A pipeline that let nothing through is no result, and its number is free.
                let own = outcome.ending == .done ? "" : kept?.rest ?? step.entry.typed
                hold(([own] + rest).filter { !$0.isEmpty }.joined(separator: "; "), at: nil)
                return outcome.ending == .done
            }
            add(step.made(outcome), isDrawn: true)
            if outcome.ending != .done {
                hold(rest.joined(separator: "; "), at: nil)
                return false
            }
        }
        return true
    }

    private func add(_ entry: Entry, isDrawn: Bool) {
        session.add(entry)
        if !isDrawn { host.draw(entry.number, session) }
        tell(entry)
    }

    /// A name, or a setting: nothing is run for it before it is used.
    private func define(_ step: Session.Step) {
        var entry = step.entry
        if let name = entry.name, let forecast = host.forecast(of: step) {
            entry.forecast = forecast
            host.say("$\(name)  \(forecast)")
        }
        session.add(entry)
    }

    /// The facts of a result, and under them the line that makes it again.
    func tell(_ entry: Entry) {
        let line = "    \(ResultText.line(entry))"
        host.say(ResultText.facts(entry))
        host.sayFaintly(line)
    }

    /// What failed comes back, with the cursor where the mistake is.
    private func hold(_ input: String, at offset: Int?) {
        let behind = offset.map { String(decoding: input.utf8.dropFirst($0), as: UTF8.self).count }
        holding = (input, behind ?? 0)
    }

    private func recall(_ number: Int) {
        let entries = history.entries()
        guard number > 0, entries.indices.contains(number - 1) else {
            return host.say("error: the history has no `!\(number)`: it has 1 to \(entries.count)")
        }
        holding = (entries[number - 1], 0)
    }

    /// What people type at any prompt: no verb has such a name.
    private static func plainCommand(_ text: String) -> String? {
        switch text {
        case "quit", "exit": "quit"
        case "?", "help": "help"
        case "clear": "clear"
        case _ where text.hasPrefix("help "): text
        case _ where text.hasPrefix("? "): "help \(text.dropFirst(2))"
        default: nil
        }
    }

    /// `quit` is no verb, and easily typed.
    private func tellOfColon(_ input: String) {
        let word = String(input.drop { $0 == " " }.prefix { $0.isLetter })
        let names = ReplCommand.names.map(\.name) + ["exit"]
        guard Verbs.catalogue[word] == nil, names.contains(word) else { return }
        host.say("  = commands begin with a colon: `:\(word)`")
    }
}
