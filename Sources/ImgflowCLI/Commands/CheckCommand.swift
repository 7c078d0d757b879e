import ArgumentParser
import ImgflowLanguage

/// `imgflow check`: every mistake in one pass; without network, credentials or spending.
struct CheckCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Finds every mistake in a program, and does nothing else.")

    @OptionGroup var program: ProgramArguments
    @OptionGroup var options: PlanningOptions
    @OptionGroup var looking: LookingOptions

    func run(_ console: Console) async throws {
        var engine = try Engine(options, console)
        engine.skipsUnreadable = looking.keepGoing
        let source = try engine.source(program)
        let analysis = engine.plan(source)
        let diagnostics = analysis.diagnostics
        if !options.json { engine.report(diagnostics, of: analysis.sources) }
        if options.json {
            console.print(
                JSONReport.text(
                    JSONReport.Check(analysis.sources, diagnostics, isRight: analysis.isRight)))
        }
        guard analysis.isRight else { throw ExitRequest(ExitStatus.program) }
        guard !options.json, !options.quiet else { return }
        let count = diagnostics.count
        console.complain(
            "\(source.name): no mistakes" + (count > 0 ? ", \(Count(count, "warning"))" : ""))
        if let first = analysis.missing.first {
            console.complain("  = files and prices are checked once `\(first)` is given")
        }
    }
}
