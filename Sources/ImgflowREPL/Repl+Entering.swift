import ImgflowEngine
import ImgflowLanguage
import ImgflowRuntime
import ImgflowVerbs

/// What becomes of a line that was entered.
extension Repl {
    func enter(_ input: String) {
        let text = input.trimmingBlanks
        guard !text.isEmpty else { return }
        Interrupt.clear()
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
                let before = session.number
                try program(Again.line(of: text, in: session) ?? text)
                noteResolved(text, since: before)
            } catch {
                host.say("error: \(error)")
                holding = (text, 0)
            }
        }
    }

    /// The history has next to what was typed what it came to: an `again` says nothing by itself.
    private func noteResolved(_ typed: String, since number: Int) {
        let made = session.results.filter { $0.number >= number }
        let line = made.map { LineText.typed($0.line) }.joined(separator: "; ")
        guard !line.isEmpty, line != LineText.onOneLine(typed) else { return }
        // Where it cannot be written, the next line says so.
        try? history.append(line, for: typed)
    }

    /// - Parameter script: the name of the script that the input is, and the command that entered it.
    @discardableResult
    func program(_ input: String, of script: (name: String, command: String)? = nil) -> Bool {
        var none: EntryAgreement?
        return program(input, of: script, agreed: &none)
    }

    /// The whole input is checked before any of it is run.
    ///
    /// - Parameter shared: what was agreed to for all that is entered with it; nil where it is asked for itself.
    /// - Returns: Whether all of it came to its end.
    func program(
        _ input: String, of script: (name: String, command: String)? = nil,
        agreed shared: inout EntryAgreement?
    ) -> Bool {
        if script == nil, let word = bareCommand(input) {
            host.say("error: commands start with a colon: `:\(word)`")
            hold(":" + input.drop { $0 == " " }, at: nil)
            return false
        }
        let steps: [Session.Step]
        do {
            steps = try session.steps(input)
        } catch {
            host.say("error: \(error)")
            hold(script?.command ?? input, at: nil)
            return false
        }
        var programs: [PlannedProgram] = []
        for step in steps {
            switch host.check(step, typed: input, in: script?.name ?? "line") {
            case .right(let plan): if let plan { programs.append(plan) }
            case .wrong(let offset):
                if script == nil { tellOfColon(input) }
                hold(script?.command ?? input, at: script == nil ? offset : nil)
                return false
            }
            if isInterrupted(script?.command ?? input) { return false }
        }
        guard var agreed = shared ?? host.agree(to: programs) else {
            hold(script?.command ?? input, at: nil)
            return false
        }
        defer { if shared != nil { shared = agreed } }
        // The plan of the first line that runs; what it does may change the plans of the others.
        var planned = programs.first
        defer { leaves = leaves || host.endedBy != nil }
        for (place, step) in steps.enumerated() {
            if host.endedBy != nil {
                host.journal.run(resolved(steps[place...]))
                return false
            }
            let open = steps[place...].map(\.entry.typed).joined(separator: "; ")
            if isInterrupted(open) { return false }
            // What comes after a step that came to nothing waits until the user wants it.
            let rest = steps[(place + 1)...].map(\.entry.typed)
            if case .statement = step.entry.kind {
                define(step)
                continue
            }
            beginJournal()
            host.journal.run(resolved(steps[place...]))
            let outcome = host.run(step, planned: planned, agreed: &agreed)
            planned = nil
            defer { settle() }
            if let subject = step.subject {
                guard outcome.ending == .done else {
                    hold(([step.entry.typed] + rest).joined(separator: "; "), at: nil)
                    return false
                }
                session.go(to: subject)
                host.journal.move(.to(subject))
                let saves = step.saves(outcome)
                session.saved(subject, by: saves)
                host.journal.save(subject, by: saves)
                if step.look != nil, let entry = session.entry(subject) { tell(entry) }
                continue
            }
            // Of a run that was interrupted, more may have come than was shown.
            let paid = step.kept(outcome)?.entries.last?.pictures.count ?? 0
            let isShort = outcome.ending != .done && paid > outcome.pictures.count
            guard !outcome.pictures.isEmpty, !isShort else {
                let kept = step.kept(outcome)
                for entry in kept?.entries ?? [] { add(entry, isDrawn: false) }
                // Of branches that end in free work, or are only tried, what came is no result by itself.
                if outcome.ending != .done, kept == nil, outcome.payment != nil, host.keepsResults {
                    host.say(
                        "  = what came is cached: Enter runs the line and pays only for the rest")
                }
                // A pipeline that let nothing through is no result, and its number is free.
                if outcome.ending == .done {
                    host.say("no image passed the pipeline: no new result")
                }
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

    /// Ctrl-C before a run begins, or between two of them.
    private func isInterrupted(_ rest: String) -> Bool {
        guard Interrupt.isUp else { return false }
        host.say("interrupted")
        hold(rest, at: nil)
        return true
    }

    private func add(_ made: Entry, isDrawn: Bool) {
        var entry = made
        if entry.payment != nil { entry.answerer = host.answerer }
        for place in entry.stages.indices {
            guard let path = entry.stages[place].loadedPath else { continue }
            let whole = Path.resolved(path, in: host.folder)
            entry.stages[place].source = session.writer(
                of: whole, stamp: FileSystem.stamp(of: whole))
        }
        session.add(entry)
        host.journal.add(entry)
        host.keep(entry)
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
        beginJournal()
        session.add(entry)
        host.journal.add(entry)
        tellOfJournal()
    }

    // MARK: The journal

    /// What the settings' file enters at each start is no session yet.
    private func beginJournal() {
        guard !isStarting else { return }
        host.journal.set(host.standingState)
        host.journal.begin()
        if !isSwept { host.shelf.sweep() }
        isSwept = true
    }

    /// Statements as they are to run, with all that was drawn for them.
    private func resolved(_ steps: ArraySlice<Session.Step>) -> String {
        steps.map { LineText.typed($0.resolved) }.joined(separator: "; ")
    }

    /// A statement has come to its end; of a session that is ended from outside, what is left is written down.
    private func settle() {
        host.journal.run(host.endedBy == nil ? "" : holding.text)
        host.journal.set(host.standingState)
        tellOfJournal()
    }

    private func tellOfJournal() {
        guard let failure = host.journal.takeFailure() else { return }
        host.say("warning: the journal cannot be written: \(failure)")
        host.say("  = what is entered from here on cannot be continued after a crash")
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
            return host.say(
                "error: the history has no `!\(number)`: valid numbers are 1 to \(entries.count)")
        }
        holding = (entries[number - 1], 0)
    }

    /// What people type at any prompt: no verb has such a name.
    private static func plainCommand(_ text: String) -> String? {
        switch text {
        case "quit", "exit", "quit()", "exit()": "quit"
        case "?", "help": "help"
        case "clear", "ls": text
        case _ where text.hasPrefix("ls "): text
        case _ where text.hasPrefix("help "): text
        case _ where text.hasPrefix("?"): "help \(text.dropFirst().drop { $0 == " " })"
        default: nil
        }
    }

    /// `undo` is no verb, and easily typed. Nil where a definition, or a file that is used, may have that name.
    private func bareCommand(_ input: String) -> String? {
        let word = String(input.drop { $0 == " " }.prefix { !$0.isWhitespace })
        let names = Set(ReplCommand.names.map(\.name) + ["exit"])
        guard names.contains(word), Verbs.catalog[word] == nil,
            !Keywords.statements.contains(word), !Keywords.stages.contains(word)
        else { return nil }
        let mayBeDefined = session.entries.contains { entry in
            entry.text.hasPrefix("use ") || entry.text.hasPrefix("def \(word)")
        }
        return mayBeDefined ? nil : word
    }

    private func tellOfColon(_ input: String) {
        let word = String(input.drop { $0 == " " }.prefix { $0.isLetter })
        let names = ReplCommand.names.map(\.name) + ["exit"]
        guard Verbs.catalog[word] == nil, names.contains(word) else { return }
        host.say("  = commands start with a colon: `:\(word)`")
    }
}
