/// The first line and the headers of a request, as they stood on the wire: RFC 9112, sections 2 to 6.
/// What the standard leaves to a server's good will is refused: here a client is to find its mistakes.
struct HTTPHead: Sendable {
    typealias Header = (name: String, value: String)

    var method: String
    /// Not decoded: it was signed so.
    var target: String
    /// In the order sent, repeated ones too.
    var headers: [Header]
    var framing: Framing
    /// Whether the connection may carry another request.
    var persists: Bool

    /// How the end of the body is found.
    enum Framing: Hashable, Sendable {
        case length(Int)
        case chunked
    }

    /// Of one header, or nil; the first where it is repeated.
    subscript(name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    var host: String { self["host"] ?? "" }

    /// A client that waits for its permission to send the body.
    var expectsContinue: Bool { self["expect"]?.lowercased() == "100-continue" }

    /// Of the first line with all headers, in bytes.
    static let limit = 64 << 10
    static let headerLimit = 200

    /// - Parameter lines: without their ends.
    init(lines: [ArraySlice<UInt8>]) throws(HTTPRefusal) {
        let words = (lines.first ?? []).split(
            separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3, !words[0].isEmpty, words[0].allSatisfy(Self.isToken),
            !words[1].isEmpty, words[1].allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .malformed("expected `METHOD TARGET HTTP/1.1` in the first line") }
        let version = String(decoding: words[2], as: UTF8.self)
        guard version == "HTTP/1.1" || version == "HTTP/1.0" else {
            throw version.hasPrefix("HTTP/")
                ? .version : .malformed("expected `HTTP/1.1` at the end of the first line")
        }
        method = String(decoding: words[0], as: UTF8.self)
        target = String(decoding: words[1], as: UTF8.self)
        guard lines.count - 1 <= Self.headerLimit else { throw .headTooLarge }
        var headers: [Header] = []
        for line in lines.dropFirst() { headers.append(try Self.header(line)) }
        self.headers = headers
        let isNew = version == "HTTP/1.1"
        func values(_ name: String) -> [String] {
            headers.filter { $0.name.lowercased() == name }.map(\.value)
        }
        let hosts = values("host").count
        guard hosts == 1 || (hosts == 0 && !isNew) else {
            throw .malformed("expected one `host` header, found \(hosts)")
        }
        framing = try Self.framing(
            lengths: values("content-length"), codings: values("transfer-encoding"), isNew: isNew)
        persists =
            isNew
            && !values("connection").contains {
                $0.lowercased().split(separator: ",").contains {
                    $0.trimming(while: { $0 == " " || $0 == "\t" }) == "close"
                }
            }
    }

    private static func header(_ line: ArraySlice<UInt8>) throws(HTTPRefusal) -> Header {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            throw .malformed("expected `NAME: VALUE` in each header")
        }
        let name = line[..<colon]
        guard !name.isEmpty, name.allSatisfy(isToken) else {
            throw .malformed("expected a header's name before its `:`")
        }
        let value = line[line.index(after: colon)...].trimming { $0 == 0x20 || $0 == 0x09 }
        guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            throw .malformed("a header contains a control character")
        }
        // Beyond ASCII, headers are Latin-1 by custom and UTF-8 of late.
        let text =
            String(validating: value, as: UTF8.self)
            ?? String(String.UnicodeScalarView(value.map { Unicode.Scalar($0) }))
        return (String(decoding: name, as: UTF8.self), text)
    }

    /// Two of them that differ, or one of each kind, have let requests in next to others (RFC 9112,
    /// section 11.2).
    private static func framing(
        lengths: [String], codings: [String], isNew: Bool
    ) throws(HTTPRefusal) -> Framing {
        guard let coding = codings.first else {
            guard let length = lengths.first else { return .length(0) }
            guard lengths.count == 1, !length.isEmpty,
                length.utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else { throw .malformed("expected one number as `content-length`") }
            // Too large for any number is too large for the body's limit.
            return .length(Int(length) ?? .max)
        }
        guard lengths.isEmpty else {
            throw .malformed("`content-length` and `transfer-encoding` exclude each other")
        }
        guard isNew, codings.count == 1, coding.lowercased() == "chunked" else {
            throw .coding
        }
        return .chunked
    }

    /// RFC 9110, section 5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: marks.contains(byte)
        }
    }

    private static let marks = Set("!#$%&'*+-.^_`|~".utf8)
}

/// Why a request is not even asked what it wants.
enum HTTPRefusal: Error, Hashable {
    case malformed(String)
    case headTooLarge
    case late
    case coding
    case version
    case busy

    var status: Int {
        switch self {
        case .malformed: 400
        case .headTooLarge: 431
        case .late: 408
        case .coding: 501
        case .version: 505
        case .busy: 503
        }
    }

    var message: String {
        switch self {
        case .malformed(let why): why
        case .headTooLarge:
            "expected at most \(HTTPHead.limit >> 10) kB of headers, \(HTTPHead.headerLimit) in number"
        case .late: "the request took too long to come"
        case .coding: "expected `transfer-encoding: chunked`, or none"
        case .version: "expected HTTP/1.1"
        case .busy: "too many connections at once"
        }
    }
}

extension BidirectionalCollection {
    func trimming(while isEdge: (Element) -> Bool) -> SubSequence {
        let front = self.drop(while: isEdge)
        guard let last = front.lastIndex(where: { !isEdge($0) }) else {
            return front.prefix(0)
        }
        return front[...last]
    }
}
