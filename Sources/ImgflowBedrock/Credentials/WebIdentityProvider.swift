import FoundationEssentials
import SigV4

/// A token in a file that somebody else signed, as Kubernetes gives it to a pod: exchanged for keys
/// of a role, without keys of one's own.
struct WebIdentityProvider: CredentialProvider {
    /// False where another profile's settings are looked at.
    var usesVariables = true

    var name: String { "a web identity token" }

    func signIn(_ context: CredentialContext) async throws -> SignIn? {
        guard let path = setting(context, "AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file")
        else { return nil }
        let source = "the web identity token `\(path)`"
        guard let role = setting(context, "AWS_ROLE_ARN", "role_arn") else {
            throw CredentialError.refused(
                source: source, why: "no role to assume is given with it",
                hints: ["export AWS_ROLE_ARN=…, or add `role_arn` to the profile"])
        }
        let token = try token(path, source, context)
        let now = Int(context.environment.now().timeIntervalSince1970)
        let session =
            setting(context, "AWS_ROLE_SESSION_NAME", "role_session_name") ?? "imgflow-\(now)"
        let sts = try STS(
            web: context.web, endpoint: context.endpoint(.sts), region: context.region)
        do {
            let keys = try await sts.assumeRole(
                STS.RoleRequest(role: role, session: session), withWebIdentity: token)
            return SignIn(method: .signature(keys), source: source)
        } catch let failure as STS.Failure {
            throw CredentialError.refused(
                source: source, why: failure.description,
                hints: ["the role's trust policy must name the token's issuer"])
        } catch let error as TransportError {
            throw CredentialError.refused(
                source: source, why: "cannot reach STS: \(error)", hints: error.hints)
        }
    }

    func absence(_ context: CredentialContext) -> String {
        "`AWS_WEB_IDENTITY_TOKEN_FILE` is not set, and \(context.without("web_identity_token_file"))"
    }

    private func setting(
        _ context: CredentialContext, _ variable: String, _ key: String
    ) -> String? {
        let mayAsk = usesVariables && context.profileName.source != .argument
        return (mayAsk ? context.environment.variable(variable) : nil)
            ?? context.profile?[key]?.value
    }

    private func token(
        _ path: String, _ source: String, _ context: CredentialContext
    ) throws(CredentialError) -> String {
        let bytes: [UInt8]?
        do {
            bytes = try context.environment.readFile(context.environment.expandingTilde(path))
        } catch {
            throw .refused(
                source: source, why: "it cannot be read: \(PlainText.of(error))", hints: [])
        }
        guard let bytes else {
            throw .refused(source: source, why: "file not found", hints: [])
        }
        let token = String(String(decoding: bytes, as: UTF8.self)[...].trimmed)
        guard !token.isEmpty else {
            throw .refused(source: source, why: "the file is empty", hints: [])
        }
        return token
    }
}
