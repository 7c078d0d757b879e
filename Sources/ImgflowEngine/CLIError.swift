import ImgflowLanguage
package import ImgflowRuntime

/// Something wrong with how imgflow was called or set up.
package struct CLIError: UserFacingError {
    package var message: String
    package var hints: [String]
    package var exitStatus: ExitStatus

    package init(message: String, hints: [String] = [], exitStatus: ExitStatus = .usage) {
        self.message = message
        self.hints = hints
        self.exitStatus = exitStatus
    }

    /// What another error says of itself.
    package init(_ error: some UserFacingError) {
        self.init(message: error.message, hints: error.hints, exitStatus: error.exitStatus)
    }
}

/// Ends a command; what is to be said has been said.
package struct ExitRequest: Error {
    package var status: ExitStatus

    package init(_ status: ExitStatus) { self.status = status }
}

extension Console {
    /// The one printer of errors: what is wrong, and the ways out.
    package func report(_ error: any Error) {
        guard let error = error as? any UserFacingError else { return complain("error: \(error)") }
        complain("error: \(Printable.lines(error.message))")
        for hint in error.hints { complain("  = \(Printable.lines(hint))") }
    }
}
