import FoundationEssentials
import SigV4

/// The role of an ECS task or an EKS pod, asked of the agent next to it.
struct ContainerProvider: CredentialProvider {
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    /// Where keys may be fetched in the clear: what never leaves the machine. botocore has the same.
    private static let plainHosts: Set<String> = [
        "169.254.170.2", "169.254.170.23", "fd00:ec2::23",
    ]
    private static let attempts = 3

    var name: String { "the container's role" }

    func signIn(_ context: CredentialContext) async throws -> SignIn? {
        guard let place = try place(context) else { return nil }
        let source = "the container's role at \(place.host)"
        var headers = [("accept", "application/json")]
        if let token = try authorization(context, source) {
            headers.append(("authorization", token))
        }
        var failure = ""
        for _ in 0..<Self.attempts {
            do {
                let response = try await context.web.send(
                    WebRequest(
                        "GET", place.address, path: place.path, query: place.query,
                        headers: headers, limit: .seconds(2), bypassesProxy: true),
                    signedBy: nil, service: .sts, region: context.region)
                if response.status == 200 {
                    return SignIn(
                        method: .signature(try MachineKeys.read(response.text, source: source)),
                        source: source)
                }
                failure = "status \(response.status): \(PlainText.line(response.text))"
            } catch let error as TransportError {
                failure = "\(error)"
            }
        }
        throw CredentialError.refused(
            source: source, why: failure, hints: ["tried \(Self.attempts) times"])
    }

    func absence(_ context: CredentialContext) -> String {
        "`\(Self.relative)` and `\(Self.full)` are not set"
    }

    private struct Place {
        var address: WebAddress
        var host: String
        var path: String
        var query: String
    }

    private func place(_ context: CredentialContext) throws(CredentialError) -> Place? {
        let text: String
        if let path = context.environment.variable(Self.relative) {
            text = "http://169.254.170.2" + path
        } else if let url = context.environment.variable(Self.full) {
            text = url
        } else {
            return nil
        }
        let shown = "the container's role"
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let address: WebAddress
        do { address = try WebAddress(parsing: String(parts[0])) } catch {
            throw .refused(
                source: shown, why: "`\(PlainText.line(text))` is not a URL",
                hints: ["check \(Self.full)"])
        }
        guard
            address.scheme == "https" || address.isLoopback
                || Self.plainHosts.contains(address.host)
        else {
            throw .refused(
                source: shown,
                why:
                    "plain http is allowed for this machine's own agents only, found `\(PlainText.line(text))`",
                hints: ["use https, or a host such as 169.254.170.2"])
        }
        var base = address
        base.path = ""
        return Place(
            address: base, host: address.host, path: address.path.isEmpty ? "/" : address.path,
            query: parts.count > 1 ? String(parts[1]) : "")
    }

    /// The file wins over the variable, and is read each time: it is renewed.
    private func authorization(
        _ context: CredentialContext, _ source: String
    ) throws(CredentialError) -> String? {
        var token = context.environment.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN")
        if let path = context.environment.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            let bytes = try? context.environment.readFile(path)
            guard let bytes else {
                throw .refused(
                    source: source, why: "its token file `\(path)` cannot be read", hints: [])
            }
            token = String(decoding: bytes, as: UTF8.self)
        }
        guard let token else { return nil }
        // A line end would begin a header of another's making.
        guard !token.utf8.contains(where: { $0 == 13 || $0 == 10 }) else {
            throw .refused(
                source: source, why: "its authorization token contains a line break", hints: [])
        }
        return token
    }
}

/// Keys as containers and instances give them.
enum MachineKeys {
    private struct Answer: Decodable {
        var AccessKeyId: String
        var SecretAccessKey: String
        var Token: String?
        var Expiration: String?
    }

    static func read(_ text: String, source: String) throws(CredentialError) -> Credentials {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(text.utf8)) else {
            // Not shown: it may hold keys.
            throw .refused(source: source, why: "its response cannot be read", hints: [])
        }
        var expiration: Date?
        if let end = answer.Expiration {
            guard let date = ISODate.date(end) else {
                throw .malformedExpiration(PlainText.line(end, limit: 60), in: source)
            }
            expiration = date
        }
        return try Credentials(
            checking: answer.AccessKeyId, secret: answer.SecretAccessKey, token: answer.Token,
            expiration: expiration, in: source)
    }
}
