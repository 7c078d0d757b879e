/// What loading, checking and planning need to know besides the program: options of the command line, as
/// plain values.
package struct EngineSettings: Sendable {
    /// `aws` or `sandbox`; nil leaves it to `IMGFLOW_BACKEND`.
    package var backend: String?
    /// The Region that every call goes to.
    package var region: String?
    /// Regions that calls are spread over, as they were written: `all`, or names with commas.
    package var regions: String?
    package var profile: String?
    package var endpointURL: String?
    /// A Region of the environment or the profile is not moved.
    package var stays = false
    /// The folder that `save` without a name writes to.
    package var outputFolder: String?
    package var overwrites = false
    /// The folder that answers are kept in.
    package var store: String?
    /// Calls are made again although their answers are known.
    package var asksAfresh = false
    /// Neither answers nor a ledger are kept.
    package var isEphemeral = false
    /// Of several files those that cannot be read are left out, as in a run with `--keep-going`.
    package var skipsUnreadable = false

    /// Of the command line, without hyphens: a parameter of a script could not be given under such a name.
    package var optionNames: @Sendable () -> Set<String> = { [] }

    package init() {}
}
