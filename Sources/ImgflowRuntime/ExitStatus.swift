package import ImgflowBedrock

/// How the command ends: the exit codes of language.md, section 6. The manual lists them from here.
package enum ExitStatus: Int32, CaseIterable, Sendable {
    case done = 0
    case failed = 1
    case usage = 2
    case program = 3
    case access = 4
    case filtered = 5
    case unavailable = 6
    case noConsent = 7
    case partlyDone = 8
    /// As shells count: 128 and the number of SIGINT.
    case interrupted = 130

    package var meaning: String {
        switch self {
        case .done: "success"
        case .failed: "failure"
        case .usage: "invalid command line or settings"
        case .program: "the program has mistakes"
        case .access: "AWS denied access"
        case .filtered: "a content filter refused a request"
        case .unavailable: "throttled or unavailable after all retries"
        case .noConsent: "the cost was not confirmed, or exceeds the budget"
        case .partlyDone: "some images failed, others succeeded"
        case .interrupted: "interrupted by the user"
        }
    }
}

extension BedrockError.Category {
    package var exitStatus: ExitStatus {
        switch self {
        case .failed: .failed
        case .usage: .usage
        case .credentials, .access: .access
        case .filter: .filtered
        case .throttled, .unavailable: .unavailable
        }
    }
}
