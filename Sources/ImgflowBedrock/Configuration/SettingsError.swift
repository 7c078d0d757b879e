/// A setting that cannot be used: an argument, a variable or a line of the shared files.
package enum SettingsError: Error, Hashable, Sendable {
    case files(SharedFilesError)
    case unknownProfile(ProfileName, known: [String])
    case malformedRegion(Region)
    case malformedEndpoint(String, source: Endpoint.Source)
    case endpointWithPassword(source: Endpoint.Source)
    case plainHTTP(String, source: Endpoint.Source)
    case endpointWithVariant(String, source: Endpoint.Source)
    case unknownServices(String, path: String, line: Int)
    case malformedSetting(String, found: String, expected: String)
    case malformedProxy(variable: String)
    case proxyScheme(String, String)
    case unreadableCertificates(path: String, source: String)
}

extension SettingsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .files(let error): return error.description
        case .unknownProfile(let profile, let known):
            let near = NearestName.of(profile.name, among: known).map { ", did you mean `\($0)`?" }
            return "profile `\(PlainText.line(profile.name, limit: 80))`\(profile.source.suffix)"
                + " is not in the AWS shared files\(near ?? "")"
        case .malformedRegion(let region):
            return "expected a region such as `us-west-2`, found "
                + "`\(PlainText.line(region.name, limit: 80))`\(region.source.suffix)"
        case .malformedEndpoint(let text, let source):
            return "expected an endpoint such as `https://host:port`, found `\(text)`"
                + source.suffix
        case .endpointWithPassword(let source):
            return "an endpoint URL must not contain a user or password\(source.suffix)"
        case .plainHTTP(let text, let source):
            return
                "plain http is allowed for this machine only: `\(PlainText.line(text, limit: 120))`"
                + "\(source.suffix) would send keys unencrypted; use https"
        case .endpointWithVariant(let variant, let source):
            return "a custom endpoint\(source.suffix) and \(variant) endpoints cannot be combined"
        case .unknownServices(let name, let path, let line):
            return "\(path):\(line): section `[services \(name)]` not found"
        case .malformedSetting(let name, let found, let expected):
            return "expected \(expected) for `\(name)`, found `\(PlainText.line(found, limit: 80))`"
        case .malformedProxy(let variable):
            return "expected `http://[user:password@]host:port` in `\(variable)`"
        case .proxyScheme(let scheme, let variable):
            return "expected an `http://` proxy in `\(variable)`, found `\(scheme)://`"
        case .unreadableCertificates(let path, let source):
            return "expected certificates in PEM form in `\(path)`, named by `\(source)`"
        }
    }

    package var hints: [String] {
        switch self {
        case .unknownProfile(_, let known) where known.isEmpty:
            ["no profiles yet: create one with `aws configure --profile NAME`"]
        case .unknownProfile(_, let known):
            ["available profiles: \(known.map { "`\($0)`" }.joined(separator: ", "))"]
        default: []
        }
    }
}

extension ProfileName.Source {
    fileprivate var suffix: String {
        switch self {
        case .argument: " (from `--profile`)"
        case .variable(let name): " (from `\(name)`)"
        case .standard: ""
        }
    }
}

extension Region.Source {
    fileprivate var suffix: String {
        switch self {
        case .variable(let name): " in `\(name)`"
        case .profile(_, let path, let line): " at \(path):\(line)"
        case .argument, .standard: ""
        }
    }
}

extension Endpoint.Source {
    fileprivate var suffix: String {
        switch self {
        case .argument: " (from `--endpoint-url`)"
        case .variable(let name): " (from `\(name)`)"
        case .profile(_, let path, let line): " (at \(path):\(line))"
        }
    }
}
