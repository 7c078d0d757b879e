/// The exit codes of language.md §6.
package enum ExitStatus {
    package static let done: Int32 = 0
    package static let failed: Int32 = 1
    package static let usage: Int32 = 2
    package static let program: Int32 = 3
    /// Credentials or access.
    package static let access: Int32 = 4
    package static let noConsent: Int32 = 7
    package static let interrupted: Int32 = 130
}

/// Ends a command with a code; what is to be said has been said.
struct ExitRequest: Error {
    var code: Int32

    init(_ code: Int32) { self.code = code }
}

/// Something wrong with how the command was called or set up, to be told and ended with.
struct CLIError: Error {
    var message: String
    var hints: [String] = []
    var code: Int32 = ExitStatus.usage
}
