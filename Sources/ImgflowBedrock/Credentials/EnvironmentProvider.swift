import FoundationEssentials
import SigV4

/// `AWS_ACCESS_KEY_ID` and its companions; left out when `--profile` names a profile.
struct EnvironmentProvider: CredentialProvider {
    /// A role may name the environment as the source of its keys.
    var ignoresProfileArgument = false

    var name: String { "`AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`" }

    func absence(_ context: CredentialContext) -> String {
        isLeftOut(context) ? "skipped, because `--profile` names a profile" : "not set"
    }

    private func isLeftOut(_ context: CredentialContext) -> Bool {
        context.profileName.source == .argument && !ignoresProfileArgument
    }

    func signIn(_ context: CredentialContext) throws -> SignIn? {
        if isLeftOut(context) { return nil }
        let environment = context.environment
        let token =
            environment.variable("AWS_SESSION_TOKEN") ?? environment.variable("AWS_SECURITY_TOKEN")
        switch (
            environment.variable("AWS_ACCESS_KEY_ID"),
            environment.variable("AWS_SECRET_ACCESS_KEY")
        ) {
        case (nil, nil): return nil
        case (_?, nil):
            throw CredentialError.halfSetEnvironment(
                set: "AWS_ACCESS_KEY_ID", missing: "AWS_SECRET_ACCESS_KEY")
        case (nil, _?):
            throw CredentialError.halfSetEnvironment(
                set: "AWS_SECRET_ACCESS_KEY", missing: "AWS_ACCESS_KEY_ID")
        case (let id?, let secret?):
            var expiration: Date?
            if let text = environment.variable("AWS_CREDENTIAL_EXPIRATION") {
                guard let date = ISODate.date(text) else {
                    throw CredentialError.malformedExpiration(
                        text, in: "`AWS_CREDENTIAL_EXPIRATION`")
                }
                expiration = date
            }
            let credentials = try Credentials(
                checking: id, secret: secret, token: token, expiration: expiration, in: name)
            return SignIn(
                method: .signature(credentials), source: "`AWS_ACCESS_KEY_ID` of the environment")
        }
    }
}

extension Credentials {
    /// Refuses what cannot stand in a header: most often a line end or a quote pasted along.
    init(
        checking id: String, secret: String, token: String?, expiration: Date?, in place: String
    ) throws(CredentialError) {
        for (name, value) in [("access key id", id), ("secret access key", secret)]
            + (token.map { [("session token", $0)] } ?? [])
        where !value.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) {
            throw .malformedKey(name, in: place)
        }
        self.init(
            accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: expiration)
    }
}

/// Dates as `2026-11-22T10:00:00Z`, with fractions of a second or an offset or without.
enum ISODate {
    static func date(_ text: String) -> Date? {
        let style = Date.ISO8601FormatStyle()
        return (try? style.parse(text))
            ?? (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text))
            ?? (try? Date.ISO8601FormatStyle(timeZoneSeparator: .colon).parse(text))
    }
}
