/// Sign-ins that need a conversation with another AWS service. The AWS CLI holds that conversation
/// and hands the keys over; each is recognised here and told with the command that does it.
struct ExportedSignInProvider: CredentialProvider {
    /// Which of botocore's steps: profiles come before keys in files, machines come last.
    enum Stage { case roles, login, machine }

    var stage: Stage

    var name: String {
        switch stage {
        case .roles: "roles and IAM Identity Center"
        case .login: "`aws login`"
        case .machine: "the container's or instance's role"
        }
    }

    func signIn(_ context: CredentialContext) throws -> SignIn? {
        if let found = kind(context) {
            throw CredentialError.exportedSignIn(found, profile: context.profileName.name)
        }
        return nil
    }

    private func kind(_ context: CredentialContext) -> ExportedSignIn? {
        let profile = context.profile
        let environment = context.environment
        switch stage {
        case .roles:
            if profile?["role_arn"] != nil {
                if profile?["web_identity_token_file"] != nil { return .webIdentity }
                if profile?["mfa_serial"] != nil { return .roleWithMFA }
                return .role
            }
            if context.profileName.source != .argument,
                environment.variable("AWS_WEB_IDENTITY_TOKEN_FILE") != nil,
                environment.variable("AWS_ROLE_ARN") != nil
            {
                return .webIdentity
            }
            let usesSSO = profile?["sso_session"] != nil || profile?["sso_start_url"] != nil
            return usesSSO ? .identityCenter : nil
        case .login:
            return profile?["login_session"] != nil ? .login : nil
        case .machine:
            // A profile that somebody named is never a machine's role.
            guard profile != nil || context.profileName.source == .standard else { return nil }
            if ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"]
                .contains(where: { environment.variable($0) != nil })
            {
                return .container
            }
            return environment.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") != nil
                ? .instance : nil
        }
    }
}

/// A kind of sign-in whose keys the AWS CLI hands over.
package enum ExportedSignIn: Sendable, Hashable {
    case identityCenter
    case role
    case roleWithMFA
    case login
    case webIdentity
    case container
    case instance
}
