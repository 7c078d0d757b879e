package import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
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
        // Not an `Application`, which writes its own `date`: a server whose clock is wrong says so.
        let server = try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: port)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() }
        ) { (request, writer: consuming ResponseWriter, channel) in
            // A client that waits for its permission is told to go on.
            if request.headers[.expect]?.lowercased() == "100-continue" {
                try await writer.writeInformationalHead(HTTPResponse(status: .continue))
            }
            let response: Response
            do {
                response = try await desk.respond(to: request, on: channel)
            } catch {
                response = Response(status: .internalServerError)
            }
            try await writer.write(response: response.head, body: response.body)
        } onServerRunning: { channel in
            if let port = channel.localAddress?.port { await onReady(port, keys) }
        }
        try await run(server)
    }

    /// Cancelled in the middle of an accept, NIO traps on the connection that nobody took: so the
    /// door is closed first, and what then still hangs is cut off.
    private func run(_ server: some ServiceLifecycle.Service) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [server],
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
