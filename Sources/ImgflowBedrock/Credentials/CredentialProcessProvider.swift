import FoundationEssentials
import SigV4

/// `credential_process`: a program that prints keys as JSON. Run without a shell.
struct CredentialProcessProvider: CredentialProvider {
    /// A program that asks a person for a code gets this long.
    static let limit = Duration.seconds(60)
    var name: String { "`credential_process`" }

    func absence(_ context: CredentialContext) -> String {
        context.without("credential_process")
    }

    func signIn(_ context: CredentialContext) async throws -> SignIn? {
        guard let profile = context.profile, let setting = profile["credential_process"] else {
            return nil
        }
        let place = "`credential_process` at \(setting.path):\(setting.line)"
        let words: [String]
        do {
            words = try ShellWords.split(setting.value)
        } catch {
            throw CredentialError.process(place, .malformedCommand)
        }
        guard let program = words.first else {
            throw CredentialError.process(place, .malformedCommand)
        }
        let outcome = try await run(words, program, place, context)
        guard outcome.status == 0 else {
            let text = String(decoding: outcome.errors, as: UTF8.self)
            throw CredentialError.process(
                place, .failed(status: outcome.status, errors: PlainText.line(text)))
        }
        let keys = try Self.credentials(outcome.output, place: place)
        if let expiration = keys.expiration, expiration <= context.environment.now() {
            throw CredentialError.process(place, .expired)
        }
        return SignIn(method: .signature(keys), source: place)
    }

    private func run(
        _ words: [String], _ program: String, _ place: String, _ context: CredentialContext
    ) async throws -> ProcessOutcome {
        do {
            return try await context.environment.runProcess(words, Self.limit)
        } catch let failure as ChildProcess.Failure {
            switch failure {
            case .cannotStart: throw CredentialError.process(place, .cannotStart(program))
            case .tookTooLong: throw CredentialError.process(place, .tookTooLong)
            case .wroteTooMuch: throw CredentialError.process(place, .malformedAnswer("too long"))
            }
        }
    }

    private struct Answer: Decodable {
        var version: Int?
        var accessKeyID: String?
        var secretAccessKey: String?
        var sessionToken: String?
        var expiration: String?

        enum CodingKeys: String, CodingKey {
            case version = "Version"
            case accessKeyID = "AccessKeyId"
            case secretAccessKey = "SecretAccessKey"
            case sessionToken = "SessionToken"
            case expiration = "Expiration"
        }
    }

    private static func credentials(
        _ output: [UInt8], place: String
    ) throws(CredentialError) -> Credentials {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(output)) else {
            // The output is not shown: it may hold keys.
            throw .process(place, .malformedAnswer("not the JSON expected"))
        }
        guard answer.version == 1 else {
            let found = answer.version.map { "\($0)" } ?? "none"
            throw .process(place, .malformedAnswer("expected `Version` 1, found \(found)"))
        }
        guard let id = answer.accessKeyID, !id.isEmpty else {
            throw .process(place, .malformedAnswer("`AccessKeyId` is missing"))
        }
        guard let secret = answer.secretAccessKey, !secret.isEmpty else {
            throw .process(place, .malformedAnswer("`SecretAccessKey` is missing"))
        }
        var expiration: Date?
        if let text = answer.expiration {
            guard let date = ISODate.date(text) else {
                throw .malformedExpiration(PlainText.line(text, limit: 60), in: place)
            }
            expiration = date
        }
        let token = answer.sessionToken.flatMap { $0.isEmpty ? nil : $0 }
        return try Credentials(
            checking: id, secret: secret, token: token, expiration: expiration, in: place)
    }
}
