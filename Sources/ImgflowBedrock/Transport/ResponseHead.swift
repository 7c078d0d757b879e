/// The head of a response (RFC 9112), read line by line. Stricter than libcurl, which takes heads that
/// two readers could understand in two ways.
struct ResponseHead: Sendable {
    private(set) var status = 0
    /// Names in lower case; a repeated name's values are joined.
    private(set) var headers: [String: String] = [:]
    /// What `content-length` says.
    private(set) var length: Int?
    /// The final head has come; what follows in lines are trailers.
    private(set) var isWhole = false
    private var lastName: String?
    private var count = 0

    /// Bytes, of the interim heads before it too.
    static let limit = 256 << 10

    /// - Parameter line: with its line end.
    /// - Throws: `malformedResponse`, or `responseTooLarge` before any room is made for it.
    mutating func take(_ line: UnsafeRawBufferPointer) throws(TransportError) {
        guard !isWhole else { return }
        count += line.count
        guard count <= Self.limit else {
            throw .malformedResponse("its headers exceed \(Self.limit) bytes")
        }
        var text = line[...]
        while let last = text.last, last == 0x0A || last == 0x0D { text.removeLast() }
        if status == 0 {
            status = try Self.status(text)
        } else if text.isEmpty {
            try end()
        } else {
            try header(text)
        }
    }

    private mutating func end() throws(TransportError) {
        // Nothing was asked to be switched to another protocol.
        guard status != 101 else { throw .malformedResponse("status 101") }
        guard status >= 200 else {
            (status, headers, length, lastName) = (0, [:], nil, nil)
            return
        }
        if let length, length > HTTPTransport.responseLimit {
            throw .responseTooLarge(limit: HTTPTransport.responseLimit)
        }
        isWhole = true
    }

    /// `HTTP/1.1 200 OK`, its words left out or not.
    private static func status(_ line: Slice<UnsafeRawBufferPointer>) throws(TransportError) -> Int
    {
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "HTTP/1.1" || parts[0] == "HTTP/1.0",
            parts[1].utf8.count == 3, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let status = Int(parts[1]), (100..<600).contains(status)
        else { throw .malformedResponse("`\(PlainText.line(text, limit: 80))`") }
        return status
    }

    private mutating func header(_ line: Slice<UnsafeRawBufferPointer>) throws(TransportError) {
        if line.first == 0x20 || line.first == 0x09 {
            // A line that goes on in the next one, which nobody writes any more.
            let more = String(decoding: line, as: UTF8.self)[...].trimmed
            guard let lastName else { throw .malformedResponse("a header without a name") }
            headers[lastName, default: ""] += " \(more)"
            return
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy(Self.isNameByte)
        else { throw .malformedResponse("a header without a name") }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let value = String(String(decoding: line[(colon + 1)...], as: UTF8.self)[...].trimmed)
        lastName = name
        switch name {
        case "content-length": try setLength(value)
        case "transfer-encoding":
            guard value.lowercased() == "chunked" else {
                throw .malformedResponse("transfer-encoding `\(PlainText.line(value, limit: 80))`")
            }
        default: break
        }
        headers[name] = headers[name].map { "\($0), \(value)" } ?? value
        if headers["content-length"] != nil, headers["transfer-encoding"] != nil {
            throw .malformedResponse("both `content-length` and `transfer-encoding`")
        }
    }

    private mutating func setLength(_ value: String) throws(TransportError) {
        guard value.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(value),
            length == nil || length == number
        else {
            throw .malformedResponse("content-length `\(PlainText.line(value, limit: 80))`")
        }
        length = number
    }

    /// Of a token (RFC 9110, section 5.6.2), or beyond ASCII.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7F && !separators.contains(byte)
    }

    private static let separators = Set("\"(),/:;<=>?@[\\]{}".utf8)
}
