import ArgumentParser
import ImgflowRuntime

/// `imgflow explain`: which model each stage goes to, and why not another.
struct ExplainCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tells which model each stage goes to, at what price, and why not another.",
        discussion: "Without network, credentials or spending.")

    @OptionGroup var program: ProgramArguments
    @OptionGroup var options: PlanningOptions
    @OptionGroup var looking: LookingOptions

    func run(_ console: Console) async throws {
        var engine = try Engine(options, console)
        engine.skipsUnreadable = looking.keepGoing
        let (plan, sources, _) = try engine.planned(program)
        let explanation = Explanation(
            plan, sources, engine.configuration.models, on: engine.world.today)
        if options.json {
            console.print(JSONReport.text(explanation.report))
        } else {
            console.put(explanation.text)
        }
    }
}
