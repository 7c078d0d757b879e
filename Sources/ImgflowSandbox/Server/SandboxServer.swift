package import FoundationEssentials
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Bedrock Runtime's `InvokeModel` on this machine's loopback address, for any AWS client.
package struct SandboxServer: Sendable {
    package var settings: SandboxSettings
    /// 0 takes any free port.
    package var port: Int
    package var keys: SandboxKeys
    package var faults: [Fault]
    package var account = AccountState.ready
    /// Ids of models that the caller's policies do not allow; `*` for all.
    package var denied: Set<String> = []
    /// A share of the documented quotas; nil meters nothing.
    package var quotaScale: Double?
    /// Whether `/_imgflow/…` is there, for faults and logs.
    package var hasControl = true
    /// Nil keeps the requests in memory alone.
    package var log: RequestLog?
    /// The server's clock, which signatures are checked by.
    package var now: @Sendable () -> Date

    package init(
        settings: SandboxSettings = SandboxSettings(), port: Int = 0, keys: SandboxKeys = .random(),
        faults: [Fault] = [], now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.settings = settings
        self.port = port
        self.keys = keys
        self.faults = faults
        self.now = now
    }

    /// Serves until the task is cancelled. `onReady` gets the port once connections are accepted.
    package func run(
        onReady: @escaping @Sendable (_ port: Int, _ keys: SandboxKeys) async -> Void
    ) async throws {
        let sessions = Sessions()
        let desk = FrontDesk(
            engine: SandboxEngine(settings),
            signIn: SignInCheck(keys: keys, sessions: sessions, now: now),
            tokens: TokenService(sessions: sessions, now: now),
            control: ControlPlane(state: account, isNovaGone: settings.retired),
            quotas: quotaScale.map { QuotaMeter(scale: $0, now: now) },
            record: ServerRecord(faults: faults), log: try log ?? RequestLog(path: nil),
            denied: denied, hasControl: hasControl)
        let keys = keys
        let application = Application(
            responder: CallbackResponder { (request: Request, context: ConnectionContext) in
                try await desk.respond(to: request, on: context.channel)
            },
            server: .http1(
                configuration: .init(additionalChannelHandlers: [ContinueHandler()])),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { await onReady(port, keys) }
            },
            logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() })
        try await run(application)
    }

    /// Cancelled in the middle of an accept, NIO traps on the connection that nobody took: so the
    /// door is closed first, and what then still hangs is cut off.
    private func run(_ application: some ServiceLifecycle.Service) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [application],
            logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() })
        configuration.maximumGracefulShutdownDuration = .milliseconds(200)
        let group = ServiceGroup(configuration: configuration)
        let serving = Task { try await group.run() }
        try await withTaskCancellationHandler {
            do {
                try await serving.value
            } catch is CancellationError {
                return
            } catch  where Task.isCancelled {
                return
            }
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    }
}

/// Keeps the connection within reach, since some faults are done to it.
struct ConnectionContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
