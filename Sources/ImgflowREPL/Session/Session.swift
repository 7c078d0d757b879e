import ImgflowLanguage

/// What was entered so far, as a program: every result is the line that made it, so that whatever is
/// asked of it later is a program too, checked, planned and priced like any other. What was paid for
/// is in the answers store, and costs nothing again.
package struct Session: Sendable {
    package internal(set) var entries: [Entry] = []
    /// `$`: the latest result, or where `:undo` went back to.
    package private(set) var current: Int?
    /// Where `$` was before, the latest last; and where `:undo` came from.
    private var past: [Int] = []
    private var undone: [Int] = []
    /// How many files were written.
    private var written = 0
    /// The number that the next entry gets.
    package private(set) var number = 1

    package init() {}

    package mutating func add(_ made: Entry) {
        var entry = made
        makeRoom(for: entry)
        entry.stages = numbered(entry.stages)
        entries.append(entry)
        if case .pictures = entry.kind { move(to: entry.number) }
        number = entry.number + 1
    }

    /// A name may be given again at a prompt: what was made with the old one goes on meaning that.
    mutating func makeRoom(for entry: Entry) {
        guard case .statement = entry.kind, let name = LineText.defined(by: entry.text),
            let old = entries.first(where: {
                $0.kind == .statement && LineText.defined(by: $0.text) == name
            })
        else { return }
        let other = "\(name)-of-\(old.number)"
        for place in entries.indices {
            entries[place].text = LineText.renamed(entries[place].text, name, to: other)
            for stage in entries[place].stages.indices {
                entries[place].stages[stage].text = LineText.renamed(
                    entries[place].stages[stage].text, name, to: other)
            }
        }
    }

    // MARK: Results

    package var results: [Entry] {
        entries.filter { if case .pictures = $0.kind { true } else { false } }
    }

    /// The lines that set defaults.
    package var settings: [String] {
        entries.map(\.text).filter { $0.hasPrefix("set ") }
    }

    package func entry(_ number: Int) -> Entry? {
        // Numbers only rise.
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].number == number ? entries[low] : nil
    }

    package func result(_ number: Int) throws(SessionProblem) -> Entry {
        guard let entry = entry(number), case .pictures = entry.kind else {
            throw .noSuchResult(number, results: results.map(\.number))
        }
        return entry
    }

    package func currentResult() throws(SessionProblem) -> Entry {
        guard let current else { throw .noResultYet }
        return try result(current)
    }

    /// `3`, `$3`; nothing or `$` is the current one.
    package func result(named text: String) throws(SessionProblem) -> Entry {
        let digits = text.hasPrefix("$") ? text.dropFirst() : text[...]
        if digits.isEmpty { return try currentResult() }
        guard let number = Int(digits) else { throw .noNumber(text) }
        return try result(number)
    }

    /// The result that stages go on from; nil where they begin on their own.
    func origin(of stages: [EntryStage]) -> Entry? {
        guard let first = stages.first?.text, let number = LineText.results(in: first).first,
            first == "$\(LineText.name(of: number))"
        else { return nil }
        return try? result(number)
    }

    private mutating func move(to number: Int) {
        if let current, current != number { past.append(current) }
        current = number
        undone = []
    }

    /// `$` is what it was before; nothing is lost.
    package mutating func undo() throws(SessionProblem) -> Entry {
        guard let before = past.last, let now = current else { throw .nothingToUndo }
        let entry = try result(before)
        past.removeLast()
        undone.append(now)
        current = before
        return entry
    }

    package mutating func redo() throws(SessionProblem) -> Entry {
        guard let number = undone.last, let now = current else { throw .nothingToRedo }
        let entry = try result(number)
        undone.removeLast()
        past.append(now)
        current = number
        return entry
    }

    /// A result is looked at again: what comes goes on from it.
    mutating func go(to number: Int) {
        if (try? result(number)) != nil { move(to: number) }
    }

    /// A result was written to files by these stages.
    mutating func saved(_ number: Int, by saves: [EntryStage]) {
        guard let place = entries.firstIndex(where: { $0.number == number }) else { return }
        let own = numbered(saves).map { save in
            var save = save
            save.at = number > 0 ? max(self.number, number + 1) : 0
            return save
        }
        let texts = own.map(\.text)
        // The same once more is what stands there now.
        let last = entries[place].stages.lastIndex { !$0.isSave } ?? -1
        entries[place].stages = entries[place].stages.enumerated().filter { stage, known in
            stage <= last || !known.isSave || !texts.contains(known.text)
        }.map(\.element)
        entries[place].stages += own
    }

    /// Files in the order in which they were written; where nobody knows them, their stage's text stands for them.
    private mutating func numbered(_ stages: [EntryStage]) -> [EntryStage] {
        stages.map { stage in
            var stage = stage
            if stage.isSave, stage.files.isEmpty {
                stage.files = [SavedFile(path: "text \(stage.text)")]
            }
            for place in stage.files.indices {
                written += 1
                stage.files[place].order = written
            }
            return stage
        }
    }

    /// Results that a program makes again, with all that they rest on, have one that answers.
    func checkAnswerers(of results: [Int]) throws(SessionProblem) {
        let names = results.map { "$\(LineText.name(of: $0))" }.joined(separator: " ")
        var numbers: [String: [Int]] = [:]
        for entry in needed(for: names) {
            if let answerer = entry.answerer { numbers[answerer, default: []].append(entry.number) }
        }
        guard numbers.count < 2 else { throw .severalAnswerers(numbers) }
    }

    /// What a text rests on, the oldest first: results and names that it uses, and all settings.
    ///
    /// - Parameter resolving: results that are kept rest on nothing.
    func needed(for text: String, resolving: Bool = false) -> [Entry] {
        var names = LineText.names(in: text)
        var results = Set(LineText.results(in: text))
        var needed: [Entry] = []
        // What a line rests on stands before it.
        for entry in entries.reversed() {
            switch entry.kind {
            case .pictures: guard results.contains(entry.number) else { continue }
            case .statement:
                if let name = LineText.defined(by: entry.text), !names.contains(name) { continue }
            }
            needed.append(entry)
            if resolving, !entry.held.isEmpty { continue }
            names.formUnion(LineText.names(in: entry.whole))
            results.formUnion(entry.parents)
        }
        return needed.reversed()
    }
}
