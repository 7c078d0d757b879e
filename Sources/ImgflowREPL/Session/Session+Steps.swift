import ImgflowLanguage
import ImgflowVerbs

/// What is typed, as programs that can be checked, planned and run.
extension Session {
    /// A statement of the input, and the program that runs it.
    package struct Step: Sendable {
        package var entry: Entry
        /// The statement stands alone on the line of its number, behind what it rests on.
        package var program: String
        /// The program as it is checked: what `let` names is used, as it will be.
        package var checked: String
        /// Where the statement begins in the program, in bytes.
        package var start: Int
        /// Where the look at the result that the prompt adds begins; nil where the user has his own.
        package var look: Int?
        /// Of a pipeline, in the order of the text; sinks too.
        package var stages: [Stage] = []
        /// The result that it only looks at or saves: nothing new comes of it.
        var subject: Int?
        /// Where it begins in what was typed, in bytes.
        fileprivate var place = 0
        fileprivate var changes: [Change]

        /// A pipeline: what was checked is what runs. Of a statement nothing runs before it is used.
        var isRun: Bool {
            if case .pictures = entry.kind { checked == program } else { false }
        }

        /// The statement with results by their names and seeds as they were drawn.
        var resolved: String {
            let bytes = Array(program.utf8)
            let end = min(look ?? bytes.count, bytes.count)
            return String(decoding: bytes[min(start, end)..<end], as: UTF8.self)
        }

        /// An offset of the program as one of what was typed.
        package func typedOffset(of offset: Int) -> Int {
            var at = offset - start
            for change in changes where change.start < at {
                at -= min(change.added, at - change.start)
            }
            return max(0, at) + place
        }
    }

    /// A stage of a step, where it begins in the program, in bytes.
    package struct Stage: Sendable {
        package var offset: Int
        var stage: EntryStage
        /// It passes its image on and makes nothing.
        var isSink: Bool
        /// As it was typed.
        var typed: String
    }

    /// Bytes that were put in.
    struct Change: Sendable {
        var start: Int
        var added: Int
    }

    /// The verbs that pass their image on and make nothing.
    private static let sinks = Set(
        Verbs.catalog.signatures.filter(\.isSink).map(\.name))

    /// What the input means, statement by statement; each counts on the ones before.
    ///
    /// - Parameter isAnew: results are worked out from their lines, also where they are kept.
    package func steps(
        _ input: String, isAnew: Bool = false
    ) throws(SessionProblem) -> [Step] {
        var session = self
        var steps: [Step] = []
        for part in StatementSplit.parts(of: input) {
            let (text, changes) = try session.resolved(LineText.withSeedsDrawn(part.text))
            let source = SourceText(name: "", text: text)
            let parsed = Parser.parse(source)
            // What cannot be read is handed on as it is, so that all that is wrong is told.
            let statement = parsed.hasErrors ? nil : parsed.program.statements.first
            switch statement {
            case .binding?, .definition?:
                session.makeRoom(
                    for: Entry(number: number, typed: "", text: text, kind: .statement))
            default: break
            }
            var step = session.step(part.text, text, statement, changes, of: source, isAnew)
            step.place = part.start
            steps.append(step)
            if let subject = step.subject {
                session.go(to: subject)
            } else {
                session.add(step.entry)
            }
        }
        return steps
    }

    private func step(
        _ typed: String, _ text: String, _ statement: Statement?, _ changes: [Change],
        of source: SourceText, _ isAnew: Bool
    ) -> Step {
        var entry = Entry(number: number, typed: typed, text: text, kind: .statement)
        var stages: [Stage] = []
        var asksForLook = false
        var subject: Int?
        var use = ""
        if case .pipeline(let pipeline)? = statement {
            stages = pipeline.stages.map { Self.stage($0, source) }
            entry.stages = stages.filter { !$0.isSink || $0.stage.isSave }.map(\.stage)
            entry.text = entry.making.map(\.text).joined(separator: " | ")
            entry.kind = .pictures([])
            subject = entry.making.count == 1 ? origin(of: entry.making)?.number : nil
            asksForLook = !Self.endsInShow(pipeline) && (subject == nil || stages.count == 1)
        } else if case .binding(let binding)? = statement {
            entry.text = LineText.onceAsked(LineText.onOneLine(text))
            if case .pipeline = binding.content { use = "\n$\(binding.name.text) | info" }
        }
        entry.parents = Set(LineText.results(in: text))
        let head = program(before: number, for: text, isAnew: isAnew)
        let start = head.utf8.count
        for place in stages.indices { stages[place].offset += start }
        let end = start + text.utf8.count
        // Whoever asks at a prompt wants to see what comes of it.
        let program = head + text + (asksForLook ? " | show" : "")
        return Step(
            entry: entry, program: program, checked: program + use, start: start,
            look: asksForLook ? end : nil, stages: stages, subject: subject, changes: changes)
    }

    private static func stage(_ stage: ImgflowLanguage.Stage, _ source: SourceText) -> Stage {
        func tidy(_ text: String) -> String { LineText.onceAsked(LineText.onOneLine(text)) }
        let whole = tidy(source[stage.span])
        var made = Stage(
            offset: stage.span.start, stage: EntryStage(text: whole), isSink: false,
            typed: LineText.typed(LineText.onOneLine(source[stage.span])))
        switch stage {
        case .call(let call):
            made.stage.isSave = call.verb.text == "save"
            made.isSink = sinks.contains(call.verb.text)
            made.stage.isOpen =
                Verbs.catalog[call.verb.text]?.parameter(named: "seed") != nil
                && !call.arguments.contains { $0.name.text == "seed" }
        case .tee:
            // It passes its image on, and what it does next to is done once.
            made.stage.isSave = true
            made.isSink = true
        default:
            let text = tidy(SinkFinder.text(of: stage, without: sinks, source))
            if text != whole { made.stage = EntryStage(text: text, whole: whole) }
        }
        return made
    }

    private static func endsInShow(_ pipeline: Pipeline) -> Bool {
        if case .call(let call)? = pipeline.stages.last { call.verb.text == "show" } else { false }
    }

    /// What a text rests on, each on the line of its number, and the line ends up to the next.
    private func program(before number: Int, for text: String, isAnew: Bool) -> String {
        var program = ""
        var line = 1
        for entry in needed(for: text, resolving: !isAnew) {
            var entry = entry
            if isAnew { entry.held = [] }
            program += String(repeating: "\n", count: entry.number - line) + Self.declared(entry)
            line = entry.number
        }
        return program + String(repeating: "\n", count: number - line)
    }

    static func declared(_ entry: Entry) -> String {
        switch entry.kind {
        case .statement: entry.text
        // What is kept is taken as it is, whatever stands there.
        case .pictures where !entry.held.isEmpty:
            "let \(LineText.name(of: entry.number)) = load \"$\(entry.number)\""
        case .pictures: "let \(LineText.name(of: entry.number)) = \(entry.text)"
        }
    }
}
