/// An AWS region and who chose it: a choice of the environment or a profile may be moved to where
/// a model lives, an argument binds.
package struct Region: Sendable, Hashable {
    package enum Source: Sendable, Hashable {
        case argument
        case variable(String)
        case profile(name: String, path: String, line: Int)
        case standard
    }

    package var name: String
    package var source: Source

    package init(name: String, source: Source) {
        self.name = name
        self.source = source
    }

    /// The only region where every living model is.
    package static let standard = "us-west-2"

    /// The argument, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's `region`, us-west-2.
    package static func resolve(
        argument: String?, environment: SystemEnvironment, profile: SharedFiles.Profile?
    ) throws(SettingsError) -> Region {
        var region = Region(name: standard, source: .standard)
        if let argument {
            region = Region(name: argument, source: .argument)
        } else if let variable = ["AWS_REGION", "AWS_DEFAULT_REGION"].first(where: {
            environment.variable($0) != nil
        }) {
            region = Region(
                name: environment.variable(variable) ?? "", source: .variable(variable))
        } else if let profile, let setting = profile["region"] {
            region = Region(
                name: setting.value,
                source: .profile(name: profile.name, path: setting.path, line: setting.line))
        }
        guard isWellFormed(region.name) else { throw .malformedRegion(region) }
        return region
    }

    /// `us-west-2`, `us-gov-east-1`: words of small letters, then a number. It becomes part of a
    /// host name, so nothing else is let through.
    static func isWellFormed(_ name: String) -> Bool {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let number = parts.last else { return false }
        return (1...2).contains(number.utf8.count)
            && number.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
            && parts.dropLast().allSatisfy {
                !$0.isEmpty && $0.utf8.allSatisfy((UInt8(ascii: "a")...UInt8(ascii: "z")).contains)
            } && name.utf8.count <= 32
    }
}
