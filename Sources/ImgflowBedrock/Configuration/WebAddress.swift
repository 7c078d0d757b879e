/// An `http` or `https` address as settings give it, taken apart.
package struct WebAddress: Sendable, Hashable {
    package var scheme: String
    /// Lower case; an IPv6 address without its brackets.
    package var host: String
    /// Nil when the address names none.
    package var port: Int?
    /// Empty, or with a leading `/` and no trailing one.
    package var path: String
    var user: String?
    var password: String?

    enum Failure: Error, Hashable {
        case noScheme
        case noHost
        case badHost(String)
        case badPort(String)
        case queryOrFragment
    }

    init(parsing text: String) throws(Failure) {
        guard let colon = text.firstRange(of: "://") else { throw .noScheme }
        scheme = text[..<colon.lowerBound].lowercased()
        guard !scheme.isEmpty, scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else { throw .noScheme }
        let rest = text[colon.upperBound...]
        guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else { throw .queryOrFragment }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        path = String(rest[slash...])
        while path.hasSuffix("/") { path.removeLast() }
        var authority = rest[..<slash]
        if let at = authority.lastIndex(of: "@") {
            let parts = authority[..<at].split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = String(parts[0])
            password = parts.count > 1 ? String(parts[1]) : ""
            authority = authority[authority.index(after: at)...]
        }
        let portText: Substring?
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else {
                throw .badHost(String(authority))
            }
            host = authority[authority.index(after: authority.startIndex)..<end].lowercased()
            let after = authority[authority.index(after: end)...]
            guard after.isEmpty || after.first == ":" else { throw .badHost(String(authority)) }
            portText = after.isEmpty ? nil : after.dropFirst()
            guard host.utf8.contains(UInt8(ascii: ":")) else { throw .badHost(host) }
        } else {
            let parts = authority.split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = parts[0].lowercased()
            portText = parts.count > 1 ? parts[1] : nil
        }
        guard !host.isEmpty else { throw .noHost }
        guard host.utf8.allSatisfy(Self.isHostByte) else { throw .badHost(host) }
        if let portText, !portText.isEmpty {
            guard let number = UInt16(portText), number > 0 else {
                throw .badPort(String(portText))
            }
            port = Int(number)
        }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"),
            UInt8(ascii: "%"):
            true
        default: false
        }
    }

    var effectivePort: Int { port ?? (scheme == "http" ? 80 : 443) }

    /// Host as a URL writes it.
    var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }

    /// Value of the `host` header: the port only where it is not the scheme's own.
    var hostHeader: String {
        guard let port, port != (scheme == "http" ? 80 : 443) else { return bracketedHost }
        return "\(bracketedHost):\(port)"
    }

    /// 127.0.0.0/8, ::1 and `localhost`: what never leaves this machine.
    var isLoopback: Bool { Loopback.contains(host) }
}

enum Loopback {
    static func contains(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" || host == "0:0:0:0:0:0:0:1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
