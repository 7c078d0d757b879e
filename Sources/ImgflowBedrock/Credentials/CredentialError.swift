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
    case exportedSignIn(ExportedSignIn, profile: String)
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
            "the \(name) in \(place) holds a space, a quote mark or another character that no key"
                + " has"
        case .malformedExpiration(let text, let place):
            "expected a date such as `2026-01-31T12:00:00Z` in \(place), found `\(text)`"
        case .expired(let source): "the credentials from \(source) have expired"
        case .process(let place, let problem): "\(place): \(problem.words)"
        case .exportedSignIn(let kind, let profile):
            "\(kind.words(profile: PlainText.line(profile)))"
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
        case .expired: ["make new ones where these came from"]
        case .process(_, .cannotStart):
            ["the line is run without a shell: give the program's full path, no `~`, `$` or `|`"]
        case .process(_, .tookTooLong):
            ["run it by hand to see what it waits for"]
        case .exportedSignIn(let kind, let profile): kind.hints(profile: profile)
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
            return "it did not end within \(CredentialProcessProvider.limit.components.seconds) s"
        case .failed(let status, let errors):
            let said = errors.isEmpty ? "it said nothing" : errors
            return "it ended with status \(status): \(said)"
        case .malformedAnswer(let problem): return "its output cannot be used: \(problem)"
        case .expired: return "it gave keys that have already expired"
        }
    }
}

extension ExportedSignIn {
    fileprivate func words(profile: String) -> String {
        switch self {
        case .roleWithMFA: "profile `\(profile)` takes a role that asks for a one-time code"
        case .login: "profile `\(profile)` signs in through `aws login`"
        }
    }

    fileprivate func hints(profile: String) -> [String] {
        let word = CredentialError.quoted(profile)
        let export = "aws configure export-credentials --profile \(word) --format"
        switch self {
        case .login: return ["sign in: aws login --profile \(word)"] + Self.handOver(export)
        case .roleWithMFA: return [Self.handOver(export)[0] + " (it asks for the code)"]
        }
    }

    private static func handOver(_ export: String) -> [String] {
        [
            "hand the keys over: eval \"$(\(export) env)\", then leave --profile away",
            "or give another profile the line: credential_process = \(export) process",
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
