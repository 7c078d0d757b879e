import FoundationEssentials
import SigV4

/// `aws login`: the keys that it left in its cache, renewed as botocore renews them.
/// Sources: botocore 1.43.11, `LoginCredentialFetcher` and `signin/2023-01-01`, CreateOAuth2Token;
/// RFC 9449 for the proof that goes with it.
struct LoginProvider: CredentialProvider {
    var name: String { "`aws login`" }

    /// Keys that are good for less are renewed (botocore's threshold); they live for 15 minutes.
    private static let threshold: TimeInterval = 300

    func signIn(_ context: CredentialContext) async throws -> SignIn? {
        guard let profile = context.profile, let session = profile["login_session"] else {
            return nil
        }
        let source = "`aws login` for profile `\(PlainText.line(profile.name))`"
        let login = ["sign in: aws login --profile \(CredentialError.quoted(profile.name))"]
        func fail(_ why: String, _ hints: [String]? = nil) -> CredentialError {
            .refused(source: source, why: why, hints: hints ?? login)
        }
        let cache = LoginCache(session: session.value, context.environment)
        guard let token = cache.read() else {
            throw fail(
                cache.exists
                    ? "the cached sign-in `\(cache.path)` cannot be read"
                    : "not signed in yet")
        }
        let now = context.environment.now()
        guard token.accessToken.end.timeIntervalSince(now) < Self.threshold else {
            return SignIn(method: .signature(token.accessToken.credentials), source: source)
        }
        do {
            if let why = cache.obstacle {
                let when = token.accessToken.end > now ? "expire soon" : "have expired"
                throw fail(
                    "its keys \(when), and renewed keys cannot be saved to `\(cache.path)`: \(why)",
                    ["make that file and its folder writable", login[0]])
            }
            let renewed = try await renewed(token, context, fail)
            var kept = ""
            do { try cache.write(renewed) } catch {
                kept = " (renewed, but not saved to `\(cache.path)`: \(error))"
            }
            return SignIn(
                method: .signature(renewed.accessToken.credentials), source: source + kept)
        } catch {
            // Another process may have renewed it meanwhile; and keys that still work outlive a failure.
            let latest = cache.read() ?? token
            guard latest.accessToken.end > now, !(error is CancellationError) else { throw error }
            return SignIn(
                method: .signature(latest.accessToken.credentials), source: source,
                wasRenewed: latest.accessToken.end.timeIntervalSince(now) >= Self.threshold)
        }
    }

    func absence(_ context: CredentialContext) -> String { context.without("login_session") }

    private struct Answer: Decodable {
        struct Keys: Decodable {
            var accessKeyId: String
            var secretAccessKey: String
            var sessionToken: String
        }

        var accessToken: Keys
        /// Seconds.
        var expiresIn: Int
        var refreshToken: String
    }

    private struct Refusal: Decodable {
        var error: String?
        var message: String?
    }

    private func renewed(
        _ token: LoginCache.Token, _ context: CredentialContext,
        _ fail: (String, [String]?) -> CredentialError
    ) async throws -> LoginCache.Token {
        let address = try context.endpoint(.signin).address(region: context.region, of: .signin)
        let path = "/v1/token"
        let url = "\(address.scheme)://\(address.hostHeader)\(address.path)\(path)"
        let proof: String
        do {
            proof = try DPoP.proof(
                key: token.dpopKey, method: "POST", url: url, at: context.environment.now())
        } catch .unreadable {
            throw fail("the key in its cache cannot be read", nil)
        } catch .noLibrary(let why) {
            throw fail("it cannot be renewed: \(why)", [])
        }
        let body = [
            "clientId": token.clientId, "refreshToken": token.refreshToken,
            "grantType": "refresh_token",
        ]
        let response: HTTPResponse
        do {
            response = try await context.web.send(
                WebRequest(
                    "POST", address, path: path,
                    headers: [("content-type", "application/json"), ("dpop", proof)],
                    body: String(decoding: try JSONEncoder().encode(body), as: UTF8.self)),
                signedBy: nil, service: .signin, region: context.region)
        } catch let error as TransportError {
            throw fail("it cannot be reached: \(error)", error.hints)
        }
        guard response.status == 200 else {
            let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(response.text.utf8))
            switch refusal?.error {
            case "TOKEN_EXPIRED"?, "USER_CREDENTIALS_CHANGED"?:
                throw fail("the sign-in has expired", nil)
            case "INSUFFICIENT_PERMISSIONS"?:
                throw fail(
                    "renewing its keys is not allowed",
                    ["one of your policies must allow signin:CreateOAuth2Token"])
            default:
                let said = PlainText.line(refusal?.message ?? response.text)
                throw fail("it refused (status \(response.status)): \(said)", nil)
            }
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.text.utf8))
        else { throw fail("its response cannot be read", nil) }
        var next = token
        next.refreshToken = answer.refreshToken
        next.accessToken.accessKeyId = answer.accessToken.accessKeyId
        next.accessToken.secretAccessKey = answer.accessToken.secretAccessKey
        next.accessToken.sessionToken = answer.accessToken.sessionToken
        next.accessToken.expiresAt = context.environment.now()
            .addingTimeInterval(TimeInterval(answer.expiresIn)).formatted(.iso8601)
        return next
    }
}
