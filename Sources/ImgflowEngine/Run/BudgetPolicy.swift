import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowRuntime

/// Budgets, the limit of a day, and consent: whatever stands between a plan and its run.
extension RunApproval {
    /// - Parameter isOwn: The program sets the limit itself.
    func tooDear(_ plan: Plan, _ limit: Dollars, isOwn: Bool) -> CLIError {
        var hints = run.caller == .commandLine ? ["see the plan: imgflow plan …"] : []
        if isOwn {
            hints.append("or change the program: set budget:\(plan.total.plain)")
        } else if run.caller == .commandLine {
            hints.append("or give more: --budget \(plan.total.plain)")
        } else {
            hints.append("give more: `:budget` tells what is spent, `:budget 2.00` sets another")
        }
        let name = isOwn ? "the budget that the program sets is" : "the budget is"
        let left = run.caller == .session && !isOwn ? "what is left of the budget is" : name
        return CLIError(
            message: "the plan costs \(plan.total), and \(left) \(limit): nothing was sent",
            hints: hints, exitStatus: .noConsent)
    }

    /// What all runs of a day may spend together.
    func keepToTheDay(_ plan: Plan) throws {
        guard let limit = engine.dayLimit, plan.total > .zero || !plan.unpriced.isEmpty else {
            return
        }
        guard engine.store != nil else {
            throw CLIError(
                message: "a limit a day needs the ledger, and `--ephemeral` keeps none",
                hints: ["run it without --ephemeral"], exitStatus: .noConsent)
        }
        if let call = plan.unpriced.first {
            throw CLIError(
                message:
                    "a limit a day needs to know what \(call.card.name) costs: nothing was sent",
                hints: ["say it: invoke \"\(call.card.name)\" … price:0.05"],
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
        guard spent + plan.total > limit else { return }
        throw CLIError(
            message:
                "the plan costs \(plan.total), \(spent) is spent today, and the limit of a day is \(limit): nothing was sent",
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
    func consent(to plan: Plan) throws {
        let limit = engine.configuration.askAbove
        let unpriced = plan.unpriced.count
        // The script's own word that a call costs nothing: nothing else would stop it.
        let free =
            plan.calls.count { $0.call.known == nil && $0.call.price.amount == .zero } - unpriced
        // At a prompt a budget is a limit alone: whoever can be asked is asked.
        guard engine.backend.isBilled, plan.total > limit || unpriced > 0 || free > 0,
            !run.isAgreed,
            run.budget == nil || run.caller == .session || free > 0
        else { return }
        let console = engine.console
        let unknown = plan.calls.count { $0.call.known == nil }
        let calls = "\(Count(unknown, "call"))"
        // Nobody can say that a call of unknown price is below the limit.
        let open =
            unpriced > 0
            ? " and \(Count(unpriced, "call")) of unknown price"
            : free > 0 ? " and \(Count(free, "call")) that only the script calls free" : ""
        guard console.isInputTerminal, console.isErrorTerminal else {
            throw CLIError(
                message:
                    free > 0 && unpriced == 0
                    ? "the plan costs \(plan.total)\(open), and nobody can be asked"
                    : "the plan costs \(plan.total)\(open), which is more than \(limit) and nobody can be asked",
                hints: [
                    unpriced + free > 0
                        ? "say what they cost (price:0.05), or say yes before: --yes"
                        : "say yes before: --yes, or --budget \(plan.total.plain)"
                ],
                exitStatus: .noConsent)
        }
        let answer = console.ask(
            "\(Self.stages(of: plan, program.sources)): \(calls), about \(plan.total)\(open). Go? [y/N] "
        )
        guard let answer, ["y", "yes"].contains(answer.lowercased()) else {
            throw CLIError(message: "not confirmed: nothing was sent", exitStatus: .noConsent)
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
