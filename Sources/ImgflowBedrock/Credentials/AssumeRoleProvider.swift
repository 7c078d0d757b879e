import FoundationEssentials
import SigV4

/// A profile with `role_arn`: keys of that role, taken with the keys of another profile or of the
/// place where this runs.
struct AssumeRoleProvider: CredentialProvider {
    var name: String { "a profile's role" }

    func signIn(_ context: CredentialContext) async throws -> SignIn? {
        guard let profile = context.profile, let role = profile["role_arn"],
            profile["web_identity_token_file"] == nil
        else { return nil }
        let keys = try await credentials(of: profile, role, context, below: [])
        return SignIn(
            method: .signature(keys),
            source:
                "role `\(PlainText.line(role.value))` of profile `\(PlainText.line(profile.name))`")
    }

    func absence(_ context: CredentialContext) -> String { context.without("role_arn") }

    /// - Parameter visited: the profiles that lead here, so that no circle is followed.
    private func credentials(
        of profile: SharedFiles.Profile, _ role: SharedFiles.Setting,
        _ context: CredentialContext, below visited: [String]
    ) async throws -> Credentials {
        let place = "\(role.path):\(role.line)"
        func fail(_ why: String, _ hints: String...) -> CredentialError {
            .refused(
                source: "\(place): role of profile `\(PlainText.line(profile.name))`", why: why,
                hints: hints)
        }
        guard profile["mfa_serial"] == nil else {
            throw CredentialError.exportedSignIn(.roleWithMFA, profile: context.profileName.name)
        }
        guard !visited.contains(profile.name) else {
            throw fail(
                "its `source_profile`s lead back to it: "
                    + (visited + [profile.name]).map { "`\(PlainText.line($0))`" }
                    .joined(separator: " -> "),
                "let one of them name a profile with keys")
        }
        let request = try request(profile, role.value, context, fail)
        let source: Credentials
        switch (profile["source_profile"], profile["credential_source"]) {
        case (let name?, nil):
            source = try await sourceProfile(name, of: profile, context, visited, fail)
        case (nil, let kind?):
            source = try await named(kind.value, context, fail)
        case (nil, nil):
            throw fail(
                "expected `source_profile` or `credential_source` beside `role_arn`, found neither",
                "add the line: source_profile = default")
        case (_?, _?):
            throw fail(
                "expected `source_profile` or `credential_source`, found both",
                "remove one of the two lines")
        }
        let sts = try STS(
            web: context.web, endpoint: context.endpoint(.sts), region: context.region)
        do {
            return try await sts.assumeRole(request, as: source)
        } catch let failure as STS.Failure {
            throw fail(
                failure.description,
                failure.isWrongClock
                    ? STS.Failure.clockAdvice
                    : "the role's trust policy has to name you, and a policy of yours has to allow sts:AssumeRole"
            )
        } catch let error as TransportError {
            throw fail("STS cannot be asked: \(error)")
        }
    }

    private func request(
        _ profile: SharedFiles.Profile, _ role: String, _ context: CredentialContext,
        _ fail: (String, String...) -> CredentialError
    ) throws -> STS.RoleRequest {
        var duration: Int?
        if let setting = profile["duration_seconds"] {
            guard let seconds = Int(setting.value), (900...43_200).contains(seconds) else {
                throw fail(
                    "expected `duration_seconds` from 900 to 43200, found `\(PlainText.line(setting.value))`"
                )
            }
            duration = seconds
        }
        let now = Int(context.environment.now().timeIntervalSince1970)
        return STS.RoleRequest(
            role: role, session: profile["role_session_name"]?.value ?? "imgflow-\(now)",
            duration: duration, externalID: profile["external_id"]?.value)
    }

    /// Keys of the profile that this one rests on: its own where it names itself.
    private func sourceProfile(
        _ name: SharedFiles.Setting, of profile: SharedFiles.Profile,
        _ context: CredentialContext, _ visited: [String],
        _ fail: (String, String...) -> CredentialError
    ) async throws -> Credentials {
        let source = context.looking(at: name.value)
        guard let found = source.profile else {
            let near = NearestName.of(name.value, among: context.files.profileNames)
            throw fail(
                "`source_profile` names `\(PlainText.line(name.value))`, and there is no such profile",
                near.map { "did you mean `\($0)`?" } ?? "make it with `aws configure`")
        }
        if found.name != profile.name, let role = found["role_arn"],
            found["web_identity_token_file"] == nil
        {
            return try await credentials(
                of: found, role, source, below: visited + [profile.name])
        }
        let providers: [any CredentialProvider] = [
            WebIdentityProvider(usesVariables: false), SSOProvider(),
            SharedFileProvider(file: .credentials), CredentialProcessProvider(),
            SharedFileProvider(file: .config),
        ]
        for provider in providers {
            if found.name == profile.name, provider is WebIdentityProvider { continue }
            if case .signature(let keys)? = try await provider.signIn(source)?.method {
                return keys
            }
        }
        throw fail("profile `\(PlainText.line(found.name))`, which it rests on, has no keys")
    }

    private func named(
        _ kind: String, _ context: CredentialContext,
        _ fail: (String, String...) -> CredentialError
    ) async throws -> Credentials {
        let provider: any CredentialProvider
        switch kind {
        case "Environment": provider = EnvironmentProvider(ignoresProfileArgument: true)
        case "Ec2InstanceMetadata": provider = InstanceProvider()
        case "EcsContainer": provider = ContainerProvider()
        default:
            throw fail(
                "`credential_source` is `\(PlainText.line(kind))`, expected Environment, Ec2InstanceMetadata or EcsContainer"
            )
        }
        guard case .signature(let keys)? = try await provider.signIn(context)?.method else {
            throw fail(
                "`credential_source = \(kind)` gives nothing: \(provider.absence(context))")
        }
        return keys
    }
}
