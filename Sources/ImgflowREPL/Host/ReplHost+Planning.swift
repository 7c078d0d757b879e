import ImgflowEngine
import ImgflowLanguage
import ImgflowPlanner
import ImgflowReports

/// What is wrong with a line, and what will come of it.
extension ReplHost {
    /// A step's program, with what stands from earlier lines.
    ///
    /// - Parameter isAnew: results are worked out from their lines, also where they are kept.
    func input(
        _ program: String, _ step: Session.Step, isAnew: Bool = false
    ) -> ProgramInput {
        ProgramInput(
            SourceText(name: "line", text: program),
            settled: settled(before: step, isAnew: isAnew))
    }

    /// In the words of what was typed, wherever it points there; what points into earlier lines is
    /// told with the whole.
    ///
    /// - Returns: The plan of a step that is right; else where the first mistake is in what was typed, in
    ///   bytes, or nil where it is elsewhere.
    func check(_ step: Session.Step, typed: String, in name: String = "line") -> LineCheck {
        guard let engine else { return .wrong(at: nil) }
        let isRun = step.isRun
        let analysis = engine.plan(input(step.checked, step), runs: isRun)
        let lineSource = SourceText(name: name, text: typed)
        var place: Int?
        var hasError = false
        for diagnostic in analysis.diagnostics.map(TypedNames.in) {
            let labels = [diagnostic.primary] + diagnostic.secondary
            let isError = diagnostic.severity == .error
            guard diagnostic.primary.span.start >= step.start || isError else { continue }
            guard labels.allSatisfy({ $0.span.start >= step.start }) else {
                let (shown, source) = TypedNames.moved(diagnostic, in: step.checked)
                report([shown], of: Sources(source))
                hasError = hasError || isError
                continue
            }
            var own = diagnostic
            func moved(_ label: Diagnostic.Label) -> Diagnostic.Label {
                let start = step.typedOffset(of: label.span.start)
                let end = max(start, step.typedOffset(of: label.span.end))
                return .init(
                    Span(min(start, typed.utf8.count), min(end, typed.utf8.count)), label.text)
            }
            own.primary = moved(diagnostic.primary)
            own.secondary = diagnostic.secondary.map(moved)
            report([own], of: Sources(lineSource))
            if isError, !hasError { place = own.primary.span.start }
            hasError = hasError || isError
        }
        if let missing = analysis.missing.first {
            say("error: the parameter `\(missing)` has no value: add one, or use `let`")
            return .wrong(at: nil)
        }
        guard let plan = analysis.plan, analysis.isRight else { return .wrong(at: place) }
        return hasOldFiles(plan) ? .right(isRun ? analysis : nil) : .wrong(at: nil)
    }

    /// The plan of a step that is run; nil where it is wrong, or nothing of it runs now.
    func planned(_ step: Session.Step) -> PlannedProgram? {
        guard step.isRun, let program = engine?.plan(input(step.checked, step)),
            program.isRight, program.plan != nil
        else { return nil }
        return program
    }

    /// What came of checking a line.
    enum LineCheck {
        /// With the plan, where the program that was checked is the one that is run.
        case right(PlannedProgram?)
        case wrong(at: Int?)
    }

    private func report(_ diagnostics: [Diagnostic], of sources: Sources) {
        console.report(diagnostics, of: sources, onlyErrors: style.isQuiet)
    }

    /// A line means the files that it read: where one has changed since, what comes of it would be
    /// another image, and paid for again.
    private func hasOldFiles(_ plan: Plan) -> Bool {
        for node in plan.steps {
            guard case .load(let path) = node.action,
                let before = loaded[LoadedFile(line: node.origin.line, path: FilePath(path))],
                before != node.identity
            else { continue }
            say("error: `\(path)` has changed since line \(node.origin.line) read it")
            say("  = read it again: load \(SourceWriter.string(path))")
            return false
        }
        return true
    }

    func remember(_ plan: Plan) {
        var new: [JournalRecord.Loaded] = []
        defer { journal.load(new) }
        for node in plan.steps {
            guard case .load(let path) = node.action else { continue }
            let file = LoadedFile(line: node.origin.line, path: FilePath(path))
            guard loaded[file] == nil else { continue }
            loaded[file] = node.identity
            new.append(
                JournalRecord.Loaded(
                    line: file.line, path: file.path.text, identity: node.identity))
        }
    }

    func plan(_ step: Session.Step) {
        let input = input(step.checked, step)
        guard let engine, let plan = engine.plan(input).plan else { return }
        say(
            PlanText.make(plan, input.source, engine.backend, engine.estimate(plan))
                .trimmingLineEnd)
    }

    /// Whether what is paid for is cached on disk.
    var keepsResults: Bool { engine?.store != nil }

    /// What a script that the session was written to pays when it is run; nil where all of it is cached. Its calls
    /// are others than the session's where a used file draws its seeds by chance, or a line began with a result that
    /// a program computes in one pass with what comes before it.
    func costOfRunning(_ text: String, at path: String) -> String? {
        guard let engine,
            let plan = engine.plan(
                ProgramInput(SourceText(name: path, text: text, isFile: true))
            ).plan
        else { return nil }
        let unknown = plan.calls.filter { !$0.call.isKnown }
        guard !unknown.isEmpty else { return nil }
        let lines = Set(unknown.map(\.node.origin.line)).sorted().map(String.init)
        let places = "line\(lines.count > 1 ? "s" : "") \(lines.joined(separator: ", "))"
        let price = PlanText.total(plan)
        return engine.backend.isBilled
            ? "not cached, so a run pays \(price): \(places)"
            : "not cached, so a run calls the sandbox again (\(price) at AWS): \(places)"
    }

    func forecast(of step: Session.Step) -> String? {
        // A name of text or numbers is no image.
        guard step.checked != step.program,
            let plan = engine?.plan(input(step.checked, step)).plan
        else {
            return nil
        }
        let told = plan.steps.filter { if case .info = $0.action { true } else { false } }
        guard let first = told.first else { return nil }
        let size = PlanText.described(first.forecast)
        var words = told.count > 1 ? "\(told.count) images, the first \(size)" : size
        let unknown = plan.calls.filter { !$0.call.isKnown }
        if !unknown.isEmpty { words += ", \(PlanText.total(plan)) when it is used" }
        return words
    }
}
