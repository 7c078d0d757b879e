package import FoundationEssentials

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
    ///
    /// - Throws: `SocketFailure` where the port cannot be had.
    package func run(
        onReady: @escaping @Sendable (_ port: Int, _ keys: SandboxKeys) async -> Void
    ) async throws {
        let sessions = Sessions()
        let router = SandboxRouter(
            engine: SandboxEngine(settings),
            signIn: SignInCheck(keys: keys, sessions: sessions, now: now),
            tokens: TokenService(sessions: sessions, now: now),
            control: ControlPlane(state: account, isNovaGone: settings.retired),
            quotas: quotaScale.map { QuotaMeter(scale: $0, now: now) },
            record: ServerRecord(faults: faults), log: try log ?? RequestLog(path: nil),
            denied: denied, hasControl: hasControl)
        let keys = keys
        try await WebServer(port: port).run { port in
            await onReady(port, keys)
        } answer: { visit in
            try await router.respond(to: visit)
        }
    }
}
