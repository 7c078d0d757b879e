/// One place where a sign-in may be found.
package protocol CredentialProvider: Sendable {
    /// For "looked at …" in messages.
    var name: String { get }

    /// Nil when there is nothing here; an error when there is something that cannot be used.
    func signIn(_ context: CredentialContext) async throws -> SignIn?

    /// Why there is nothing here, in a few words.
    func absence(_ context: CredentialContext) -> String
}

/// What providers look at.
package struct CredentialContext: Sendable {
    package var environment: SystemEnvironment
    package var files: SharedFiles
    package var profileName: ProfileName
    /// Nil when the shared files do not have it.
    package var profile: SharedFiles.Profile?
    /// Carries the questions of those that ask a server.
    package var web: any WebSender
    /// Where STS is asked.
    package var region: String
    package var endpoint: @Sendable (AWSService) throws(SettingsError) -> Endpoint

    package init(
        environment: SystemEnvironment, files: SharedFiles, profileName: ProfileName,
        web: any WebSender = NoWeb(), region: String = Region.standard,
        endpoint: @escaping @Sendable (AWSService) throws(SettingsError) -> Endpoint = { _ in
            .aws(fips: false, dualStack: false)
        }
    ) {
        self.web = web
        self.region = region
        self.endpoint = endpoint
        self.environment = environment
        self.files = files
        self.profileName = profileName
        profile = files.profile(profileName.name)
    }
}

extension CredentialContext {
    /// `profile \`photos\` has no \`role_arn\``, or that there is no such profile.
    func without(_ key: String) -> String {
        let name = PlainText.line(profileName.name, limit: 80)
        return profile == nil
            ? "profile `\(name)` not found" : "profile `\(name)` has no `\(key)`"
    }

    /// The same, seen from another profile of the files.
    func looking(at name: String) -> CredentialContext {
        var next = self
        next.profileName = ProfileName(name: name, source: .argument)
        next.profile = files.profile(name)
        return next
    }
}
