import Foundation
import ImgflowBedrock
import SigV4
import Synchronization
import Testing

struct CredentialTests {
    private func chain(
        _ variables: [String: String] = [:], profile: String? = nil, config: String = "",
        credentials: String = "", now: @escaping @Sendable () -> Date = { testDate },
        process: @escaping SystemEnvironment.RunProcess = { _, _ in throw NoProcess() }
    ) throws -> CredentialChain {
        try BedrockSettings(
            arguments: .init(profile: profile),
            environment: .test(
                variables,
                files: [
                    "/home/ann/.aws/config": config, "/home/ann/.aws/credentials": credentials,
                ], now: now, process: process)
        ).makeCredentialChain()
    }

    private func failure(
        _ variables: [String: String] = [:], profile: String? = nil, config: String = "",
        credentials: String = "",
        process: @escaping SystemEnvironment.RunProcess = { _, _ in throw NoProcess() }
    ) async throws -> CredentialError {
        let chain = try chain(
            variables, profile: profile, config: config, credentials: credentials,
            process: process)
        let error = await #expect(throws: CredentialError.self) { try await chain.signIn() }
        return try #require(error)
    }

    private static let environment = [
        "AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "token",
    ]
    private static let credentials = """
        [default]
        aws_access_key_id = AKIDDEFAULT
        aws_secret_access_key = secret

        [photos]
        aws_access_key_id=AKIDPHOTOS
        aws_secret_access_key=secret/=+
        aws_session_token=token
        """

    @Test func aBedrockKeyComesFirst() async throws {
        var variables = Self.environment
        variables["AWS_BEARER_TOKEN_BEDROCK"] = " key\n"
        let signIn = try await chain(variables, credentials: Self.credentials).signIn()
        #expect(signIn.method == .bearer(BearerKey("key")))
        #expect(signIn.source == "`AWS_BEARER_TOKEN_BEDROCK`")
        #expect(!"\(signIn) \(String(reflecting: signIn))".contains("key,"))
        var dumped = ""
        dump(BearerKey("hush"), to: &dumped)
        #expect(!dumped.contains("hush"))
    }

