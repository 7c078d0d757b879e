/// `aws login`: its keys need a conversation that the AWS CLI holds and hands over; here it is
/// recognised, and told with the command that does it.
struct LoginProvider: CredentialProvider {
    var name: String { "`aws login`" }

    func signIn(_ context: CredentialContext) throws -> SignIn? {
        guard context.profile?["login_session"] != nil else { return nil }
        throw CredentialError.exportedSignIn(.login, profile: context.profileName.name)
    }

    func absence(_ context: CredentialContext) -> String { context.without("login_session") }
}

/// A kind of sign-in whose keys the AWS CLI hands over.
package enum ExportedSignIn: Sendable, Hashable {
    /// A role that asks for a one-time code, which only a person can give.
    case roleWithMFA
    case login
}
