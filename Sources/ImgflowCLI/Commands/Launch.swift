import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowRuntime

/// A program on its way to a run: checked, planned, held against the budgets, agreed to.
struct Launch {
    let bench: Workbench
    let source: SourceText
    let running: RunOptions
    var prompt: PromptWatch?

    func run() async throws {
        let exitCode = try await outcome()
        guard exitCode == ExitCode.done else { throw Exit(exitCode) }
    }

    /// - Returns: The exit code of the run.
    func outcome() async throws -> Int32 {
        let budget = try budget()
        guard (1...86_400).contains(running.timeout) else {
            throw Complaint(
                message: "expected --timeout of 1 to 86400 seconds, found \(running.timeout)")
        }
        if let jobs = running.jobs, !(1...256).contains(jobs) {
            throw Complaint(message: "expected --jobs of 1 to 256, found \(jobs)")
        }
        guard (0...10).contains(running.retryFiltered) else {
            throw Complaint(
                message: "expected --retry-filtered of 0 to 10, found \(running.retryFiltered)")
        }
        let console = bench.console
        let options = bench.options
        let analysis = bench.plan(source, runs: !running.dryRun, settled: prompt?.settled)
        let (diagnostics, sources) = (analysis.diagnostics, analysis.sources)
        // The plan and the wrong program hold them as JSON; a run has its events on standard output.
        if !options.json || (analysis.plan != nil && !running.dryRun) {
            bench.report(diagnostics, of: sources)
        }
        if analysis.isRight { try bench.demand(analysis.missing, source) }
        guard let plan = analysis.plan else {
            if options.json {
                console.print(
                    JSONReport.text(JSONReport.Check(sources, diagnostics, isRight: false)))
            }
            throw Exit(ExitCode.program)
        }
        if running.dryRun {
            let estimate = bench.estimate(plan, jobs: running.jobs)
            let text =
                options.json
                ? JSONReport.text(JSONReport.PlanReport(plan, sources, diagnostics, estimate))
                    + "\n"
                : PlanText.make(plan, source, bench.backend, estimate)
            console.writeOutput(Array(text.utf8))
            return ExitCode.done
        }
        if budget != nil || plan.settings.budget != nil, let call = plan.unpriced.first {
            throw Complaint(
                message: "a budget needs to know what \(call.card.name) costs: nothing was sent",
                hints: ["say it: invoke \"\(call.card.name)\" … price:0.05"],
                code: ExitCode.noConsent)
        }
        let limit = try self.limit(of: plan, budget)
        if let limit, plan.total > limit {
            let isSet = budget.map { $0 > limit } ?? true
            throw Complaint(
                message:
                    "the plan costs \(plan.total), and the budget \(isSet ? "that the program sets " : "")is \(limit): nothing was sent",
                hints: [
                    "see the plan: imgflow plan …",
                    isSet
                        ? "or change the program: set budget:\(plan.total.plain)"
                        : "or give more: --budget \(plan.total.plain)",
                ],
                code: ExitCode.noConsent)
        }
        try keepToTheDay(plan, bench)
        try consent(to: plan, sources, budget: budget, bench)
        return try await Running(
            plan: plan, bench: bench, running: running, budget: limit, sources: sources,
            prompt: prompt
        ).outcome()
    }

    /// What all runs of a day may spend together.
    private func keepToTheDay(_ plan: Plan, _ bench: Workbench) throws {
        guard let limit = bench.dayLimit, plan.total > .zero || !plan.unpriced.isEmpty else {
            return
        }
        guard bench.store != nil else {
            throw Complaint(
                message: "a limit a day needs the ledger, and `--ephemeral` keeps none",
                hints: ["run it without --ephemeral"], code: ExitCode.noConsent)
        }
        if let call = plan.unpriced.first {
            throw Complaint(
                message:
                    "a limit a day needs to know what \(call.card.name) costs: nothing was sent",
                hints: ["say it: invoke \"\(call.card.name)\" … price:0.05"],
                code: ExitCode.noConsent)
        }
        let spent: Dollars
        do {
            let today = String(RunLedger.time(bench.console.now()).prefix(10))
            spent =
                try bench.book.existing()?.total(origin: bench.backend.origin, since: today)
                ?? .zero
        } catch {
            throw Complaint(message: "\(error)", code: ExitCode.noConsent)
        }
        guard spent + plan.total > limit else { return }
        throw Complaint(
            message:
                "the plan costs \(plan.total), \(spent) is spent today, and the limit of a day is \(limit): nothing was sent",
            hints: ["run it tomorrow (UTC)", "or raise `budget.day` in config.toml"],
            code: ExitCode.noConsent)
    }

    /// The lower of the command line's budget and the program's own.
    private func limit(of plan: Plan, _ budget: Dollars?) throws -> Dollars? {
        guard let text = plan.settings.budget?.text else { return budget }
        guard let own = Dollars(text: text) else {
            throw Complaint(
                message: "expected a budget in dollars such as 2.00, found `\(text)`",
                code: ExitCode.program)
        }
        return budget.map { min($0, own) } ?? own
    }

    private func budget() throws -> Dollars? {
        guard let text = running.budget else { return nil }
        guard let dollars = Dollars(text: text) else {
            throw Complaint(message: "expected --budget in dollars such as 2.00, found `\(text)`")
        }
        return dollars
    }

    /// Above the threshold a terminal asks once; elsewhere `--yes` or `--budget` says it before.
    private func consent(
        to plan: Plan, _ sources: Sources, budget: Dollars?, _ bench: Workbench
    ) throws {
        let limit = bench.configuration.askAbove
        let unpriced = plan.unpriced.count
        // At a prompt a budget is a limit alone: whoever can be asked is asked.
        guard bench.backend.isBilled, plan.total > limit || unpriced > 0, !running.yes,
            budget == nil || prompt != nil
        else { return }
        let console = bench.console
        let unknown = plan.calls.count { $0.call.known == nil }
        let calls = "\(Count(unknown, "call"))"
        // Nobody can say that a call of unknown price is below the limit.
        let open = unpriced > 0 ? " and \(Count(unpriced, "call")) of unknown price" : ""
        guard console.isInputTerminal, console.isErrorTerminal else {
            throw Complaint(
                message:
                    "the plan costs \(plan.total)\(open), which is more than \(limit) and nobody can be asked",
                hints: [
                    unpriced > 0
                        ? "say what they cost (price:0.05), or say yes before: --yes"
                        : "say yes before: --yes, or --budget \(plan.total.plain)"
                ],
                code: ExitCode.noConsent)
        }
        let answer = console.ask(
            "\(Self.stages(of: plan, sources)): \(calls), about \(plan.total)\(open). Go? [y/N] ")
        guard let answer, ["y", "yes"].contains(answer.lowercased()) else {
            throw Complaint(message: "not confirmed: nothing was sent", code: ExitCode.noConsent)
        }
    }

    /// The stages that a plan pays for, as `remove-background, upscale creative`.
    private static func stages(of plan: Plan, _ sources: Sources) -> String {
        var names: [String] = []
        for (node, call) in plan.calls where call.known == nil {
            let written = sources[node.origin.span].split(separator: " ")
            // `upscale creative`: the word that chooses the model, and no more.
            let mode = written.dropFirst().first.map(String.init)
            let name =
                mode.map { "\(call.card.name)".hasPrefix($0) } == true
                ? "\(node.origin.verb) \(mode ?? "")" : node.origin.verb
            if !names.contains(name) { names.append(name) }
        }
        let rest = names.count > 4 ? " and others" : ""
        return Printable.text(names.prefix(4).joined(separator: ", ") + rest)
    }
}
