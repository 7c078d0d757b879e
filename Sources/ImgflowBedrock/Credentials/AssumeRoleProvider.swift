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
                "role `\(PlainText.line(role.value))` of profile `\(PlainText.line(profile.name))`",
            asksPerson: Self.asksPerson(context))
    }

    /// Whether a one-time code is needed, for this role or one that it rests on.
    static func asksPerson(_ context: CredentialContext) -> Bool {
        var context = context
        var visited: Set<String> = []
        while let profile = context.profile, visited.insert(profile.name).inserted,
            profile["role_arn"] != nil
        {
            if profile["mfa_serial"] != nil { return true }
            guard let source = profile["source_profile"] else { return false }
            context = context.looking(at: source.value)
        }
        return false
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
        guard !visited.contains(profile.name) else {
            throw fail(
                "its `source_profile` settings form a circle: "
                    + (visited + [profile.name]).map { "`\(PlainText.line($0))`" }
                    .joined(separator: " -> "),
                "point one of them to a profile with keys")
        }
        let request = try request(profile, role.value, context, fail)
        let cache = RoleCache(
            request, session: profile["role_session_name"]?.value, context.environment)
        if request.serial != nil {
            if let known = cache.credentials() { return known }
            guard context.environment.ask != nil else {
                throw CredentialError.roleWithMFA(profile: context.profileName.name)
            }
        }
        let source: Credentials
        switch (profile["source_profile"], profile["credential_source"]) {
        case (let name?, nil):
            source = try await sourceProfile(name, of: profile, context, visited, fail)
        case (nil, let kind?):
            source = try await named(kind.value, context, fail)
        case (nil, nil):
            throw fail(
                "expected `source_profile` or `credential_source` next to `role_arn`, found neither",
                "add the line: source_profile = default")
        case (_?, _?):
            throw fail(
                "expected `source_profile` or `credential_source`, found both",
                "remove one of the two lines")
        }
        let sts = try STS(
            web: context.web, endpoint: context.endpoint(.sts), region: context.region)
        do {
            guard request.serial != nil else {
                return try await sts.assumeRole(request, as: source)
            }
            let keys = try await assume(request, as: source, sts, context, fail)
            cache.keep(keys)
            return keys
        } catch let failure as STS.Failure {
            throw fail(
                failure.description,
                failure.isWrongClock
                    ? STS.Failure.clockAdvice
                    : "the role's trust policy must name you, and one of your policies must allow sts:AssumeRole"
            )
        } catch let error as TransportError {
            throw fail("cannot reach STS: \(error)")
        }
    }

    /// Asks for the code, and three times where it is wrong.
    private func assume(
        _ request: STS.RoleRequest, as source: Credentials, _ sts: STS,
        _ context: CredentialContext, _ fail: (String, String...) -> CredentialError
    ) async throws -> Credentials {
        let device = PlainText.line(request.serial ?? "")
        var question = "one-time code of \(device): "
        for attempt in 1...3 {
            guard let answer = context.environment.ask?(question) else {
                throw fail(
                    "no one-time code was entered", "type the six digits that the device shows")
            }
            let code = String(answer.filter { !$0.isWhitespace })
            guard code.utf8.count == 6, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                question = "expected six digits. one-time code of \(device): "
                continue
            }
            do {
                return try await sts.assumeRole(request, as: source, code: code)
            } catch let failure as STS.Failure where failure.isWrongCode && attempt < 3 {
                question = "wrong code; wait for the next one. one-time code of \(device): "
            }
        }
        throw fail(
            "no valid one-time code in three tries", "type the six digits that the device shows")
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
            duration: duration, externalID: profile["external_id"]?.value,
            serial: profile["mfa_serial"]?.value)
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
                "`source_profile` names `\(PlainText.line(name.value))`, which does not exist",
                near.map { "did you mean `\($0)`?" } ?? "create it with `aws configure`")
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
        throw fail("profile `\(PlainText.line(found.name))`, which it depends on, has no keys")
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
                "`credential_source = \(kind)` provides no keys: \(provider.absence(context))")
        }
        return keys
    }
}
