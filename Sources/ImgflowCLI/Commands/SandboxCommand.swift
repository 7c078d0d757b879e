import ArgumentParser
import FoundationEssentials
import Glibc
import ImgflowEngine
import ImgflowReports
import ImgflowRuntime
import ImgflowSandbox

/// `imgflow sandbox`: Bedrock Runtime on this machine, for any AWS client.
struct SandboxCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Run an offline imitation of Bedrock as a local HTTP server.",
        discussion: """
            Point any AWS client at it: keys and address are printed when it is ready. \
            Ctrl-C stops it.
            """)

    @Option(help: "Port on 127.0.0.1; 0 picks a free one.")
    var port = 4566

    @Option(
        help: ArgumentHelp(
            "Minimum duration of each call.", valueName: "ms"))
    var latency = 0

    @Option(
        help: ArgumentHelp(
            "Inject a fault: throttle, not-ready, model-timeout, timeout, reset, truncated, garbage, filter, malformed-tool, cut, text, status:503; append `=3` for three calls.",
            valueName: "fault"))
    var fault: [String] = []

    @Flag(help: "Respond for Nova Canvas as AWS does after its retirement.")
    var retired = false

    @Option(help: "Access key id to accept (default: a new one).")
    var accessKey: String?

    @Option(help: "Secret access key that goes with it.")
    var secretKey: String?

    @Flag(help: "Throttle as account quotas do, per minute for each model and Region.")
    var quotas = false

    @Option(help: "Scale the quotas, for example 0.1.")
    var quotaScale = 1.0

    @Option(
        help: ArgumentHelp(
            "State of the account: \(AccountState.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "state"))
    var account = AccountState.ready

    @Option(
        help: ArgumentHelp(
            "Deny a model by its id, as a policy would; `*` denies all.",
            valueName: "id"))
    var deny: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Seconds that the server's clock is ahead, to test a wrong clock.",
            valueName: "seconds"))
    var clockSkew = 0

    @Option(help: ArgumentHelp("Write a JSON line for each request.", valueName: "file"))
    var log: String?

    @Flag(help: "Disable /_imgflow/faults, /log, and /requests.")
    var noControl = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("expected a port from 0 to 65535, found \(port)")
        }
        guard (0...3_600_000).contains(latency) else {
            throw ValidationError("expected a latency of 0 to 3600000 ms, found \(latency)")
        }
        guard quotaScale > 0, quotaScale <= 1_000 else {
            throw ValidationError("expected a --quota-scale above 0, found \(quotaScale)")
        }
        guard (accessKey == nil) == (secretKey == nil) else {
            throw ValidationError("--access-key and --secret-key go together")
        }
    }

    func run(_ call: CommandCall) async throws {
        let console = call.console
        var settings = SandboxSettings()
        settings.retired = retired
        settings.latency = .milliseconds(latency)
        var keys = SandboxKeys.random()
        if let accessKey, let secretKey {
            keys.accessKeyID = accessKey
            keys.secretAccessKey = secretKey
        }
        let skew = Double(clockSkew)
        var server = SandboxServer(
            settings: settings, port: port, keys: keys, faults: try fault.map(Self.parse),
            now: { Date().addingTimeInterval(skew) })
        server.account = account
        server.denied = Set(deny)
        server.quotaScale = quotas ? quotaScale : nil
        server.hasControl = !noControl
        do {
            server.log = try log.map { try RequestLog(path: Path.join(console.folder, $0)) }
        } catch let failure as RequestLog.Failure {
            throw CLIError(
                message: "`\(log ?? "")` cannot be written: \(FileSystem.words(failure.code))")
        }
        let ready = server
        let signals = Signals.cancelling(console) {
            Task {
                try await ready.run { port, keys in
                    console.print(Self.greeting(port, keys))
                }
            }
        }
        defer { signals.stop() }
        do {
            try await signals.task.value
        } catch {
            let isTaken = (error as? SocketFailure)?.code == EADDRINUSE
            throw CLIError(
                message: isTaken
                    ? "port \(port) is taken"
                    : "the sandbox cannot serve on port \(port): \(error)",
                hints: ["use another one: --port 0"], exitStatus: .failed)
        }
    }

    /// `throttle`, `throttle=3`, `status:503=2`.
    private static func parse(_ text: String) throws -> Fault {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        let count = parts.count == 2 ? Int(parts[1]) : 1
        let description = FaultDescription(fault: parts.first ?? "", count: count ?? 0)
        guard description.count > 0,
            let fault = try? JSONDecoder().decode(
                Fault.self, from: Data(JSONReport.text(description).utf8))
        else {
            throw CLIError(
                message:
                    "expected a fault such as `throttle`, or `throttle=3` for three calls, found `\(text)`",
                hints: [
                    "valid faults: throttle, not-ready, model-timeout, timeout, reset, truncated, garbage, filter, malformed-tool, cut, text, and status:503 with any status"
                ])
        }
        return fault
    }

    /// As `POST /_imgflow/faults` takes it.
    private struct FaultDescription: Encodable {
        var fault: String
        var count: Int
    }

    private static func greeting(_ port: Int, _ keys: SandboxKeys) -> String {
        """
        # imgflow sandbox: Bedrock Runtime on http://127.0.0.1:\(port), nothing is billed
        export AWS_ENDPOINT_URL_BEDROCK_RUNTIME=http://127.0.0.1:\(port)
        export AWS_ENDPOINT_URL_BEDROCK=http://127.0.0.1:\(port) AWS_ENDPOINT_URL_STS=http://127.0.0.1:\(port)
        export AWS_ACCESS_KEY_ID=\(keys.accessKeyID)
        export AWS_SECRET_ACCESS_KEY=\(keys.secretAccessKey)
        export AWS_REGION=us-west-2 AWS_DEFAULT_REGION=us-west-2
        # or: export AWS_BEARER_TOKEN_BEDROCK=\(keys.bearerToken)
        """
    }
}

extension AccountState: ExpressibleByArgument {}
