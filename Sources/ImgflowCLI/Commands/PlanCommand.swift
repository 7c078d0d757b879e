import ArgumentParser
import ImgflowLanguage

/// `imgflow plan`: what a run would do, and what it would cost.
struct PlanCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Prints what a run would do and cost; without network, credentials or spending.")

    @OptionGroup var program: ProgramArguments
    @OptionGroup var options: PlanningOptions
    @OptionGroup var looking: LookingOptions

    func run(_ console: Console) async throws {
        var engine = try Engine(options, console)
        engine.skipsUnreadable = looking.keepGoing
        let (plan, sources, diagnostics) = try engine.planned(program)
        if options.json {
            console.print(
                JSONReport.text(
                    JSONReport.PlanReport(plan, sources, diagnostics, engine.estimate(plan))))
        } else {
            console.put(
                PlanText.make(plan, sources.root, engine.backend, engine.estimate(plan)))
        }
    }
}
