package import ImgflowModels

/// What a run may spend, and how it goes on.
package struct RunConfiguration: Sendable {
    /// Who calls for the run.
    package enum Caller: Sendable {
        case commandLine
        /// A session asks before each run, and its budget holds for all of them.
        case session
    }

    /// What becomes of the other images where one failed.
    package enum AfterFailure: Sendable {
        case keepGoing, stopCalling
    }

    package var caller = Caller.commandLine
    /// The plan is told, and nothing is run.
    package var isDryRun = false
    /// The price is agreed to before.
    package var isAgreed = false
    /// The price from which a person is asked; nil leaves it to the settings.
    package var askAbove: Dollars?
    package var budget: Dollars?
    /// Calls at once; nil leaves it to each model's quota.
    package var jobs: Int?
    /// Nil where nothing was said: as `keepGoing`, but a file that cannot be read is an error.
    package var afterFailure: AfterFailure?
    /// How often a call that a content filter refused is made again.
    package var filteredRetries = 0
    /// Seconds that an answer is waited for.
    package var timeout = 300

    package init() {}
}
