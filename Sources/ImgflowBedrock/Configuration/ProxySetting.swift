import FoundationEssentials
import SigV4

/// A proxy that tunnels (CONNECT) to the endpoint.
package struct ProxySetting: Sendable, Hashable {
    package var host: String
    package var port: Int
    var user: String?
    var password: String?
    /// The variable that named it.
    package var source: String

    /// `HTTPS_PROXY` or `HTTP_PROXY` by the address' scheme, in either case of letters, unless
    /// `NO_PROXY` names the host. Loopback is never proxied: what stays on this machine is nobody
    /// else's, and a sandbox must work behind a company's proxy.
    package static func resolve(
        for address: WebAddress, environment: SystemEnvironment
    ) throws(SettingsError) -> ProxySetting? {
        guard !address.isLoopback else { return nil }
        // The lower case wins, as in curl and urllib.
        let names = ["\(address.scheme)_proxy", "\(address.scheme.uppercased())_PROXY"]
        guard let name = names.first(where: { environment.variable($0) != nil }),
            let text = environment.variable(name)
        else { return nil }
        let exceptions = environment.variable("no_proxy") ?? environment.variable("NO_PROXY") ?? ""
        guard !NoProxy(exceptions).contains(address) else { return nil }
        do {
            let proxy = try WebAddress(parsing: text.contains("://") ? text : "http://\(text)")
            guard proxy.scheme == "http" else {
                throw SettingsError.proxyScheme(proxy.scheme, name)
            }
            return ProxySetting(
                host: proxy.host, port: proxy.effectivePort,
                user: proxy.user.map { PercentEncoding.decode($0) },
                password: proxy.password.map { PercentEncoding.decode($0) }, source: name)
        } catch let error as SettingsError {
            throw error
        } catch {
            // The text is not shown: it may hold a password.
            throw .malformedProxy(variable: name)
        }
    }
}

extension ProxySetting: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "http://\(host):\(port)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["host": host, "port": port]) }
}

/// Hosts that are reached without a proxy: names (their subdomains too), `.suffix`, `*`, each with a
/// port or without, IPv4 networks as `10.0.0.0/8`.
struct NoProxy {
    private let entries: [Substring]

    init(_ text: String) {
        entries = text.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
    }

    func contains(_ address: WebAddress) -> Bool {
        entries.contains { matches($0.lowercased(), address) }
    }

    private func matches(_ entry: String, _ address: WebAddress) -> Bool {
        if entry == "*" { return true }
        if let network = IPv4Network(entry) { return network.contains(address.host) }
        var name = entry
        if address.host.contains(":") {
            return name == address.host || name == address.bracketedHost
                || name == "\(address.bracketedHost):\(address.effectivePort)"
        }
        if let colon = name.firstIndex(of: ":") {
            guard Int(name[name.index(after: colon)...]) == address.effectivePort else {
                return false
            }
            name = String(name[..<colon])
        }
        if name.hasPrefix("*.") { name.removeFirst() }
        if name.hasPrefix(".") { name.removeFirst() }
        return !name.isEmpty && (address.host == name || address.host.hasSuffix(".\(name)"))
    }
}

private struct IPv4Network {
    private let prefix: UInt32
    private let mask: UInt32

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let bits = Int(parts[1]), (0...32).contains(bits),
            let address = Self.number(parts[0])
        else { return nil }
        mask = bits == 0 ? 0 : UInt32.max << (32 - UInt32(bits))
        prefix = address & mask
    }

    func contains(_ host: String) -> Bool {
        Self.number(host[...]).map { $0 & mask == prefix } ?? false
    }

    private static func number(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard let byte = UInt8(part) else { return nil }
            number = number << 8 | UInt32(byte)
        }
        return number
    }
}
