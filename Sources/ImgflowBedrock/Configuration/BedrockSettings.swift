/// Everything about reaching Bedrock that arguments, variables and the shared files decide.
package struct BedrockSettings: Sendable {
    /// What the user said on the command line; nil for what was not said.
    package struct Arguments: Sendable {
        package var profile: String?
        package var region: String?
        package var endpointURL: String?

        package init(profile: String? = nil, region: String? = nil, endpointURL: String? = nil) {
            self.profile = profile
            self.region = region
            self.endpointURL = endpointURL
        }
    }

    private let arguments: Arguments
    package var environment: SystemEnvironment
    package var files: SharedFiles
    package var profileName: ProfileName
    package var region: Region
    package var endpoint: Endpoint
    /// A PEM file that takes the place of the system's certificate authorities.
    package var certificates: Certificates?
    package var retryPolicy: RetryPolicy
    /// From connecting to the last byte of an answer.
    package var responseTimeout = Duration.seconds(300)

    package struct Certificates: Sendable, Hashable {
        package var path: String
        /// The variable or the profile's line that named it.
        package var source: String
    }

    package init(arguments: Arguments, environment: SystemEnvironment) throws(SettingsError) {
        self.arguments = arguments
        self.environment = environment
        do {
            files = try SharedFiles(reading: environment)
        } catch {
            throw .files(error)
        }
        profileName = ProfileName.resolve(argument: arguments.profile, environment: environment)
        let profile = files.profile(profileName.name)
        // A profile that only a variable names is missed when its keys are: others may come first.
        guard profile != nil || profileName.source != .argument else {
            throw .unknownProfile(profileName, known: files.profileNames)
        }
        region = try Region.resolve(
            argument: arguments.region, environment: environment, profile: profile)
        endpoint = try Endpoint.resolve(
            argument: arguments.endpointURL, environment: environment, files: files,
            profile: profile)
        certificates = Self.certificates(environment, profile)
        retryPolicy = RetryPolicy()
        if let attempts = try Self.maxAttempts(environment, profile) {
            retryPolicy.maxAttempts = attempts
            // One attempt is one attempt, for throttled calls too.
            if attempts == 1 {
                retryPolicy.throttlePatience = .zero
                retryPolicy.notReadyAttempts = 1
            }
        }
    }

    /// Where another service's calls go. `--endpoint-url` is Bedrock's; the services that only say
    /// who one is are asked there too where it is a server on this machine.
    package func endpoint(of service: AWSService) throws(SettingsError) -> Endpoint {
        var argument = arguments.endpointURL
        if service == .sts || service == .sso {
            let isOwn =
                if case .custom(let address, .argument) = endpoint { address.isLoopback } else {
                    false
                }
            if !isOwn || environment.variable(service.endpointVariable) != nil { argument = nil }
        }
        return try Endpoint.resolve(
            argument: argument, environment: environment, files: files,
            profile: files.profile(profileName.name), service: service)
    }

    /// The keys to sign with, looked for when the first request is sent.
    ///
    /// - Parameter web: for the providers that ask a server.
    package func makeCredentialChain(web: any WebSender = NoWeb()) -> CredentialChain {
        let settings = self
        return CredentialChain(
            CredentialContext(
                environment: environment, files: files, profileName: profileName, web: web,
                region: region.name,
                endpoint: { service throws(SettingsError) in
                    try settings.endpoint(of: service)
                }))
    }

    private static func certificates(
        _ environment: SystemEnvironment, _ profile: SharedFiles.Profile?
    ) -> Certificates? {
        if let path = environment.variable("AWS_CA_BUNDLE") {
            return Certificates(
                path: environment.expandingTilde(path), source: "AWS_CA_BUNDLE")
        }
        return profile?["ca_bundle"].map {
            Certificates(
                path: environment.expandingTilde($0.value),
                source: "ca_bundle at \($0.path):\($0.line)")
        }
    }

    private static func maxAttempts(
        _ environment: SystemEnvironment, _ profile: SharedFiles.Profile?
    ) throws(SettingsError) -> Int? {
        let setting = profile?["max_attempts"]
        guard let text = environment.variable("AWS_MAX_ATTEMPTS") ?? setting?.value else {
            return nil
        }
        guard let attempts = Int(text), (1...100).contains(attempts) else {
            let isVariable = environment.variable("AWS_MAX_ATTEMPTS") != nil
            let name =
                isVariable
                ? "AWS_MAX_ATTEMPTS"
                : setting.map { "\($0.path):\($0.line): max_attempts" } ?? "max_attempts"
            throw .malformedSetting(
                name, found: text, expected: "a whole number from 1 to 100")
        }
        return attempts
    }
}
