package import ImgflowEngine
package import ImgflowLanguage
package import ImgflowPlanner

/// Whoever called a command: is shown mistakes, the plan and the run, as text or as JSON.
package struct CommandLineAudience: RunAudience {
    private let engine: Engine
    private let style: ReportStyle

    package init(_ engine: Engine, _ style: ReportStyle) {
        self.engine = engine
        self.style = style
    }

    /// The plan and the wrong program hold them as JSON; a run has its events on standard output.
    package func checked(_ program: PlannedProgram, isDryRun: Bool) {
        guard !style.isJSON || (program.plan != nil && !isDryRun) else { return }
        report(program)
    }

    package func refused(_ program: PlannedProgram) {
        guard style.isJSON else { return }
        engine.console.print(JSONReport.text(JSONReport.Check(program, isRight: false)))
    }

    package func dryRun(_ plan: Plan, of program: PlannedProgram, jobs: Int?) {
        let estimate = engine.estimate(plan, jobs: jobs)
        if style.isJSON {
            engine.console.print(
                JSONReport.text(JSONReport.PlanReport(plan, of: program, estimate)))
        } else {
            engine.console.put(
                PlanText.make(plan, program.sources.root, engine.backend, estimate))
        }
    }

    package func observers(of plan: Plan) -> [any RunObserver] {
        let text = TextReporter(plan: plan, engine: engine, style: style)
        guard style.isJSON else { return [text] }
        return [JSONReporter(plan: plan, console: engine.console, style: style), text]
    }

    /// What is wrong, on standard error.
    private func report(_ program: PlannedProgram) {
        engine.console.report(
            program.diagnostics, of: program.sources, onlyErrors: style.isQuiet)
    }
}

extension Console {
    /// What is wrong, on standard error.
    package func report(
        _ diagnostics: [Diagnostic], of sources: Sources, onlyErrors: Bool = false
    ) {
        let renderer = DiagnosticRenderer(sources, style: usesColor ? .ansi : .plain)
        for diagnostic in diagnostics where !onlyErrors || diagnostic.severity == .error {
            writeError(renderer.render(diagnostic) + "\n")
        }
    }
}
