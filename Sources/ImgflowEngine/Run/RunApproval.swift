import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowRuntime

/// A program on its way to a run: checked, planned, held against the budgets, agreed to.
struct RunApproval {
    let engine: Engine
    let source: SourceText
    let running: RunOptions
    var prompt: ReplRunObserver?
    /// A recipe says all that its image was made with: the user's own defaults have no place in it.
    var isReplay = false

    func run() async throws {
        let exitCode = try await outcome()
        guard exitCode == ExitStatus.done else { throw ExitRequest(exitCode) }
    }

    /// - Returns: The exit code of the run.
    func outcome() async throws -> Int32 {
        let budget = try budget()
        guard (1...86_400).contains(running.timeout) else {
            throw CLIError(
                message: "expected --timeout of 1 to 86400 seconds, found \(running.timeout)")
        }
        if let jobs = running.jobs, !(1...256).contains(jobs) {
            throw CLIError(message: "expected --jobs of 1 to 256, found \(jobs)")
        }
        guard (0...10).contains(running.retryFiltered) else {
            throw CLIError(
                message: "expected --retry-filtered of 0 to 10, found \(running.retryFiltered)")
        }
        let console = engine.console
        let options = engine.options
        let analysis = engine.plan(
            source, runs: !running.dryRun, settled: prompt?.settled,
            skipsUnreadable: running.afterFailure == .keepGoing, usesDefaults: !isReplay)
        let (diagnostics, sources) = (analysis.diagnostics, analysis.sources)
        // The plan and the wrong program hold them as JSON; a run has its events on standard output.
        // At a prompt they were told in the words of what was typed.
        if prompt == nil, !options.json || (analysis.plan != nil && !running.dryRun) {
            engine.report(diagnostics, of: sources)
        }
        if analysis.isRight { try engine.demand(analysis.missing, source) }
        guard let plan = analysis.plan else {
            if options.json {
                console.print(
                    JSONReport.text(JSONReport.Check(sources, diagnostics, isRight: false)))
            }
            throw ExitRequest(ExitStatus.program)
        }
        if running.dryRun {
            let estimate = engine.estimate(plan, jobs: running.jobs)
            let text =
                options.json
                ? JSONReport.text(JSONReport.PlanReport(plan, sources, diagnostics, estimate))
                    + "\n"
                : PlanText.make(plan, source, engine.backend, estimate)
            console.put(text)
            return ExitStatus.done
        }
        if budget != nil || plan.settings.budget != nil, let call = plan.unpriced.first {
            throw CLIError(
                message: "a budget needs to know what \(call.card.name) costs: nothing was sent",
                hints: ["say it: invoke \"\(call.card.name)\" … price:0.05"],
                code: ExitStatus.noConsent)
        }
        let limit = try self.limit(of: plan, budget)
        if let limit, plan.total > limit {
            throw tooDear(plan, limit, isOwn: budget == nil)
        }
        try keepToTheDay(plan, engine)
        try consent(to: plan, sources, budget: budget, engine)
        PixelWork.planned()
        if plan.calls.contains(where: { $0.call.known == nil }) {
            try await engine.backend.signInBeforehand()
        }
        return try await PlanRun(
            plan: plan, engine: engine, running: running, budget: limit, sources: sources,
            prompt: prompt
        ).outcome()
    }
}
