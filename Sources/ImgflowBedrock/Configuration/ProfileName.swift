/// Which profile of the shared files is used, and who chose it.
package struct ProfileName: Sendable, Hashable {
    package enum Source: Sendable, Hashable {
        case argument
        case variable(String)
        case standard
    }

    package var name: String
    package var source: Source

    /// `--profile`, `AWS_PROFILE`, `AWS_DEFAULT_PROFILE`, `default`.
    package static func resolve(argument: String?, environment: SystemEnvironment) -> ProfileName {
        if let argument { return ProfileName(name: argument, source: .argument) }
        for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
            if let name = environment.variable(variable) {
                return ProfileName(name: name, source: .variable(variable))
            }
        }
        return ProfileName(name: "default", source: .standard)
    }
}
