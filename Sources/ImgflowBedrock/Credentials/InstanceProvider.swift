import FoundationEssentials
import SigV4

/// The role of an EC2 instance, asked of its metadata service: version 2 with a token, version 1
/// where there is no other and it is allowed.
struct InstanceProvider: CredentialProvider {
    private static let roles = "/latest/meta-data/iam/security-credentials/"

    var name: String { "the instance's role" }

    func signIn(_ context: CredentialContext) async throws -> SignIn? {
        guard !isDisabled(context) else { return nil }
        let service = try Service(context)
        guard let token = try await service.token() else { return nil }
        guard let roles = try await service.get(Self.roles, token), roles.status == 200,
            let role = roles.text.split(whereSeparator: \.isNewline).first
        else { return nil }
        let source = "the instance's role `\(PlainText.line(String(role), limit: 80))`"
        guard
            let answer = try await service.get(
                Self.roles + PercentEncoding.encode(role), token), answer.status == 200
        else {
            throw CredentialError.refused(
                source: source, why: "the metadata service returns no keys for it", hints: [])
        }
        return SignIn(
            method: .signature(try MachineKeys.read(answer.text, source: source)),
            source: source)
    }

    func absence(_ context: CredentialContext) -> String {
        isDisabled(context)
            ? "disabled by `AWS_EC2_METADATA_DISABLED`"
            : "no metadata service responds, or the instance has no role"
    }

    private func isDisabled(_ context: CredentialContext) -> Bool {
        context.environment.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true"
    }

    /// The metadata service, and how patiently it is asked.
    private struct Service {
        private let context: CredentialContext
        private let address: WebAddress
        private let limit: Duration
        private let attempts: Int

        init(_ context: CredentialContext) throws(CredentialError) {
            self.context = context
            let environment = context.environment
            var text = "http://169.254.169.254"
            if let endpoint = environment.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") {
                text = endpoint
            } else if environment.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")?.lowercased()
                == "ipv6"
            {
                text = "http://[fd00:ec2::254]"
            }
            do { address = try WebAddress(parsing: text) } catch {
                throw .refused(
                    source: "the instance's role", why: "`\(PlainText.line(text))` is not a URL",
                    hints: ["check AWS_EC2_METADATA_SERVICE_ENDPOINT"])
            }
            func number(_ variable: String) -> Int? {
                environment.variable(variable).flatMap { Int($0) }.map { min(max($0, 1), 60) }
            }
            limit = .seconds(number("AWS_METADATA_SERVICE_TIMEOUT") ?? 1)
            attempts = number("AWS_METADATA_SERVICE_NUM_ATTEMPTS") ?? 1
        }

        enum Token {
            case version2(String)
            case version1
        }

        /// Nil where nobody answers.
        func token() async throws -> Token? {
            let response = try await send(
                "PUT", "/latest/api/token",
                [("x-aws-ec2-metadata-token-ttl-seconds", "21600")])
            guard let response else { return nil }
            switch response.status {
            case 200: return .version2(response.text)
            case 403, 404, 405:
                let isOff =
                    context.environment.variable("AWS_EC2_METADATA_V1_DISABLED")?.lowercased()
                    == "true"
                return isOff ? nil : .version1
            default: return nil
            }
        }

        func get(_ path: String, _ token: Token) async throws -> HTTPResponse? {
            var headers: [(name: String, value: String)] = []
            if case .version2(let text) = token {
                headers.append(("x-aws-ec2-metadata-token", text))
            }
            return try await send("GET", path, headers)
        }

        private func send(
            _ method: String, _ path: String, _ headers: [(name: String, value: String)]
        ) async throws -> HTTPResponse? {
            for _ in 0..<attempts {
                do {
                    let response = try await context.web.send(
                        WebRequest(
                            method, address, path: path, headers: headers, limit: limit,
                            bypassesProxy: true),
                        signedBy: nil, service: .sts, region: context.region)
                    if response.status < 500 { return response }
                } catch is TransportError {
                    continue
                }
            }
            return nil
        }
    }
}
