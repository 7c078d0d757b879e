import ArgumentParser
import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowReports

/// `imgflow policy`: the least that AWS has to allow for a program.
struct PolicyCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Print the least-privilege IAM policy for a program.",
        discussion: """
            An inference profile routes calls to any of three Regions, so the policy names the \
            model in each of them.
            """)

    @OptionGroup var program: ProgramArguments
    @OptionGroup var options: PlanningOptions

    @Option(help: ArgumentHelp("Account id for the profiles' ARNs (default: any account)."))
    var account: String?

    @Flag(help: "Also allow bedrock:CallWithBearerToken, for a Bedrock API key.")
    var bearer = false

    @Flag(
        help:
            "Also allow subscribing to the models, as an account's first call of a model requires.")
    var firstUse = false

    func run(_ call: CommandCall) async throws {
        let console = call.console
        if let account {
            guard account.utf8.count == 12, account.utf8.allSatisfy({ (48...57).contains($0) })
            else {
                throw CLIError(message: "expected an account id of 12 digits, found `\(account)`")
            }
        }
        let engine = try call.engine(options.settings)
        let planned = engine.plan(try call.program(program))
        let plan = try engine.accepted(
            planned, isDryRun: true, for: CommandLineAudience(engine, options.style))
        guard !plan.calls.isEmpty else {
            console.complain(
                "\(planned.sources.root.name): no stage calls a model; no policy is required"
            )
            return
        }
        let usesKey = bearer || console.variable("AWS_BEARER_TOKEN_BEDROCK") != nil
        console.print(
            JSONReport.text(
                AccessPolicy(
                    plan, account: account ?? "*", withBearerKey: usesKey,
                    withSubscription: firstUse)))
    }
}
