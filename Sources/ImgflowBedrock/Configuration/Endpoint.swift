/// Where calls go: AWS's own host of each region, or one address for every region.
package enum Endpoint: Sendable, Hashable {
    case aws(fips: Bool, dualStack: Bool)
    case custom(WebAddress, source: Source)

    package enum Source: Sendable, Hashable {
        case argument
        case variable(String)
        case profile(name: String, path: String, line: Int)
    }

    package func address(
        region: String, of service: AWSService = .runtime
    ) throws(SettingsError) -> WebAddress {
        switch self {
        case .custom(let address, _): return address
        case .aws(let fips, let dualStack):
            guard Region.isWellFormed(region) else {
                throw .malformedRegion(Region(name: region, source: .argument))
            }
            let name = service.hostLabel + (fips ? "-fips" : "")
            let suffix = dualStack ? "api.aws" : Self.suffix(region: region)
            do {
                return try WebAddress(parsing: "https://\(name).\(region).\(suffix)")
            } catch {
                throw .malformedRegion(Region(name: region, source: .argument))
            }
        }
    }

    /// Where answers come from, as their keys say it: `aws`, or `http://127.0.0.1:4566`.
    package var origin: String {
        switch self {
        case .aws: "aws"
        case .custom(let address, _): "\(address.scheme)://\(address.hostHeader)\(address.path)"
        }
    }

    private static func suffix(region: String) -> String {
        if region.hasPrefix("cn-") { return "amazonaws.com.cn" }
        if region.hasPrefix("eusc-") { return "amazonaws.eu" }
        return "amazonaws.com"
    }
}

extension Endpoint {
    /// `--endpoint-url`, `AWS_ENDPOINT_URL_BEDROCK_RUNTIME` (or the service's own),
    /// `AWS_ENDPOINT_URL`, the profile's `services` section, the profile's `endpoint_url`, AWS.
    package static func resolve(
        argument: String?, environment: SystemEnvironment, files: SharedFiles,
        profile: SharedFiles.Profile?, service: AWSService = .runtime
    ) throws(SettingsError) -> Endpoint {
        let fips = try Flag.resolve(
            "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint", environment, profile)
        let dualStack = try Flag.resolve(
            "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint", environment, profile)
        guard
            let (text, source) = try configured(
                argument: argument, environment: environment, files: files, profile: profile,
                service: service)
        else { return .aws(fips: fips, dualStack: dualStack) }
        let address: WebAddress
        do {
            address = try WebAddress(parsing: text)
        } catch {
            throw .malformedEndpoint(PlainText.line(text, limit: 120), source: source)
        }
        guard ["http", "https"].contains(address.scheme) else {
            throw .malformedEndpoint(PlainText.line(text, limit: 120), source: source)
        }
        guard address.user == nil else { throw .endpointWithPassword(source: source) }
        guard address.scheme == "https" || address.isLoopback else {
            throw .plainHTTP(text, source: source)
        }
        guard !fips, !dualStack else {
            throw .endpointWithVariant(fips ? "FIPS" : "dual-stack", source: source)
        }
        return .custom(address, source: source)
    }

    private static func configured(
        argument: String?, environment: SystemEnvironment, files: SharedFiles,
        profile: SharedFiles.Profile?, service: AWSService
    ) throws(SettingsError) -> (String, Source)? {
        if let argument { return (argument, .argument) }
        if try Flag.resolve(
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls", environment,
            profile)
        {
            return nil
        }
        for variable in [service.endpointVariable, "AWS_ENDPOINT_URL"] {
            if let text = environment.variable(variable) { return (text, .variable(variable)) }
        }
        guard let profile else { return nil }
        if let services = profile.inConfig("services") {
            guard let settings = files.service(service.sectionKey, in: services.value) else {
                throw .unknownServices(
                    services.value, path: services.path, line: services.line)
            }
            if let url = settings["endpoint_url"] {
                return (url.value, .profile(name: profile.name, path: url.path, line: url.line))
            }
        }
        guard let url = profile.inConfig("endpoint_url") else { return nil }
        return (url.value, .profile(name: profile.name, path: url.path, line: url.line))
    }
}

/// A setting that is `true` or `false`.
enum Flag {
    static func resolve(
        _ variable: String, _ key: String, _ environment: SystemEnvironment,
        _ profile: SharedFiles.Profile?
    ) throws(SettingsError) -> Bool {
        if let text = environment.variable(variable) { return try parse(text, of: variable) }
        if let setting = profile?[key] {
            return try parse(setting.value, of: "\(setting.path):\(setting.line): \(key)")
        }
        return false
    }

    private static func parse(_ text: String, of name: String) throws(SettingsError) -> Bool {
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw .malformedSetting(name, found: text, expected: "`true` or `false`")
        }
    }
}
