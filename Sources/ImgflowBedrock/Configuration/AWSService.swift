/// A service of AWS that imgflow speaks to.
package enum AWSService: Sendable, Hashable, CaseIterable {
    /// Bedrock Runtime: what invokes models.
    case runtime
    /// Bedrock's control plane: what knows them.
    case control
    case sts
    /// IAM Identity Center's portal, which gives keys for a sign-in.
    case sso
    /// AWS Sign-In, which renews what `aws login` began.
    case signin

    /// The first label of its host.
    var hostLabel: String {
        switch self {
        case .runtime: "bedrock-runtime"
        case .control: "bedrock"
        case .sts: "sts"
        case .sso: "portal.sso"
        case .signin: "signin"
        }
    }

    /// In signatures: both halves of Bedrock have one name.
    var signingName: String {
        switch self {
        case .runtime, .control: "bedrock"
        case .sts: "sts"
        case .sso: "awsssoportal"
        case .signin: "signin"
        }
    }

    var endpointVariable: String {
        switch self {
        case .runtime: "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"
        case .control: "AWS_ENDPOINT_URL_BEDROCK"
        case .sts: "AWS_ENDPOINT_URL_STS"
        case .sso: "AWS_ENDPOINT_URL_SSO"
        case .signin: "AWS_ENDPOINT_URL_SIGNIN"
        }
    }

    /// The key in a `[services NAME]` section.
    var sectionKey: String {
        switch self {
        case .runtime: "bedrock_runtime"
        case .control: "bedrock"
        case .sts: "sts"
        case .sso: "sso"
        case .signin: "signin"
        }
    }
}
