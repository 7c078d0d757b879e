import ArgumentParser
import ImgflowEngine
import ImgflowLanguage
import ImgflowReports
import ImgflowRuntime

/// `imgflow check`: every mistake in one pass; without network, credentials or spending.
struct CheckCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a program for mistakes without running it.")

    @OptionGroup var program: ProgramArguments
    @OptionGroup var options: PlanningOptions
    @OptionGroup var looking: LookingOptions

    func run(_ call: CommandCall) async throws {
        let console = call.console
        var settings = options.settings
        settings.skipsUnreadable = looking.keepGoing
        let engine = try call.engine(settings)
        let checked = engine.plan(try call.program(program))
        if options.json {
            console.print(JSONReport.text(JSONReport.Check(checked, isRight: checked.isRight)))
        } else {
            console.report(checked.diagnostics, of: checked.sources, onlyErrors: options.quiet)
        }
        guard checked.isRight else { throw ExitRequest(.program) }
        guard !options.json, !options.quiet else { return }
        let count = checked.diagnostics.count
        console.complain(
            "\(checked.input.source.name): no mistakes"
                + (count > 0 ? ", \(Count(count, "warning"))" : ""))
        if let first = checked.missing.first {
            console.complain("  = files and prices are checked only when `\(first)` is given")
        }
    }
}
