import FoundationEssentials
import Hashing
import SigV4

/// The file that `aws login` keeps for a session, named by the SHA-256 of the session's name.
struct LoginCache {
    struct Token: Codable {
        struct Access: Codable {
            var accessKeyId: String
            var secretAccessKey: String
            var sessionToken: String
            var accountId: String?
            var expiresAt: String

            var end: Date { ISODate.date(expiresAt) ?? .distantPast }

            var credentials: Credentials {
                Credentials(
                    accessKeyID: accessKeyId, secretAccessKey: secretAccessKey,
                    sessionToken: sessionToken, expiration: end)
            }
        }

        var accessToken: Access
        var refreshToken: String
        /// A P-256 key as PEM.
        var dpopKey: String
        var clientId: String
        var tokenType: String?
        var idToken: String?
    }

    let path: String
    private let environment: SystemEnvironment

    init(session: String, _ environment: SystemEnvironment) {
        self.environment = environment
        let folder = environment.expandingTilde(
            environment.variable("AWS_LOGIN_CACHE_DIRECTORY") ?? "~/.aws/login/cache")
        path = "\(folder)/\(Hexadecimal.text(SHA256.hash(Array(session.utf8)))).json"
    }

    var exists: Bool { ((try? environment.readFile(path)) ?? nil) != nil }

    func read() -> Token? {
        guard let bytes = (try? environment.readFile(path)) ?? nil else { return nil }
        return try? JSONDecoder().decode(Token.self, from: Data(bytes))
    }

    /// Why a renewed token would be lost: a refresh token is good for one use, here and for other programs.
    var obstacle: String? { environment.obstacleToWriting(path) }

    /// Fields that the CLI wrote and nobody here knows stay, as botocore leaves them.
    func write(_ token: Token) throws {
        let new = try JSONEncoder().encode(token)
        let old = (try? environment.readFile(path)).flatMap { bytes in
            bytes.flatMap { try? JSONDecoder().decode(JSONValue.self, from: Data($0)) }
        }
        let fields = try JSONDecoder().decode(JSONValue.self, from: new)
        let merged = try JSONEncoder().encode(old?.replacing(fields) ?? fields)
        try environment.writeFile(path, Array(merged))
    }
}
