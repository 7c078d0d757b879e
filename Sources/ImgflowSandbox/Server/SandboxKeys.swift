/// What a client signs in with; made again for each server unless given.
package struct SandboxKeys: Sendable, Hashable {
    package var accessKeyID: String
    package var secretAccessKey: String
    /// For `AWS_BEARER_TOKEN_BEDROCK`.
    package var bearerToken: String

    package init(accessKeyID: String, secretAccessKey: String, bearerToken: String) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.bearerToken = bearerToken
    }

    package static func random() -> SandboxKeys {
        SandboxKeys(
            accessKeyID: "AKIASANDBOX" + text(9, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
            secretAccessKey: text(40, of: letters),
            bearerToken: "bedrock-sandbox-" + text(48, of: letters))
    }

    private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

    private static func text(_ count: Int, of alphabet: String) -> String {
        String((0..<count).compactMap { _ in alphabet.randomElement() })
    }
}
