import CCurl
import Synchronization

/// A thread of libcurl's that carries requests, and the connections that it keeps.
final class CurlClient: Sendable {
    struct Failure: Error {
        var reason: String
    }

    nonisolated(unsafe) private let client: OpaquePointer
    private let isOpen = Mutex(true)

    /// Opens libcurl, where no other client did before.
    init() throws(Failure) {
        if let reason = imgflow_curl_start() { throw Failure(reason: String(cString: reason)) }
        guard let client = imgflow_client_new() else {
            throw Failure(reason: "cannot start a thread for it")
        }
        self.client = client
    }

    deinit { close() }

    /// Ends every request, closes every connection, and waits for the thread to end.
    func close() {
        let wasOpen = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        if wasOpen { imgflow_client_free(client) }
    }

    /// Where the request goes, and how long it may take.
    struct Route: Sendable {
        /// `https://host:port`.
        var origin: String
        var proxy: ProxySetting?
        /// A PEM file in place of the system's authorities.
        var authorities: String?
        var connectLimit: Duration
        var limit: Duration
    }

    /// How a request ended that was carried by `courier`.
    @concurrent
    func send(_ wire: WireRequest, by route: Route, courier: Courier) async -> Ending {
        let id = Self.numbers.add(1, ordering: .relaxed).newValue
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                courier.reports(to: continuation)
                let refusal: Ending? = isOpen.withLock { isOpen in
                    guard isOpen else { return .closed }
                    return begin(wire, route, courier, id) ? nil : .notTaken
                }
                if let refusal {
                    courier.end(refusal)
                    return
                }
                // It was canceled before it began.
                if Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    private static let numbers = Atomic<UInt64>(0)

    private func cancel(_ id: UInt64) {
        isOpen.withLock { isOpen in
            if isOpen { imgflow_client_cancel(client, id) }
        }
    }

    private func begin(
        _ wire: WireRequest, _ route: Route, _ courier: Courier, _ id: UInt64
    ) -> Bool {
        let texts = CTexts()
        defer { texts.free() }
        let headers = texts.list(Self.lines(of: wire))
        let context = Unmanaged.passRetained(courier)
        var request = imgflow_request(
            method: texts.add(wire.method), url: texts.add(route.origin),
            target: texts.add(wire.target), headers: headers,
            body_count: Int64(wire.body.count),
            proxy: texts.add(route.proxy?.url ?? ""),
            proxy_user: route.proxy?.user.map(texts.add),
            proxy_password: route.proxy?.password.map(texts.add),
            authorities: route.authorities.map(texts.add),
            connect_milliseconds: route.connectLimit.wholeMilliseconds,
            milliseconds: route.limit.wholeMilliseconds,
            receiver: Courier.receiver(context.toOpaque()))
        guard imgflow_client_send(client, &request, id) else {
            context.release()
            return false
        }
        return true
    }

    /// As libcurl takes them: `name;` for an empty value, `name:` for none of its own.
    private static func lines(of wire: WireRequest) -> [String] {
        var lines = wire.headers.map {
            $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)"
        }
        let names = Set(wire.headers.map { $0.name.lowercased() })
        lines += ["Expect", "Accept", "Content-Type", "User-Agent"]
            .filter { !names.contains($0.lowercased()) }.map { "\($0):" }
        return lines
    }
}

extension ProxySetting {
    fileprivate var url: String {
        "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}

extension Duration {
    /// At least one: none would be no limit.
    fileprivate var wholeMilliseconds: Int { max(1, Int(min(self / .milliseconds(1), 1e12))) }
}
