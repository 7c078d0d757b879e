/// Why nobody is signed in.
package enum CredentialError: Error, Hashable, Sendable {
    package enum ProcessProblem: Hashable, Sendable {
        case malformedCommand
        case cannotStart(String)
        case tookTooLong
        case failed(status: Int32, errors: String)
        case malformedAnswer(String)
        case expired
    }

    case nothingFound(lookedAt: [String])
    case malformedBearerKey
    case halfSetEnvironment(set: String, missing: String)
    case halfSetProfile(String, path: String, line: Int, missing: String)
    case malformedKey(String, in: String)
    case malformedExpiration(String, in: String)
    case expired(source: String)
    case process(String, ProcessProblem)
    /// A role that asks for a one-time code, where nobody is at a terminal.
    case roleWithMFA(profile: String)
    /// A provider that has something, which could not be used.
    case refused(source: String, why: String, hints: [String])
    case settings(SettingsError)
}

extension CredentialError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nothingFound: "no AWS credentials found"
        case .malformedBearerKey:
            "expected a Bedrock API key in `AWS_BEARER_TOKEN_BEDROCK`, found characters that no key"
                + " has"
        case .halfSetEnvironment(let set, let missing): "`\(set)` is set, but `\(missing)` is not"
        case .halfSetProfile(let profile, let path, let line, let missing):
            "\(path):\(line): profile `\(PlainText.line(profile))` has no `\(missing)`"
        case .malformedKey(let name, let place):
            "the \(name) in \(place) contains a space, a quote mark, or another character that no key"
                + " has"
        case .malformedExpiration(let text, let place):
            "expected a date such as `2026-01-31T12:00:00Z` in \(place), found `\(text)`"
        case .expired(let source): "the credentials from \(source) have expired"
        case .process(let place, let problem): "\(place): \(problem.words)"
        case .roleWithMFA(let profile):
            "profile `\(PlainText.line(profile))` uses a role that requires a one-time code"
        case .refused(let source, let why, _): "\(source): \(why)"
        case .settings(let error): error.description
        }
    }

    package var hints: [String] {
        switch self {
        case .nothingFound(let places):
            [
                "a Bedrock API key: export AWS_BEARER_TOKEN_BEDROCK=…",
                "an access key: export AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…",
                "a profile: run `aws configure`, then use --profile NAME or AWS_PROFILE",
                "without an account: --backend sandbox runs everything offline",
            ] + places.map { "looked at \($0)" }
        case .malformedBearerKey: ["set it to the key alone, without quotes or spaces inside"]
        case .halfSetEnvironment(let set, let missing):
            ["export \(missing)=…, or `unset \(set)` to use a profile"]
        case .halfSetProfile(let profile, _, _, _):
            ["run `aws configure --profile \(profile)`, or add the missing line"]
        case .malformedKey: ["paste the key again, without quotes or line ends"]
        case .expired: ["get new ones from the same source"]
        case .process(_, .cannotStart):
            [
                "the line runs without a shell: give the program's full path, without `~`, `$`, or `|`"
            ]
        case .process(_, .tookTooLong):
            ["run it by hand to see what it is waiting for"]
        case .roleWithMFA(let profile): Self.waysToGiveCode(profile)
        case .refused(_, _, let hints): hints
        case .settings(let error): error.hints
        case .malformedExpiration, .process: []
        }
    }
}

extension CredentialError.ProcessProblem {
    fileprivate var words: String {
        switch self {
        case .malformedCommand: return "expected a program and its arguments, with quotes in pairs"
        case .cannotStart(let program): return "cannot start `\(PlainText.line(program))`"
        case .tookTooLong:
            return "it did not exit within \(CredentialProcessProvider.limit.components.seconds) s"
        case .failed(let status, let errors):
            let said = errors.isEmpty ? "it printed nothing" : errors
            return "it exited with status \(status): \(said)"
        case .malformedAnswer(let problem): return "its output cannot be used: \(problem)"
        case .expired: return "it returned keys that have already expired"
        }
    }
}

extension CredentialError {
    private static func waysToGiveCode(_ profile: String) -> [String] {
        let export =
            "aws configure export-credentials --profile \(quoted(profile)) --format"
        return [
            "run imgflow in a terminal: it prompts for the code",
            "or export the keys first: eval \"$(\(export) env)\", then run without --profile",
        ]
    }
}

extension CredentialError {
    /// A name that a shell takes as one word.
    static func quoted(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
        guard !isPlain else { return name }
        return "'"
            + name.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }
}
