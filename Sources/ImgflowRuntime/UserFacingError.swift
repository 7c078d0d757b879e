package import ImgflowBedrock
package import ImgflowImages

/// An error that reaches a person: what is wrong, the ways out, and how the command ends.
///
/// Every error that a command can end with conforms to it, and one printer prints them
/// (`Console.report`).
package protocol UserFacingError: Error {
    /// Lower case, no full stop.
    var message: String { get }
    /// What to do about it, a line each.
    var hints: [String] { get }
    var exitStatus: ExitStatus { get }
}

extension UserFacingError {
    package var hints: [String] { [] }
    package var exitStatus: ExitStatus { .failed }
}

extension UserFacingError where Self: CustomStringConvertible {
    package var message: String { description }
}

extension SettingsError: UserFacingError {
    package var exitStatus: ExitStatus { .usage }
}

extension CredentialError: UserFacingError {
    package var exitStatus: ExitStatus { .access }
}

extension TransportError: UserFacingError {}

extension BedrockError: UserFacingError {
    package var exitStatus: ExitStatus { category.exitStatus }
}

extension ImageError: UserFacingError {}
extension FileSystem.Failure: UserFacingError {}

extension Ledger.Failure: UserFacingError {
    package var hints: [String] { ["fix it, or move it away"] }
}
