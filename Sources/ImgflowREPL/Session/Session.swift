import ImgflowLanguage

/// What was entered so far, as a program: every result is the line that made it, so that whatever is
/// asked of it later is a program too, checked, planned and priced like any other. What was paid for
/// is in the answers store, and costs nothing again.
package struct Session: Sendable {
    package private(set) var entries: [Entry] = []
    /// `$`: the latest result, or where `:undo` went back to.
    package private(set) var current: Int?
    private var undone: [Int] = []
    private var next = 1

    package init() {}

    package var number: Int { next }
    /// Of the small picture that each result is shown as.
    private static let columns = 40

    /// The verbs that pass their picture on and make nothing.
    private static let sinks: Set<String> = ["save", "show", "info"]

    /// A statement of the input, and the program that runs it.
    package struct Step: Sendable {
        package var entry: Entry
        /// The statement stands alone on the line of its number, behind what it rests on.
        package var program: String
        /// Where the statement begins in the program, in bytes.
        package var start: Int
        /// Where it begins in what was typed, in bytes.
        fileprivate var place = 0
        fileprivate var changes: [Change]

        /// An offset of the program as one of what was typed.
        package func typedOffset(of offset: Int) -> Int {
            var at = offset - start
            for change in changes where change.start < at {
                at -= min(change.added, at - change.start)
            }
            return max(0, at) + place
        }
    }

    /// Bytes that were put in.
    fileprivate struct Change: Sendable {
        var start: Int
        var added: Int
    }

    /// What the input means, statement by statement; each counts on the ones before.
    package func steps(_ input: String) throws(SessionProblem) -> [Step] {
        var session = self
        var steps: [Step] = []
        for part in StatementSplit.parts(of: input) {
            let drawn = Self.withSeedsDrawn(part.text)
            let (text, changes) = try session.resolved(drawn)
            let source = SourceText(name: "", text: text)
            let parsed = Parser.parse(source)
            // What cannot be read is handed on as it is, so that all that is wrong is told.
            let statement = parsed.hasErrors ? nil : parsed.program.statements.first
            var step = session.step(part.text, text, statement, changes, of: source)
            step.place = part.start
            steps.append(step)
            session.add(step.entry)
        }
        return steps
    }

    private func step(
        _ typed: String, _ text: String, _ statement: Statement?, _ changes: [Change],
        of source: SourceText
    ) -> Step {
        var entry = Entry(number: next, typed: typed, text: text, kind: .statement, parents: [])
        var line = text
        if case .pipeline(let pipeline)? = statement {
            entry.text = Self.onceAsked(Self.withoutSinks(pipeline, source))
            entry.kind = .pictures([])
            // Whoever asks at a prompt wants to see what comes of it.
            if !Self.endsInShow(pipeline) { line += " | show columns:\(Self.columns)" }
        } else if case .binding? = statement {
            entry.text = Self.onceAsked(Self.onOneLine(text))
        }
        entry.parents = Self.names(in: entry.text).reduce(into: []) { parents, name in
            if let number = Self.number(of: name) { parents.insert(number) }
        }
        let head = program(before: next, for: entry.text)
        return Step(entry: entry, program: head + line, start: head.utf8.count, changes: changes)
    }

    /// What a text rests on, each on the line of its number, and the line ends up to the next.
    private func program(before number: Int, for text: String) -> String {
        let needed = needed(for: text)
        return (1..<max(number, 1)).map { line in
            entries.first { $0.number == line && needed.contains(line) }.map(Self.declared) ?? ""
        }.map { $0 + "\n" }.joined()
    }

    private static func declared(_ entry: Entry) -> String {
        switch entry.kind {
        case .statement: entry.text
        case .pictures: "let \(name(of: entry.number)) = \(entry.text)"
        }
    }

    /// The numbers of the entries that a text rests on: results that it names, and all statements.
    private func needed(for text: String) -> Set<Int> {
        var needed: Set<Int> = []
        var open = Self.names(in: text).compactMap(Self.number)
        for entry in entries where entry.kind == .statement {
            needed.insert(entry.number)
            open += entry.parents
        }
        while let number = open.popLast() {
            guard needed.insert(number).inserted,
                let entry = entries.first(where: { $0.number == number })
            else { continue }
            open += entry.parents
        }
        return needed
    }

    /// A whole program that makes these results: what they rest on, tidy, and nothing else.
    package func script(for numbers: [Int], saving names: [Int: String]) -> String {
        let ends = numbers.map { "$\(Self.name(of: $0))" }.joined(separator: " ")
        let needed = needed(for: ends)
        var lines = ["#!/usr/bin/env imgflow", "imgflow 1"]
        for entry in entries where needed.contains(entry.number) {
            lines.append(Self.declared(entry))
        }
        for number in numbers {
            lines.append(
                "$\(Self.name(of: number)) | save \"\(names[number] ?? "out/{index}.png")\"")
        }
        // Names that a person might give, and that nothing here has.
        let all = lines.joined(separator: "\n")
        let prefix = ["image", "picture", "made"].first { !all.contains($0) } ?? "result"
        return Self.renamed(all, prefix) + "\n"
    }

    // MARK: Results

    package static func name(of number: Int) -> String { "result-\(number)" }

    private static func number(of name: String) -> Int? {
        name.hasPrefix("result-") ? Int(name.dropFirst(7)) : nil
    }

    package mutating func add(_ entry: Entry) {
        entries.append(entry)
        if case .pictures = entry.kind {
            current = entry.number
            undone = []
        }
        next = entry.number + 1
    }

    package func result(_ number: Int) -> Entry? {
        entries.first { entry in
            guard entry.number == number, case .pictures = entry.kind else { return false }
            return true
        }
    }

    private var results: [Int] {
        entries.compactMap { if case .pictures = $0.kind { $0.number } else { nil } }
    }

    /// `$` is the result before; nothing is lost.
    package mutating func undo() throws(SessionProblem) -> Entry {
        guard let now = current, let before = results.last(where: { $0 < now }),
            let entry = result(before)
        else { throw .nothingToUndo }
        undone.append(now)
        current = before
        return entry
    }

    package mutating func redo() throws(SessionProblem) -> Entry {
        guard let number = undone.popLast(), let entry = result(number) else {
            throw .nothingToRedo
        }
        current = number
        return entry
    }

    // MARK: Names

    /// `$` at the start is the current result, `$3` the third; a pipe at the start goes on from it.
    private func resolved(
        _ input: String
    ) throws(SessionProblem) -> (text: String, changes: [Change]) {
        let source = SourceText(name: "", text: input)
        var bytes: [UInt8] = []
        var changes: [Change] = []
        var isStart = true
        for token in Lexer.tokens(of: source) {
            let written = source[token.span]
            var new = written
            switch token.kind {
            case .punctuation(.pipe) where isStart:
                new = "$\(Self.name(of: try currentResult())) |"
            case .variable(nil) where isStart:
                new = "$\(Self.name(of: try currentResult()))"
            case .invalid, .invalidValue:
                if written.hasPrefix("$"), let number = Int(written.dropFirst()) {
                    guard result(number) != nil else {
                        throw .noSuchResult(number, results: results)
                    }
                    new = "$\(Self.name(of: number))"
                }
            default: break
            }
            if new != written {
                changes.append(
                    Change(start: bytes.count, added: new.utf8.count - written.utf8.count))
            }
            bytes += Array(new.utf8)
            switch token.kind {
            case .whitespace, .comment, .byteOrderMark: break
            case .newline: break
            case .punctuation(.equal): isStart = true
            default: isStart = false
            }
        }
        return (String(decoding: bytes, as: UTF8.self), changes)
    }

    private func currentResult() throws(SessionProblem) -> Int {
        guard let current else { throw .noResultYet }
        return current
    }

    /// A result is one picture, whenever it is asked for: `seed:random` is drawn when it is typed.
    private static func withSeedsDrawn(_ text: String) -> String {
        let source = SourceText(name: "", text: text)
        var result = ""
        var isSeed = false
        for token in Lexer.tokens(of: source) {
            if isSeed, token.kind == .word("random") {
                result += "\(Int.random(in: 1...2_147_483_646))"
            } else {
                result += source[token.span]
            }
            switch token.kind {
            case .whitespace: break
            default: isSeed = token.kind == .parameterName("seed")
            }
        }
        return result
    }

    /// Without `fresh:true`: it was asked afresh when it was typed, and is known from then on.
    private static func onceAsked(_ text: String) -> String {
        let source = SourceText(name: "", text: text)
        var result = ""
        var isFresh = false
        for token in Lexer.tokens(of: source) {
            if token.kind == .parameterName("fresh") {
                isFresh = true
                while result.hasSuffix(" ") { result.removeLast() }
            } else if isFresh, case .word = token.kind {
                isFresh = false
            } else if !(isFresh && token.kind == .whitespace) {
                result += source[token.span]
            }
        }
        return result
    }

    /// With other names for results.
    private static func renamed(_ text: String, _ prefix: String) -> String {
        let source = SourceText(name: "", text: text)
        return Lexer.tokens(of: source).map { token in
            switch token.kind {
            case .variable(let name?):
                number(of: name).map { "$\(prefix)\($0)" } ?? source[token.span]
            case .word(let name):
                number(of: name).map { "\(prefix)\($0)" } ?? source[token.span]
            default: source[token.span]
            }
        }.joined()
    }

    private static func names(in text: String) -> [String] {
        Lexer.tokens(of: SourceText(name: "", text: text)).compactMap { token in
            if case .variable(let name?) = token.kind { name } else { nil }
        }
    }

    private static func endsInShow(_ pipeline: Pipeline) -> Bool {
        if case .call(let call)? = pipeline.stages.last { call.verb.text == "show" } else { false }
    }

    private static func withoutSinks(_ pipeline: Pipeline, _ source: SourceText) -> String {
        let kept = pipeline.stages.filter { stage in
            if case .call(let call) = stage { !sinks.contains(call.verb.text) } else { true }
        }
        return kept.map { onOneLine(source[$0.span]) }.joined(separator: " | ")
    }

    /// Without comments and line ends; statements are joined by semicolons.
    package static func onOneLine(_ text: String) -> String {
        if text.hasPrefix(":") { return text }
        return StatementSplit.parts(of: text).map { tidy($0.text) }.joined(separator: "; ")
    }

    private static func tidy(_ text: String) -> String {
        let source = SourceText(name: "", text: text)
        var line = ""
        for token in Lexer.tokens(of: source) {
            switch token.kind {
            case .comment, .byteOrderMark: break
            case .whitespace, .newline: if !line.hasSuffix(" ") { line += " " }
            default: line += source[token.span]
            }
        }
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }
}

/// What cannot be done with a session.
package enum SessionProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case noResultYet
    case noSuchResult(Int, results: [Int])
    case nothingToUndo
    case nothingToRedo

    package var description: String {
        switch self {
        case .noResultYet: "there is no picture yet: begin with `load` or `generate`"
        case .noSuchResult(let number, let results):
            results.isEmpty
                ? "there is no result `$\(number)`, nor any yet"
                : "there is no result `$\(number)`: there are \(results.map { "$\($0)" }.joined(separator: ", "))"
        case .nothingToUndo: "there is nothing to go back to"
        case .nothingToRedo: "there is nothing to go forward to"
        }
    }
}
