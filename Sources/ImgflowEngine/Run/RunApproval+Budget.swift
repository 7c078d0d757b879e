import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowRuntime

/// Budgets, the limit of a day, and consent: whatever stands between a plan and its run.
extension RunApproval {
    /// - Parameter isOwn: The program sets the limit itself.
    func tooDear(_ total: Dollars, _ limit: Dollars, isOwn: Bool) -> CLIError {
        var hints = run.caller == .commandLine ? ["show the plan: imgflow plan …"] : []
        if isOwn {
            hints.append("or change the program: set budget:\(total.plain)")
        } else if run.caller == .commandLine {
            hints.append("or raise it: --budget \(total.plain)")
        } else {
            hints.append("raise it: `:budget` shows what is spent, `:budget 2.00` sets a new one")
        }
        let name = isOwn ? "the program's budget of" : "the budget of"
        let left = run.caller == .session && !isOwn ? "the remaining budget of" : name
        return CLIError(
            message: "estimated cost \(total) exceeds \(left) \(limit): nothing was sent",
            hints: hints, exitStatus: .noConsent)
    }

    /// What all runs of a day may spend together.
    func keepToTheDay(_ plans: PlanSeries) throws {
        guard let limit = engine.dayLimit, plans.total > .zero || !plans.unpriced.isEmpty else {
            return
        }
        guard engine.store != nil else {
            throw CLIError(
                message: "a daily limit requires the ledger, which `--ephemeral` turns off",
                hints: ["run it without --ephemeral"], exitStatus: .noConsent)
        }
        if let call = plans.unpriced.first {
            throw CLIError(
                message:
                    "a daily limit requires the price of \(call.card.name), which is unknown: nothing was sent",
                hints: ["add it: invoke \"\(call.card.name)\" … price:0.05"],
                exitStatus: .noConsent)
        }
        let spent: Dollars
        do {
            let today = String(RunLedger.time(engine.console.now()).prefix(10))
            spent =
                try engine.book.existing()?.total(origin: engine.backend.origin, on: today)
                ?? .zero
        } catch {
            throw CLIError(message: "\(error)", exitStatus: .noConsent)
        }
        guard spent + plans.total > limit else { return }
        throw CLIError(
            message:
                "estimated cost \(plans.total); \(spent) was spent today, and the daily limit is \(limit): nothing was sent",
            hints: ["run it tomorrow (UTC)", "or raise `budget.day` in config.toml"],
            exitStatus: .noConsent)
    }

    /// The command line's budget; without one the program's own.
    func limit(of plan: Plan) throws -> Dollars? {
        guard let text = plan.settings.budget?.text else { return run.budget }
        guard let own = Dollars(text: text) else {
            throw CLIError(
                message: "expected a budget in dollars such as 2.00, found `\(text)`",
                exitStatus: .program)
        }
        return run.budget ?? own
    }

    /// Above the threshold a terminal asks once; elsewhere `--yes` or `--budget` says it before.
    func consent(to series: PlanSeries) throws {
        let limit = run.askAbove ?? engine.configuration.askAbove
        let unpriced = series.unpriced.count
        // The script's own word that a call costs nothing: nothing else would stop it.
        let free = series.calledFree.count
        // At a prompt a budget is a limit alone: whoever can be asked is asked.
        guard engine.backend.isBilled, series.total > limit || unpriced > 0 || free > 0,
            !run.isAgreed,
            run.budget == nil || run.caller == .session || free > 0
        else { return }
        let console = engine.console
        // Nobody can say that a call of unknown price is below the limit.
        let open =
            unpriced > 0
            ? " and \(Count(unpriced, "call")) of unknown price"
            : free > 0 ? " and \(Count(free, "call")) priced as free by the script only" : ""
        guard console.isInputTerminal, console.isErrorTerminal else {
            throw CLIError(
                message:
                    free > 0 && unpriced == 0
                    ? "estimated cost \(series.total)\(open) must be confirmed, and there is no terminal to confirm"
                    : "estimated cost \(series.total)\(open) exceeds \(limit), and there is no terminal to confirm",
                hints: [
                    unpriced + free > 0
                        ? "add their price (price:0.05), or pass --yes"
                        : "pass --yes, or --budget \(series.total.plain)"
                ],
                exitStatus: .noConsent)
        }
        let answer = console.ask(
            "\(stages(of: series)): \(Self.price(of: series))\(open). Go? [y/N] ")
        guard let answer, ["y", "yes"].contains(answer.lowercased()) else {
            throw CLIError(message: "not confirmed: nothing was sent", exitStatus: .noConsent)
        }
    }

    /// `3 calls, about $0.12`; where the run decides, the least and the most.
    private static func price(of series: PlanSeries) -> String {
        let calls = Count(series.calls.count, "call")
        let cost = series.cost
        if cost.isExact { return "\(calls), about \(cost.most)" }
        guard series.decidesCalls else { return "\(calls), \(cost.least) to \(cost.most)" }
        return "up to \(calls), \(cost.least) to \(cost.most), decided during the run"
    }

    /// The stages that are paid for, as `remove-background, upscale creative`.
    private func stages(of series: PlanSeries) -> String {
        var names: [String] = []
        for made in series.calls {
            let written = programs[made.plan].sources[made.node.origin.span].split(separator: " ")
            // `upscale creative`: the word that chooses the model, and no more.
            let mode = written.dropFirst().first.map(String.init)
            let verb = made.node.origin.verb
            let name =
                mode.map { "\(made.call.card.name)".hasPrefix($0) } == true
                ? "\(verb) \(mode ?? "")" : verb
            if !names.contains(name) { names.append(name) }
        }
        let rest = names.count > 4 ? " and others" : ""
        return Printable.text(names.prefix(4).joined(separator: ", ") + rest)
    }
}
