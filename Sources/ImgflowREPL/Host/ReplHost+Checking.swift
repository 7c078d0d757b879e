import ImgflowLanguage
import ImgflowPlanner
import ImgflowREPL

/// What is wrong with a line, and what will come of it.
extension ReplHost {
    func source(_ program: String) -> SourceText { SourceText(name: "line", text: program) }

    /// In the words of what was typed, wherever it points there; what points into earlier lines is
    /// told with the whole.
    func mistake(in step: Session.Step, typed: String) -> Int? {
        guard let engine else { return -1 }
        let analysis = engine.plan(source(step.checked), settled: settled(before: step))
        let lineSource = SourceText(name: "line", text: typed)
        var place: Int?
        for diagnostic in analysis.diagnostics {
            let labels = [diagnostic.primary] + diagnostic.secondary
            let isError = diagnostic.severity == .error
            guard diagnostic.primary.span.start >= step.start || isError else { continue }
            guard labels.allSatisfy({ $0.span.start >= step.start }) else {
                engine.report([diagnostic], of: analysis.sources)
                if isError { place = place ?? -1 }
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
            engine.report([own], of: Sources(lineSource))
            if isError { place = place ?? own.primary.span.start }
        }
        if let missing = analysis.missing.first {
            say("error: the parameter `\(missing)` has no value: give it one, or use `let`")
            return -1
        }
        guard let plan = analysis.plan, analysis.isRight else { return place ?? -1 }
        return hasOldFiles(plan) ? nil : -1
    }

    /// A line means the files that it read: where one has changed since, what comes of it would be
    /// another picture, and paid for again.
    private func hasOldFiles(_ plan: Plan) -> Bool {
        for node in plan.steps {
            guard case .load(let path) = node.action,
                let before = loaded[LoadedFile(line: node.origin.line, path: FilePath(path))],
                before != node.identity
            else { continue }
            say("error: `\(path)` is another picture since line \(node.origin.line) read it")
            say("  = read it anew: load \(Recipe.quoted(path))")
            return false
        }
        return true
    }

    func remember(_ plan: Plan) {
        for node in plan.steps {
            guard case .load(let path) = node.action else { continue }
            let file = LoadedFile(line: node.origin.line, path: FilePath(path))
            loaded[file] = loaded[file] ?? node.identity
        }
    }

    func plan(_ step: Session.Step) {
        let source = source(step.checked)
        guard let engine, let plan = engine.plan(source, settled: settled(before: step)).plan else {
            return
        }
        say(PlanText.make(plan, source, engine.backend, engine.estimate(plan)).trimmingLineEnd)
    }

    func forecast(of step: Session.Step) -> String? {
        // A name of text or numbers is no picture.
        guard step.checked != step.program,
            let plan = engine?.plan(source(step.checked), settled: settled(before: step)).plan
        else {
            return nil
        }
        let told = plan.steps.filter { if case .tell = $0.action { true } else { false } }
        guard let first = told.first else { return nil }
        let size = PlanText.described(first.forecast)
        var words = told.count > 1 ? "\(told.count) pictures, the first \(size)" : size
        let unknown = plan.calls.filter { $0.call.known == nil }
        if !unknown.isEmpty { words += ", \(PlanText.total(plan)) when it is used" }
        return words
    }
}
