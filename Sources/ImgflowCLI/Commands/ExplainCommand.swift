import ArgumentParser
import ImgflowEngine
import ImgflowReports
import ImgflowRuntime

/// `imgflow explain`: which model each stage goes to, and why not another.
struct ExplainCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show why each stage uses the model that it does, and what others would cost.",
        discussion: "Offline; nothing is billed.")

    @OptionGroup var program: ProgramArguments
    @OptionGroup var options: PlanningOptions
    @OptionGroup var looking: LookingOptions

    func run(_ call: CommandCall) async throws {
        let console = call.console
        var settings = options.settings
        settings.skipsUnreadable = looking.keepGoing
        let engine = try call.engine(settings)
        let planned = engine.plan(try call.program(program))
        let plan = try engine.accepted(
            planned, isDryRun: true, for: CommandLineAudience(engine, options.style))
        let explanation = Explanation(
            plan, planned.sources, engine.configuration.models, on: engine.today)
        if options.json {
            console.print(JSONReport.text(explanation.report))
        } else {
            console.put(explanation.text)
        }
    }
}
