import ImgflowLanguage
import ImgflowModels
package import ImgflowPlanner
package import ImgflowRuntime

/// The driver: loads, links, checks, plans and runs programs, for the command line and for a session.
///
/// One engine serves a whole session. The disk and the day are looked at again for each program.
package struct Engine: Sendable {
    package var console: Console
    package let settings: EngineSettings
    package let backend: Backend
    package let configuration: Configuration
    let spread: [String]
    /// Nil where no answers are kept.
    package let store: AnswerStore?
    package let book: LedgerBook
    /// What was seen of files before, for an engine that looks at the same ones again and again.
    package var looks: FileLooks?

    package init(_ settings: EngineSettings, _ console: Console) throws(CLIError) {
        self.console = console
        self.settings = settings
        backend = try Backend(settings, console)
        configuration = try Configuration(console)
        spread = try Self.spread(settings, configuration.models)
        store =
            settings.isEphemeral ? nil : Self.store(settings.store, configuration, console)
        book = LedgerBook(console)
    }

    /// What all runs of a day (UTC) may spend together; the sandbox bills nothing.
    var dayLimit: Dollars? { backend.isBilled ? configuration.dayLimit : nil }

    // MARK: The way of a program

    /// Text, program, plan, run.
    ///
    /// - Returns: How the run ended.
    /// - Throws: `CLIError` for what keeps it from running; `ExitRequest` where the audience was told.
    package func run(
        _ load: () throws -> ProgramInput, _ run: RunConfiguration, for audience: any RunAudience
    ) async throws -> ExitStatus {
        let text = try load()
        let program = check(text)
        let planned = plan(program, run)
        return try await self.run(planned, run, for: audience)
    }

    /// The same from a plan on, which a session has made already.
    package func run(
        _ program: PlannedProgram, _ run: RunConfiguration, for audience: any RunAudience
    ) async throws -> ExitStatus {
        let plan = try accepted(program, isDryRun: run.isDryRun, for: audience)
        if run.isDryRun {
            audience.dryRun(plan, of: program, jobs: run.jobs)
            return .done
        }
        let budget = try await RunApproval(engine: self, run: run, programs: [program])
            .budget(for: plan)
        return try await PlanRun(
            engine: self, program: program, plan: plan, run: run, budget: budget,
            observers: audience.observers(of: plan)
        ).outcome()
    }

    /// Programs that a session runs one after the other are held against its limits, and agreed to, as one.
    ///
    /// - Throws: `CLIError` where they are not to be run.
    package func agree(to programs: [PlannedProgram], _ run: RunConfiguration) throws {
        let approval = RunApproval(engine: self, run: run, programs: programs)
        try approval.keep(approval.series, to: run.budget, isOwn: false)
        try approval.agree()
    }

    /// The plan of a program that has one; where there is none, that is told, and ends the command.
    package func accepted(
        _ program: PlannedProgram, isDryRun: Bool = false, for audience: any RunAudience
    ) throws -> Plan {
        audience.checked(program, isDryRun: isDryRun)
        if program.isRight { try demand(program.missing, program.input.source) }
        guard let plan = program.plan else {
            audience.refused(program)
            throw ExitRequest(.program)
        }
        return plan
    }

    /// A run needs a value for every parameter.
    private func demand(_ missing: [String], _ source: SourceText) throws(CLIError) {
        guard let first = missing.first else { return }
        let interface = ScriptInterface(Parser.parse(source))
        let parameter = interface.parameters.first { $0.name == first }
        let what = parameter?.summary.map { ", \($0)" } ?? ""
        throw CLIError(
            message: "`\(source.name)` requires `\(first)`\(what)",
            hints: [
                "usage: \(ScriptUsage.line(interface, name: source.name))",
                "`\(ScriptUsage.command(source.name)) --help` for details",
            ])
    }
}
