/// First stage of Signature Version 4: a request in the one form that both sides agree on.
/// AWS: "Create a signed AWS API request", step 1.
package struct CanonicalRequest: Sendable, Hashable {
    /// The six lines, joined.
    package let text: String
    /// Lower-case names in order, joined by `;`.
    package let signedHeaders: String

    /// - Parameters:
    ///   - signing: names that take part, lower case; nil for every header but those a hop may
    ///     change (`unsigned`).
    ///   - normalizingPath: removes dot segments and doubled slashes first. Bedrock's paths have
    ///     none; AWS's published vectors do.
    package init(
        _ request: SigningRequest, signing names: Set<String>? = nil, normalizingPath: Bool = false
    ) {
        var values: [String: [String]] = ["host": [Self.trimmed(request.host)]]
        for (name, value) in request.headers {
            let name = name.lowercased()
            guard name != "host" else { continue }
            values[name, default: []].append(Self.trimmed(value))
        }
        let chosen = values.filter { name, _ in
            names.map { $0.contains(name) } ?? !Self.unsigned.contains(name)
        }.sorted { $0.key < $1.key }
        signedHeaders = chosen.map(\.key).joined(separator: ";")
        let path = normalizingPath ? Self.normalized(request.path) : request.path
        text = [
            request.method,
            // Every service but S3 encodes the wire's path once more.
            PercentEncoding.encode(path.isEmpty ? "/" : path, keepingSlash: true),
            Self.canonicalQuery(request.query),
            chosen.map { "\($0.key):\($0.value.joined(separator: ","))\n" }.joined(),
            signedHeaders,
            request.payloadHash,
        ].joined(separator: "\n")
    }

    /// What proxies and the connection itself add or change, as botocore leaves out too.
    static let unsigned: Set<String> = [
        "authorization", "connection", "expect", "transfer-encoding", "user-agent",
        "x-amzn-trace-id",
    ]

    static func canonicalQuery(_ query: String) -> String {
        query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let recoded = parts.map { PercentEncoding.encode(PercentEncoding.decode($0)) }
            return (name: recoded.first ?? "", value: recoded.count > 1 ? recoded[1] : "")
        }
        .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
        .map { "\($0.name)=\($0.value)" }
        .joined(separator: "&")
    }

    /// No space at the ends, one space for each run of them (folded lines included) inside.
    static func trimmed(_ value: String) -> String {
        value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    static func normalized(_ path: String) -> String {
        var segments: [Substring] = []
        let parts = path.split(separator: "/")
        for part in parts where part != "." {
            if part == ".." { _ = segments.popLast() } else { segments.append(part) }
        }
        let isFolder = path.hasSuffix("/") || parts.last == "." || parts.last == ".."
        return "/" + segments.joined(separator: "/") + (isFolder && !segments.isEmpty ? "/" : "")
    }
}
