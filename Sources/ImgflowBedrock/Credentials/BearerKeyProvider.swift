/// `AWS_BEARER_TOKEN_BEDROCK`: a Bedrock API key, which AWS's SDKs prefer to every signature.
struct BearerKeyProvider: CredentialProvider {
    static let variable = "AWS_BEARER_TOKEN_BEDROCK"
    var name: String { "`\(Self.variable)`" }

    func absence(_ context: CredentialContext) -> String { "not set" }

    func signIn(_ context: CredentialContext) throws -> SignIn? {
        guard let text = context.environment.variable(Self.variable) else { return nil }
        let key = String(text[...].trimmed)
        // It becomes a header: what a header cannot hold would be a request of another's making.
        guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw CredentialError.malformedBearerKey
        }
        return SignIn(method: .bearer(BearerKey(key)), source: name)
    }
}
