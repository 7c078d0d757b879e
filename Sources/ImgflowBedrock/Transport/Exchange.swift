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
        return InvokeResponse(
            status: Int(response.status.code), headers: Self.headers(response.headers),
            body: try await body(response.body, expected: expected))
    }

    private func body(_ chunks: HTTPClientResponse.Body, expected: Int?) async throws -> ByteBuffer
    {
        let limit = HTTPTransport.responseLimit
        if let expected, expected > limit { throw TransportError.responseTooLarge(limit: limit) }
        var body = ByteBuffer()
        if let expected, expected > 0 { body.reserveCapacity(expected) }
        do {
            for try await var chunk in chunks {
                body.writeBuffer(&chunk)
                guard body.readableBytes <= limit else {
                    throw TransportError.responseTooLarge(limit: limit)
                }
            }
        } catch let error as TransportError {
            throw error
        } catch {
            if Self.isWhole(body), !Task.isCancelled { return body }
            throw FaultReader.duringAnswer(
                error, received: body.readableBytes, expected: expected)
        }
        if let expected, body.readableBytes < expected, !Self.isWhole(body) {
            throw TransportError.truncatedResponse(
                received: body.readableBytes, expected: expected)
        }
        return body
    }

    /// A JSON object to its last brace: it is paid for, and complete however the connection ended.
    private static func isWhole(_ body: ByteBuffer) -> Bool {
        struct AnyObject: Decodable {
            private struct Key: CodingKey {
                var stringValue: String
                var intValue: Int? { nil }
                init?(stringValue: String) { self.stringValue = stringValue }
                init?(intValue: Int) { nil }
            }
            init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: Key.self) }
        }
        let object = try? JSONDecoder().decode(AnyObject.self, from: Data(body.readableBytesView))
        return object != nil
    }

    /// Names in lower case; a repeated name's values are joined.
    private static func headers(_ headers: HTTPHeaders) -> [String: String] {
        Dictionary(
            headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { "\($0), \($1)" })
    }
}
