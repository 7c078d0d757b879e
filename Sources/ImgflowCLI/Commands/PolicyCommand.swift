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
        abstract: "Prints the least IAM policy that a program runs with.",
        discussion: """
            A service's profile sends calls on to any of three Regions, and the policy has to name the \
            model in each of them.
            """)

    @OptionGroup var program: ProgramArguments
    @OptionGroup var options: PlanningOptions

    @Option(help: ArgumentHelp("The account, for the profiles' ARNs; any where it is not said."))
    var account: String?

    @Flag(help: "For a Bedrock key: also bedrock:CallWithBearerToken.")
    var bearer = false

    @Flag(help: "Also what the account's very first call of a model needs: to subscribe to it.")
    var firstUse = false

    func run(_ call: CommandCall) async throws {
        let console = call.console
        if let account {
            guard account.utf8.count == 12, account.utf8.allSatisfy({ (48...57).contains($0) })
            else {
                throw CLIError(message: "expected an account of 12 digits, found `\(account)`")
            }
        }
        let engine = try call.engine(options.settings)
        let planned = engine.plan(try call.program(program))
        let plan = try engine.accepted(
            planned, isDryRun: true, for: CommandLineAudience(engine, options.style))
        guard !plan.calls.isEmpty else {
            console.complain(
                "\(planned.sources.root.name): no stage calls a model, so nothing has to be allowed"
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
