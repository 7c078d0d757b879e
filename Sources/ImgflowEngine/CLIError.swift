import ImgflowLanguage

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
package struct ExitRequest: Error {
    package var code: Int32

    package init(_ code: Int32) { self.code = code }
}

/// Something wrong with how the command was called or set up, to be told and ended with.
package struct CLIError: Error {
    package var message: String
    package var hints: [String]
    package var code: Int32

    package init(
        message: String, hints: [String] = [], code: Int32 = ExitStatus.usage
    ) {
        self.message = message
        self.hints = hints
        self.code = code
    }
}

extension Console {
    /// An error, and the ways out of it.
    package func report(_ error: any Error) {
        guard let error = error as? CLIError else { return complain("error: \(error)") }
        complain("error: \(Printable.lines(error.message))")
        for hint in error.hints { complain("  = \(Printable.lines(hint))") }
    }
}
