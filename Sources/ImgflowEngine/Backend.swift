package import ImgflowBedrock
import ImgflowModels
package import ImgflowPlanner
import ImgflowRuntime
import ImgflowSandbox

/// Who answers the calls, and what planning has to know of it.
package struct Backend {
    package enum Kind: Equatable { case aws, sandbox }

    package let kind: Kind
    /// Nil for the sandbox in this process.
    private let settings: BedrockSettings?
    /// As the command line names it; nil leaves it to the environment and the profile.
    private let namedRegion: String?

    package init(_ options: EngineSettings, _ console: Console) throws(CLIError) {
        namedRegion = options.region
        let name = options.backend ?? console.variable("IMGFLOW_BACKEND") ?? "aws"
        switch name {
        case "aws": kind = .aws
        case "sandbox": kind = .sandbox
        default:
            throw CLIError(
                message: "no backend is named `\(name)`", hints: ["use `aws` or `sandbox`"])
        }
        if kind == .sandbox, options.endpointURL != nil {
            throw CLIError(
                message:
                    "`--backend sandbox` runs in this process and cannot be combined with `--endpoint-url`",
                hints: ["remove one of them"])
        }
        guard kind == .aws else {
            settings = nil
            return
        }
        do {
            settings = try BedrockSettings(
                arguments: BedrockSettings.Arguments(
                    profile: options.profile, region: options.region,
                    endpointURL: options.endpointURL),
                environment: SystemEnvironment.of(console))
        } catch {
            throw CLIError(error)
        }
    }

    /// Calls at once of each model, where no quota says it: as many as this machine has cores to
    /// paint with, or a connection pool's worth.
    var unpacedJobs: Int? {
        switch kind {
        case .sandbox: 4
        case .aws: customEndpoint == nil ? nil : 8
        }
    }

    /// Money is only spent where somebody bills for it.
    package var isBilled: Bool { kind != .sandbox }

    package var origin: String { settings?.endpoint.origin ?? "sandbox" }

    /// The endpoint of the AWS CLI call that does the same; nil for AWS's own.
    package var customEndpoint: String? { origin == "aws" || origin == "sandbox" ? nil : origin }

    package var region: PlanSettings.Region {
        guard let region = settings?.region else {
            return namedRegion.map { .bound($0) } ?? .fallback
        }
        switch region.source {
        case .argument: return .bound(region.name)
        case .variable, .profile: return .preferred(region.name)
        case .standard: return .fallback
        }
    }

    /// What asking AWS takes, without calling a model; nil for the sandbox in this process.
    package func waysOut() throws(CLIError) -> AWSAccess? {
        guard let settings else { return nil }
        do {
            let web = try WebClient(settings: settings, version: imgflowVersion)
            return AWSAccess(
                settings: settings, web: web, chain: settings.makeCredentialChain(web: web))
        } catch {
            throw CLIError(error)
        }
    }

    /// A one-time code is asked for before the calls begin; nothing where none is needed.
    func signInBeforehand() async throws {
        guard let ways = try waysOut() else { return }
        var failure: CredentialError?
        if ways.chain.asksPerson {
            do {
                _ = try await ways.chain.signIn()
            } catch let error as CredentialError {
                failure = error
            }
        }
        try? await ways.web.shutdown()
        if let failure {
            throw CLIError(
                message: failure.description, hints: failure.hints, exitStatus: .access)
        }
    }

    /// The client for a run, and what is to be done when the run is over.
    ///
    /// - Parameters:
    ///   - stop: ends the waits of calls that were not sent yet.
    ///   - models: as this user has them: the sandbox knows no application inference profile of an account.
    func connect(
        timeout: Int, stop: StopSignal, models: ModelCatalog
    ) throws(BedrockError) -> Connection {
        guard var settings else {
            return Connection(
                client: BedrockClient(
                    transport: SandboxTransport(models), policy: RetryPolicy(), state: RetryState(),
                    clock: stop.clock),
                close: {})
        }
        settings.responseTimeout = .seconds(timeout)
        do {
            let web = try WebClient(settings: settings, version: imgflowVersion)
            let transport = try HTTPTransport(
                settings: settings, credentials: settings.makeCredentialChain(web: web), web: web,
                version: imgflowVersion)
            return Connection(
                client: BedrockClient(
                    transport: transport, policy: settings.retryPolicy, state: RetryState(),
                    // An endpoint of the user's own has no quotas that we know of.
                    pacer: customEndpoint == nil ? Pacer() : nil, clock: stop.clock),
                close: { try? await transport.shutdown() })
        } catch {
            throw BedrockError(settings: error)
        }
    }
}

/// Settings, a client that must be shut down, and the sign-in.
package struct AWSAccess: Sendable {
    package var settings: BedrockSettings
    package var web: WebClient
    package var chain: CredentialChain
}

struct Connection: Sendable {
    var client: BedrockClient
    var close: @Sendable () async -> Void
}

/// The sandbox in this process, as the client sees it.
private struct SandboxTransport: InvokeTransport {
    private let engine = SandboxEngine()
    private let profiles: [String: String]

    init(_ models: ModelCatalog) {
        profiles = Dictionary(
            models.entries.compactMap { entry in
                entry.card.profiledID.map { (entry.card.invocationID, $0) }
            }, uniquingKeysWith: { first, _ in first })
    }

    func send(_ request: InvokeRequest) async throws -> HTTPResponse {
        let id = profiles[request.modelID] ?? request.modelID
        let answer =
            switch request.operation {
            case .invoke:
                await engine.invoke(modelID: id, region: request.region, body: request.body)
            case .converse:
                await engine.converse(modelID: id, region: request.region, body: request.body)
            }
        let headers = answer.headers.map { ($0.key.lowercased(), $0.value) }
        return HTTPResponse(
            status: answer.status,
            headers: Dictionary(headers, uniquingKeysWith: { first, _ in first }),
            body: answer.body)
    }
}
