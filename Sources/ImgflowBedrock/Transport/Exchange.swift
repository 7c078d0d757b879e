import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// One request sent and its answer taken in whole.
struct Exchange: Sendable {
    var client: HTTPClient
    var wire: WireRequest
    var address: WebAddress
    var proxy: ProxySetting?
    let departure = Departure()
    let arrival: Arrival

    @concurrent
    func run() async throws -> InvokeResponse {
        var request = HTTPClientRequest(url: wire.url)
        request.method = HTTPMethod(rawValue: wire.method)
        request.headers = HTTPHeaders(wire.headers.map { ($0.name, $0.value) })
        let outgoing = SentBody(bytes: wire.body, departure: departure)
        let length = Int64(wire.body.readableBytes)
        request.body = length == 0 ? .bytes(wire.body) : .stream(outgoing, length: .known(length))
        let response: HTTPClientResponse
        do {
            // The limit on the whole answer is the transport's; this one never comes.
            response = try await client.execute(request, deadline: .distantFuture)
        } catch {
            let fault = FaultReader(
                address: address, proxy: proxy, wasSent: departure.hasBegun
            ).beforeAnswer(error)
            throw await CertificateProbe.explained(fault, address: address, proxy: proxy)
        }
        let expected = response.headers.first(name: "content-length").flatMap { Int($0) }
        // Before any room is made for it: a buffer of more than four gigabytes would end the process.
        if let expected, expected > HTTPTransport.responseLimit {
            throw TransportError.responseTooLarge(limit: HTTPTransport.responseLimit)
        }
        arrival.began(
            Int(response.status.code), Self.headers(response.headers), expecting: expected)
        return try await taken(response.body, expected: expected)
    }

    private func taken(
        _ chunks: HTTPClientResponse.Body, expected: Int?
    ) async throws -> InvokeResponse {
        let limit = HTTPTransport.responseLimit
        do {
            for try await chunk in chunks {
                arrival.came(chunk)
                guard arrival.count <= limit else {
                    throw TransportError.responseTooLarge(limit: limit)
                }
            }
        } catch let error as TransportError {
            throw error
        } catch {
            if !Task.isCancelled, let whole = arrival.whole { return whole }
            throw FaultReader.duringAnswer(error, received: arrival.count, expected: expected)
        }
        if let expected, arrival.count < expected {
            guard let whole = arrival.whole else {
                throw TransportError.truncatedResponse(
                    received: arrival.count, expected: expected)
            }
            return whole
        }
        return arrival.all
    }

    /// Names in lower case; a repeated name's values are joined.
    private static func headers(_ headers: HTTPHeaders) -> [String: String] {
        Dictionary(
            headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { "\($0), \($1)" })
    }
}
