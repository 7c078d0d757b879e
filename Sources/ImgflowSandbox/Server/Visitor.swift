import Glibc

/// Who asks the server's own endpoints: a page in a browser may send requests here too, from a
/// foreign origin or by a name of its own that leads here.
struct Visitor {
    private let host: String
    private let origin: String?

    init(_ head: HTTPHead) {
        host = Self.name(head.host)
        origin = head["origin"]
    }

    var isTrusted: Bool {
        guard Self.isHere(host) else { return false }
        guard let origin else { return true }
        guard let start = origin.firstRange(of: "://") else { return false }
        return Self.isHere(Self.name(String(origin[start.upperBound...])))
    }

    /// `localhost`, or an address: a name can be made to lead anywhere.
    private static func isHere(_ host: String) -> Bool {
        if host.lowercased() == "localhost" { return true }
        var bytes = in6_addr()
        return inet_pton(AF_INET, host, &bytes) == 1 || inet_pton(AF_INET6, host, &bytes) == 1
    }

    /// Without the port, and without the brackets of IPv6.
    private static func name(_ authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return String(authority[authority.index(after: authority.startIndex)..<end])
        }
        return String(authority.prefix { $0 != ":" })
    }
}
