/// One place where a sign-in may be found.
package protocol CredentialProvider: Sendable {
    /// For "looked at …" in messages.
    var name: String { get }

    /// Nil when there is nothing here; an error when there is something that cannot be used.
    func signIn(_ context: CredentialContext) async throws -> SignIn?
}

/// What providers look at.
package struct CredentialContext: Sendable {
    package var environment: SystemEnvironment
    package var files: SharedFiles
    package var profileName: ProfileName
    /// Nil when the shared files do not have it.
    package var profile: SharedFiles.Profile?

    package init(
        environment: SystemEnvironment, files: SharedFiles, profileName: ProfileName
    ) {
        self.environment = environment
        self.files = files
        self.profileName = profileName
        profile = files.profile(profileName.name)
    }
}
