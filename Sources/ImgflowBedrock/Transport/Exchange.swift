import CCurl

/// One request sent and its response taken in whole.
struct Exchange: Sendable {
    var client: CurlClient
    var wire: WireRequest
    var address: WebAddress
    var proxy: ProxySetting?
    /// A PEM file in place of the system's authorities.
    var authorities: String?
    /// For everything.
    var limit: Duration
    var arrival: Arrival

    /// - Throws: `TransportError` or `CancellationError`.
    func run() async throws -> HTTPResponse {
        let departure = Departure()
        let faults = FaultReader(address: address, proxy: proxy, limit: limit, departure: departure)
        guard wire.headers.allSatisfy(Self.canBeSent) else {
            throw TransportError.unsendable("a request header contains a control character")
        }
        let courier = Courier(body: wire.body, departure: departure, arrival: arrival)
        let ending = await client.send(
            wire,
            by: CurlClient.Route(
                origin: "\(address.scheme)://\(address.bracketedHost):\(address.effectivePort)",
                proxy: proxy, authorities: authorities, connectLimit: HTTPTransport.connectLimit,
                limit: limit),
            courier: courier)
        // No body is asked for that could tell.
        if wire.body.isEmpty, ending.isBegun { departure.begin() }
        if ending.isCanceled { throw CancellationError() }
        if let objection = courier.objection {
            throw arrival.hasBegun ? objection : faults.beforeAnswer(objection)
        }
        guard arrival.hasBegun else { throw faults.beforeAnswer(ending) }
        if ending.code == CURLE_OK || courier.isComplete { return arrival.all }
        // Nothing of it is missing but the end of its connection.
        if let whole = arrival.whole { return whole }
        throw ending.code == CURLE_OPERATION_TIMEDOUT
            ? TransportError.readTimeout(limit)
            : .truncatedResponse(received: arrival.count, expected: arrival.expected)
    }

    /// What a header cannot hold would make another request of it.
    private static func canBeSent(_ header: (name: String, value: String)) -> Bool {
        !header.name.isEmpty
            && !header.name.utf8.contains { $0 <= 0x20 || $0 == 0x3A || $0 == 0x7F }
            && !header.value.utf8.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }
    }
}
