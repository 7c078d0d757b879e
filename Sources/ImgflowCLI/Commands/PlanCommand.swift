import ArgumentParser
import ImgflowEngine
import ImgflowLanguage
import ImgflowReports

/// `imgflow plan`: what a run would do, and what it would cost.
struct PlanCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a run would do and cost. Offline; nothing is billed.")

    @OptionGroup var program: ProgramArguments
    @OptionGroup var options: PlanningOptions
    @OptionGroup var looking: LookingOptions

    func run(_ call: CommandCall) async throws {
        var settings = options.settings
        settings.skipsUnreadable = looking.keepGoing
        let engine = try call.engine(settings)
        let audience = CommandLineAudience(engine, options.style)
        let planned = engine.plan(try call.program(program))
        let plan = try engine.accepted(planned, isDryRun: true, for: audience)
        audience.dryRun(plan, of: planned, jobs: nil)
    }
}
