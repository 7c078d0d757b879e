import FoundationEssentials
import Hashing
import SigV4

/// IAM Identity Center: the token that `aws sso login` left in its cache, exchanged for a role's keys.
/// Call as in botocore's `sso/2019-06-10`, GetRoleCredentials.
struct SSOProvider: CredentialProvider {
    var name: String { "IAM Identity Center" }

    func signIn(_ context: CredentialContext) async throws -> SignIn? {
        guard let profile = context.profile,
            profile["sso_session"] != nil || profile["sso_start_url"] != nil
        else { return nil }
        let name = PlainText.line(profile.name)
        let source = "IAM Identity Center for profile `\(name)`"
        func fail(_ why: String, _ hints: [String]) -> CredentialError {
            .refused(source: source, why: why, hints: hints)
        }
        let login = ["sign in: aws sso login --profile \(CredentialError.quoted(profile.name))"]
        let session = profile["sso_session"]?.value
        let settings = session.map { context.files.session($0) }
        if let session, settings == .some(nil) {
            throw fail("section `[sso-session \(PlainText.line(session))]` not found", [])
        }
        func setting(_ key: String) throws -> String {
            guard let value = (settings.flatMap { $0 })?[key]?.value ?? profile[key]?.value else {
                throw fail("`\(key)` is missing", ["run `aws configure sso`, or add the line"])
            }
            return value
        }
        let start = try setting("sso_start_url")
        let region = try setting("sso_region")
        let account = try setting("sso_account_id")
        let role = try setting("sso_role_name")
        let token = try token(session ?? start, context, fail, login)

        let address = try context.endpoint(.sso).address(region: region, of: .sso)
        let query =
            "role_name=\(PercentEncoding.encode(role))&account_id=\(PercentEncoding.encode(account))"
        let response: HTTPResponse
        do {
            response = try await context.web.send(
                WebRequest(
                    "GET", address, path: "/federation/credentials", query: query,
                    headers: [("x-amz-sso_bearer_token", token)]),
                signedBy: nil, service: .sso, region: region)
        } catch let error as TransportError {
            throw fail("it cannot be reached: \(error)", error.hints)
        }
        guard response.status == 200 else {
            let said = PlainText.line(response.text)
            throw fail(
                response.status == 401
                    ? "the sign-in has expired" : "it refused (status \(response.status)): \(said)",
                response.status == 401
                    ? login : ["are you assigned to `\(PlainText.line(role))` there?"])
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.text.utf8))
        else { throw fail("its response cannot be read", []) }
        let keys = answer.roleCredentials
        return SignIn(
            method: .signature(
                Credentials(
                    accessKeyID: keys.accessKeyId, secretAccessKey: keys.secretAccessKey,
                    sessionToken: keys.sessionToken,
                    expiration: Date(timeIntervalSince1970: keys.expiration / 1_000))),
            source: source)
    }

    func absence(_ context: CredentialContext) -> String { context.without("sso_session") }

    private struct Answer: Decodable {
        struct Keys: Decodable {
            var accessKeyId: String
            var secretAccessKey: String
            var sessionToken: String
            /// Milliseconds since 1970.
            var expiration: Double
        }

        var roleCredentials: Keys
    }

    private struct CachedToken: Decodable {
        var accessToken: String?
        var expiresAt: String?
    }

    /// The cache's file is named by the SHA-1 of the session's name, or of the start URL.
    private func token(
        _ key: String, _ context: CredentialContext,
        _ fail: (String, [String]) -> CredentialError, _ login: [String]
    ) throws -> String {
        let digest = Hexadecimal.text(SHA1.hash(Array(key.utf8)))
        let path = context.environment.expandingTilde("~/.aws/sso/cache/\(digest).json")
        guard let bytes = try? context.environment.readFile(path) else {
            throw fail("not signed in yet", login)
        }
        guard let cached = try? JSONDecoder().decode(CachedToken.self, from: Data(bytes)),
            let token = cached.accessToken, let end = cached.expiresAt.flatMap(ISODate.date),
            token.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { throw fail("the cached sign-in `\(path)` cannot be read", login) }
        guard end > context.environment.now() else { throw fail("the sign-in has expired", login) }
        return token
    }
}
