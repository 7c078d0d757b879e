import SigV4

/// Keys written into one of the shared files.
struct SharedFileProvider: CredentialProvider {
    /// Keys in the credentials file come before `credential_process`, keys in the config file after.
    enum File { case credentials, config }

    var file: File

    var name: String {
        switch file {
        case .credentials: "the shared credentials file"
        case .config: "the shared config file"
        }
    }

    func absence(_ context: CredentialContext) -> String { context.without("aws_access_key_id") }

    func signIn(_ context: CredentialContext) throws -> SignIn? {
        guard let profile = context.profile else { return nil }
        func setting(_ key: String) -> SharedFiles.Setting? {
            switch file {
            case .credentials: profile.inCredentials(key)
            case .config: profile.inConfig(key)
            }
        }
        switch (setting("aws_access_key_id"), setting("aws_secret_access_key")) {
        case (nil, nil): return nil
        case (let present?, nil):
            throw CredentialError.halfSetProfile(
                profile.name, path: present.path, line: present.line,
                missing: "aws_secret_access_key")
        case (nil, let present?):
            throw CredentialError.halfSetProfile(
                profile.name, path: present.path, line: present.line, missing: "aws_access_key_id")
        case (let id?, let secret?):
            let credentials = try Credentials(
                checking: id.value, secret: secret.value,
                token: setting("aws_session_token")?.value, expiration: nil,
                in: "\(id.path):\(id.line)")
            return SignIn(
                method: .signature(credentials),
                source: "profile `\(PlainText.line(profile.name))` in \(id.path)")
        }
    }
}
