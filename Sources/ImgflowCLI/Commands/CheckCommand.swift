import ArgumentParser
import ImgflowLanguage

/// `imgflow check`: every mistake in one pass; without network, credentials or spending.
struct CheckCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Finds every mistake in a program, and does nothing else.")

    @OptionGroup var program: ProgramArguments
    @OptionGroup var options: PlanningOptions

    func run(_ console: Console) async throws {
        let bench = try Workbench(options, console)
        let source = try bench.source(program)
        let (plan, diagnostics) = bench.plan(source)
        if !options.json { bench.report(diagnostics, of: source) }
        if options.json {
            console.print(
                JSONReport.text(JSONReport.Check(source, diagnostics, isRight: plan != nil)))
        }
        guard plan != nil else { throw Exit(ExitCode.program) }
        guard !options.json, !options.quiet else { return }
        let count = diagnostics.count
        console.complain(
            "\(source.name): no mistakes" + (count > 0 ? ", \(Count(count, "warning"))" : ""))
    }
}
