import ArgumentParser
import ImgflowEngine
import ImgflowModels
import ImgflowREPL
import ImgflowReports

/// Where a program comes from: a file, or the words behind `-c`.
struct ProgramArguments: ParsableArguments {
    @Option(name: .customShort("c"), help: ArgumentHelp("A program as text.", valueName: "program"))
    var text: String?

    @Argument(help: "A program file, or `-` for standard input.")
    var file: String?

    @Argument(help: ArgumentHelp("For the script.", visibility: .hidden))
    var arguments: [String] = []
}

/// Where the options of the commands about a program are declared, each named as its property is: no
/// script's parameter can be called so.
enum ProgramOptions {
    static let types: [any ParsableArguments.Type] = [
        PlanningOptions.self, LookingOptions.self, RunOptions.self, SessionOptions.self,
    ]
}

/// What planning needs to know.
struct PlanningOptions: ParsableArguments {
    @Option(help: "Backend to use: aws or sandbox (or IMGFLOW_BACKEND).")
    var backend: String?

    @Option(help: "AWS Region to use; overrides the planner's choice.")
    var region: String?

    @Option(
        help: ArgumentHelp(
            "Spread calls over these Regions, where the model is available: `all`, or comma-separated names.",
            valueName: "regions"))
    var regions: String?

    @Option(help: "AWS profile to use.")
    var profile: String?

    @Option(help: "URL of a Bedrock Runtime endpoint.")
    var endpointUrl: String?

    @Flag(help: "Never leave the configured Region, even if a model is not available there.")
    var stay = false

    @Option(help: "Folder that `save` without a name writes to.")
    var out: String?

    @Flag(help: "Replace existing files.")
    var overwrite = false

    @Option(help: "Folder for cached results (or IMGFLOW_STORE).")
    var store: String?

    @Flag(help: "Ignore cached results and call (and pay) again.")
    var fresh = false

    @Flag(help: "Cache and record nothing.")
    var ephemeral = false

    @Flag(help: "Write JSON on standard output.")
    var json = false

    @Flag(help: "Print errors only.")
    var quiet = false

    /// For the engine.
    var settings: EngineSettings {
        var settings = EngineSettings()
        settings.backend = backend
        settings.region = region
        settings.regions = regions
        settings.profile = profile
        settings.endpointURL = endpointUrl
        settings.stays = stay
        settings.outputFolder = out
        settings.overwrites = overwrite
        settings.store = store
        settings.asksAfresh = fresh
        settings.isEphemeral = ephemeral
        return settings
    }

    var style: ReportStyle {
        var style = ReportStyle()
        style.isJSON = json
        style.isQuiet = quiet
        return style
    }
}

/// What looking at a program without running it needs to know besides.
struct LookingOptions: ParsableArguments {
    @Flag(help: "Skip unreadable files of a pattern, as a run with --keep-going does.")
    var keepGoing = false
}

/// What the prompt needs to know.
struct SessionOptions: ParsableArguments {
    @Flag(
        help: "Continue the latest session at the prompt, with its results; nothing is paid again.")
    var `continue` = false
}

/// What spending needs to know.
struct RunOptions: ParsableArguments {
    @Flag(help: "Print the plan and stop.")
    var dryRun = false

    @Flag(help: "Skip the cost confirmation.")
    var yes = false

    @Option(help: ArgumentHelp("Maximum cost of the run, in dollars.", valueName: "dollars"))
    var budget: String?

    @Option(
        help: ArgumentHelp(
            "Maximum concurrent calls (default: derived from each model's quota).",
            valueName: "number"))
    var jobs: Int?

    /// What becomes of the other images where one failed.
    enum AfterFailure: EnumerableFlag {
        case keepGoing, noKeepGoing

        static func help(for value: AfterFailure) -> ArgumentHelp? {
            switch value {
            case .keepGoing:
                "Continue with the other images when one fails (the default); if given, also skip unreadable files of a pattern."
            case .noKeepGoing: "Start no new calls after one image fails."
            }
        }
    }

    @Flag(exclusivity: .chooseLast)
    var afterFailure: AfterFailure?

    @Option(
        help: ArgumentHelp(
            "Retries of a request that a content filter refused.", valueName: "times"))
    var retryFiltered: Int = 0

    @Option(help: ArgumentHelp("Maximum wait for a response.", valueName: "seconds"))
    var timeout: Int = 300

    @Flag(help: "Show each saved image in the terminal.")
    var preview = false

    @Flag(
        help: "Show each request, without image data and secrets, and the equivalent AWS CLI call.")
    var trace = false

    /// For the engine.
    ///
    /// - Throws: `CLIError` for a value out of its range.
    func settings() throws(CLIError) -> RunConfiguration {
        var settings = RunConfiguration()
        settings.isDryRun = dryRun
        settings.isAgreed = yes
        settings.budget = try dollars()
        guard (1...86_400).contains(timeout) else {
            throw CLIError(message: "expected --timeout of 1 to 86400 seconds, found \(timeout)")
        }
        settings.timeout = timeout
        if let jobs, !(1...256).contains(jobs) {
            throw CLIError(message: "expected --jobs of 1 to 256, found \(jobs)")
        }
        settings.jobs = jobs
        guard (0...10).contains(retryFiltered) else {
            throw CLIError(message: "expected --retry-filtered of 0 to 10, found \(retryFiltered)")
        }
        settings.filteredRetries = retryFiltered
        settings.afterFailure =
            switch afterFailure {
            case .keepGoing?: .keepGoing
            case .noKeepGoing?: .stopCalling
            case nil: nil
            }
        return settings
    }

    private func dollars() throws(CLIError) -> Dollars? {
        guard let budget else { return nil }
        guard let dollars = Dollars(text: budget) else {
            throw CLIError(message: "expected --budget in dollars such as 2.00, found `\(budget)`")
        }
        return dollars
    }

    func style(_ options: PlanningOptions) -> ReportStyle {
        var style = options.style
        style.previews = preview
        style.traces = trace
        return style
    }
}