    @Test func theEnvironmentComesBeforeProfiles() async throws {
        let signIn = try await chain(
            Self.environment.merging(["AWS_PROFILE": "photos"]) { $1 },
            credentials: Self.credentials
        ).signIn()
        #expect(
            signIn.method
                == .signature(
                    Credentials(
                        accessKeyID: "AKIDENV", secretAccessKey: "secret", sessionToken: "token")))
    }

    @Test func aProfileArgumentComesBeforeTheEnvironment() async throws {
        let signIn = try await chain(
            Self.environment, profile: "photos", credentials: Self.credentials
        ).signIn()
        #expect(
            signIn.method
                == .signature(
                    Credentials(
                        accessKeyID: "AKIDPHOTOS", secretAccessKey: "secret/=+",
                        sessionToken: "token")))
        #expect(signIn.source == "profile `photos` in /home/ann/.aws/credentials")
    }

    @Test func theDefaultProfileIsLast() async throws {
        let signIn = try await chain(credentials: Self.credentials).signIn()
        #expect(signIn.source == "profile `default` in /home/ann/.aws/credentials")
        let inConfig = try await chain(
            config: "[default]\naws_access_key_id = A\naws_secret_access_key = B"
        ).signIn()
        #expect(inConfig.source == "profile `default` in /home/ann/.aws/config")
    }

    @Test(arguments: [
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
        ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
    ])
    func aHalfSetEnvironmentIsAnError(_ set: String, _ missing: String) async throws {
        let error = try await failure([set: "x"], credentials: Self.credentials)
        #expect(error.description == "`\(set)` is set, but `\(missing)` is not")
        #expect(error.hints == ["export \(missing)=…, or `unset \(set)` to use a profile"])
    }

    @Test func aHalfWrittenProfileIsAnError() async throws {
        let error = try await failure(credentials: "[default]\naws_access_key_id = A\n")
        #expect(
            error.description == "/home/ann/.aws/credentials:2: profile `default` has no"
                + " `aws_secret_access_key`")
    }

    @Test func expiredEnvironmentKeysAreTold() async throws {
        var variables = Self.environment
        variables["AWS_CREDENTIAL_EXPIRATION"] = "2026-11-22T11:59:59Z"
        let error = try await failure(variables)
        #expect(
            error.description
                == "the credentials from `AWS_ACCESS_KEY_ID` of the environment have expired")
    }

    @Test func keysThatNoHeaderHoldsAreRefusedWithoutShowingThem() async throws {
        let error = try await failure([
            "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "hu\u{1B}sh",
        ])
        #expect(error.description.hasPrefix("the secret access key in `AWS_ACCESS_KEY_ID`"))
        #expect(!error.description.contains("hu"))
        #expect(
            try await failure(["AWS_BEARER_TOKEN_BEDROCK": "a\r\nx-evil: 1"])
                == .malformedBearerKey)
    }

    @Test func anUnknownProfileIsToldWithTheNearest() async throws {
        let error = #expect(throws: SettingsError.self) {
            try chain(profile: "photo", credentials: Self.credentials)
        }
        #expect(
            error?.description == "profile `photo` (from `--profile`) is not in the AWS shared"
                + " files, did you mean `photos`?")
        #expect(error?.hints == ["available profiles: `default`, `photos`"])
        let variable = try await failure(
            ["AWS_PROFILE": "elsewhere"])
        #expect(
            variable.description
                == "profile `elsewhere` (from `AWS_PROFILE`) is not in the AWS shared files")
    }

    @Test func nobodySignedInIsToldWithEveryWay() async throws {
        let error = try await failure()
        #expect(error.description == "no AWS credentials found")
        #expect(error.hints[3] == "without an account: --backend sandbox runs everything offline")
        #expect(
            error.hints.dropFirst(4) == [
                "looked at `AWS_BEARER_TOKEN_BEDROCK`: not set",
                "looked at `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`: not set",
                "looked at a profile's role: profile `default` not found",
                "looked at a web identity token: `AWS_WEB_IDENTITY_TOKEN_FILE` is not set, and profile `default` not found",
                "looked at IAM Identity Center: profile `default` not found",
                "looked at the shared credentials file: profile `default` not found",
                "looked at `aws login`: profile `default` not found",
                "looked at `credential_process`: profile `default` not found",
                "looked at the shared config file: profile `default` not found",
                "looked at the container's role: `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` and `AWS_CONTAINER_CREDENTIALS_FULL_URI` are not set",
                "looked at the instance's role: no metadata service responds, or the instance has no role",
            ])
    }

    @Test func aRoleThatNeedsAPersonSaysWhereTheyCanBeAsked() async throws {
        let error = try await failure(
            [:], profile: "x",
            config: """
                [profile x]
                role_arn = arn:aws:iam::1:role/r
                mfa_serial = arn:aws:iam::1:mfa/a
                source_profile = y

                """)
        #expect(error == .roleWithMFA(profile: "x"))
        #expect(
            error.description == "profile `x` uses a role that requires a one-time code")
        #expect(error.hints.first == "run imgflow in a terminal: it prompts for the code")
    }

    @Test func aLoginThatNobodyBeganSaysHow() async throws {
        let error = try await failure(
            [:], profile: "x",
            config: "[profile x]\nlogin_session = arn:aws:iam::1:user/a\n")
        #expect(error.description == "`aws login` for profile `x`: not signed in yet")
        #expect(error.hints == ["sign in: aws login --profile x"])
    }

    @Test func profileNamesAreQuotedForTheShell() async throws {
        let error = try await failure(
            profile: "it's $me", config: "[profile \"it's $me\"]\nrole_arn = a\nmfa_serial = b")
        #expect(error.hints[1].contains(#"--profile 'it'\''s $me' --format"#))
    }

    // MARK: credential_process

    private static let process = "[default]\ncredential_process = /opt/my\\ tool \"a b\" 'c\\d' e\n"
    private static let place = "`credential_process` at /home/ann/.aws/config:2"

    private static func answer(
        _ output: String, status: Int32 = 0, errors: String = ""
    ) -> SystemEnvironment.RunProcess {
        { _, _ in
            ProcessOutcome(status: status, output: Array(output.utf8), errors: Array(errors.utf8))
        }
    }

    @Test func aProcessGivesKeys() async throws {
        let words = Collected<[String]>()
        let chain = try chain(
            config: Self.process,
            process: { given, limit in
                words.append(given)
                #expect(limit == .seconds(60))
                return try await Self.answer(
                    """
                    {"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "S",
                     "SessionToken": "T", "Expiration": "2026-11-22T13:00:00+00:00"}
                    """)(given, limit)
            })
        let signIn = try await chain.signIn()
        #expect(words.values == [["/opt/my tool", "a b", "c\\d", "e"]])
        #expect(
            signIn.method
                == .signature(
                    Credentials(
                        accessKeyID: "A", secretAccessKey: "S", sessionToken: "T",
                        expiration: testDate.addingTimeInterval(3600))))
        #expect(signIn.source == Self.place)
    }

    @Test(arguments: [
        (
            answer("", status: 3, errors: "please\n log in\u{07}"),
            "it exited with status 3: please log in"
        ),
        (answer("", status: 1), "it exited with status 1: it printed nothing"),
        (answer("nonsense"), "its output cannot be used: not the JSON expected"),
        (
            answer(#"{"Version": 2, "AccessKeyId": "A", "SecretAccessKey": "S"}"#),
            "its output cannot be used: expected `Version` 1, found 2"
        ),
        (
            answer(#"{"AccessKeyId": "A"}"#),
            "its output cannot be used: expected `Version` 1, found none"
        ),
        (
            answer(#"{"Version": 1, "AccessKeyId": "A"}"#),
            "its output cannot be used: `SecretAccessKey` is missing"
        ),
        (
            answer(
                #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"S","Expiration":"2026-11-22T11:00:00Z"}"#
            ), "it returned keys that have already expired"
        ),
    ])
    func whatAProcessDoesWrongIsTold(
        _ process: @escaping SystemEnvironment.RunProcess, _ message: String
    ) async throws {
        let error = try await failure(config: Self.process, process: process)
        #expect(error.description == "\(Self.place): \(message)")
    }

    @Test func aCommandWithAnOpenQuoteIsTold() async throws {
        let error = try await failure(config: "[default]\ncredential_process = a 'b\n")
        #expect(
            error.description
                == "\(Self.place): expected a program and its arguments, with quotes in pairs")
    }

    /// A process whose keys last an hour from the virtual time of each run.
    private final class Issuer: Sendable {
        let time = Mutex(testDate)
        let runs = Mutex(0)
        let fails = Mutex(false)

        var now: Date { time.withLock { $0 } }

        func run() async throws -> ProcessOutcome {
            let number = runs.withLock {
                $0 += 1
                return $0
            }
            await Task.yield()
            if fails.withLock({ $0 }) { return try await answer("", status: 1)([], .zero) }
            let end = now.addingTimeInterval(3600).formatted(.iso8601)
            let json =
                #"{"Version":1,"AccessKeyId":"A\#(number)","SecretAccessKey":"S","Expiration":"\#(end)"}"#
            return try await answer(json)([], .zero)
        }
    }

    private func key(_ chain: CredentialChain) async throws -> String {
        guard case .signature(let keys) = try await chain.signIn().method else { return "" }
        return keys.accessKeyID
    }

    @Test func keysAreRenewedTenMinutesBeforeTheyEnd() async throws {
        let issuer = Issuer()
        let chain = try chain(
            config: Self.process, now: { issuer.now }, process: { _, _ in try await issuer.run() })
        #expect(try await key(chain) == "A1")
        issuer.time.withLock { $0 += 3600 - 601 }
        #expect(try await key(chain) == "A1")
        issuer.time.withLock { $0 += 2 }
        #expect(try await key(chain) == "A2")
    }

    /// From fifteen minutes on a renewal is tried, and nobody waits for it.
    @Test func keysAreRenewedEarlyWithoutAWait() async throws {
        let issuer = Issuer()
        let chain = try chain(
            config: Self.process, now: { issuer.now }, process: { _, _ in try await issuer.run() })
        #expect(try await key(chain) == "A1")
        issuer.time.withLock { $0 += 3600 - 901 }
        #expect(try await key(chain) == "A1")
        try await Task.sleep(for: .milliseconds(50))
        #expect(issuer.runs.withLock { $0 } == 1)
        issuer.time.withLock { $0 += 2 }
        #expect(try await key(chain) == "A1")
        while issuer.runs.withLock({ $0 }) < 2 { try await Task.sleep(for: .milliseconds(1)) }
        while try await key(chain) != "A2" { try await Task.sleep(for: .milliseconds(1)) }
        #expect(issuer.runs.withLock { $0 } == 2)
    }

    @Test func anEarlyRenewalThatFailsIsNotTriedAtOnceAgain() async throws {
        let issuer = Issuer()
        let chain = try chain(
            config: Self.process, now: { issuer.now }, process: { _, _ in try await issuer.run() })
        _ = try await key(chain)
        issuer.fails.withLock { $0 = true }
        issuer.time.withLock { $0 += 3600 - 800 }
        #expect(try await key(chain) == "A1")
        while issuer.runs.withLock({ $0 }) < 2 { try await Task.sleep(for: .milliseconds(1)) }
        try await Task.sleep(for: .milliseconds(50))
        for _ in 0..<5 { #expect(try await key(chain) == "A1") }
        try await Task.sleep(for: .milliseconds(50))
        #expect(issuer.runs.withLock { $0 } == 2)
        issuer.time.withLock { $0 += 61 }
        #expect(try await key(chain) == "A1")
        while issuer.runs.withLock({ $0 }) < 3 { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test func aFailedRenewalKeepsKeysThatStillWork() async throws {
        let issuer = Issuer()
        let chain = try chain(
            config: Self.process, now: { issuer.now }, process: { _, _ in try await issuer.run() })
        _ = try await key(chain)
        issuer.fails.withLock { $0 = true }
        issuer.time.withLock { $0 += 3300 }
        #expect(try await key(chain) == "A1")
        issuer.time.withLock { $0 += 300 }
        await #expect(throws: CredentialError.self) { try await key(chain) }
    }

    @Test func oneCancelledAskerDisturbsNobody() async throws {
        let runs = Mutex(0)
        let chain = try chain(
            config: Self.process,
            process: { _, _ in
                runs.withLock { $0 += 1 }
                try await Task.sleep(for: .milliseconds(300))
                return try await Self.answer(
                    #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"S"}"#)([], .zero)
            })
        let patient = Task { try await key(chain) }
        let hasty = Task { try await key(chain) }
        while runs.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(1)) }
        hasty.cancel()
        await #expect(throws: CancellationError.self) { try await hasty.value }
        #expect(try await patient.value == "A")
        #expect(runs.withLock { $0 } == 1)
    }

    @Test func theLastAskersCancellationEndsTheRun() async throws {
        let runs = Mutex(0)
        let chain = try chain(
            config: Self.process,
            process: { _, _ in
                runs.withLock { $0 += 1 }
                if runs.withLock({ $0 }) == 1 { try await Task.sleep(for: .seconds(30)) }
                return try await Self.answer(
                    #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"S"}"#)([], .zero)
            })
        let only = Task { try await key(chain) }
        while runs.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(1)) }
        only.cancel()
        await #expect(throws: CancellationError.self) { try await only.value }
        #expect(try await key(chain) == "A")
    }

    @Test func manyAskersShareOneRun() async throws {
        let issuer = Issuer()
        let chain = try chain(
            config: Self.process, now: { issuer.now }, process: { _, _ in try await issuer.run() })
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<32 { group.addTask { try await key(chain) } }
            for try await key in group { #expect(key == "A1") }
        }
        #expect(issuer.runs.withLock { $0 } == 1)
    }
}

/// Programs that really run.
@Suite(.timeLimit(.minutes(1)))
struct ChildProcessTests {
    private func run(_ words: [String], _ limit: Duration) async throws -> ProcessOutcome {
        let variables = ProcessInfo.processInfo.environment
        return try await ChildProcess.run(
            words, environment: variables.map { Array("\($0.key)=\($0.value)".utf8) }, limit: limit)
    }

    @Test func outputErrorsAndStatusComeBack() async throws {
        let outcome = try await run(
            ["sh", "-c", "printf out; printf err >&2; exit 7"], .seconds(20))
        #expect(outcome.status == 7)
        #expect(String(decoding: outcome.output, as: UTF8.self) == "out")
        #expect(String(decoding: outcome.errors, as: UTF8.self) == "err")
    }

    @Test func muchOutputDoesNotBlock() async throws {
        let outcome = try await run(
            ["sh", "-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"], .seconds(20))
        #expect(outcome.output.count == 300_000)
        #expect(outcome.errors.count == 300_000)
    }

    @Test func aSlowProgramIsEnded() async throws {
        let start = ContinuousClock.now
        await #expect(throws: (any Error).self) {
            _ = try await run(["sleep", "600"], .milliseconds(200))
        }
        #expect(ContinuousClock.now - start < .seconds(50))
    }

    @Test func aMissingProgramIsTold() async throws {
        let settings = try BedrockSettings(
            arguments: .init(),
            environment: .test(
                files: [
                    "/home/ann/.aws/config":
                        "[default]\ncredential_process = no-such-program-at-all --now\n"
                ], process: run))
        let error = await #expect(throws: CredentialError.self) {
            try await settings.makeCredentialChain().signIn()
        }
        #expect(
            error?.description == "`credential_process` at /home/ann/.aws/config:2: cannot start"
                + " `no-such-program-at-all`")
    }

    @Test func cancellationEndsAProgram() async throws {
        let task = Task { try await run(["sleep", "600"], .seconds(600)) }
        try await Task.sleep(for: .milliseconds(50))
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        #expect(ContinuousClock.now - start < .seconds(50))
    }
}
