import FoundationEssentials
import Hashing
import SigV4

/// The AWS CLI's cache of roles (`~/.aws/cli/cache`), shared with it: whoever gave a one-time code there
/// is not asked again here, nor the other way round.
/// Source: botocore 1.43.11, `AssumeRoleCredentialFetcher`.
struct RoleCache {
    private struct Entry: Codable {
        struct Keys: Codable {
            var accessKeyID: String
            var secretAccessKey: String
            var sessionToken: String
            var expiration: String

            enum CodingKeys: String, CodingKey {
                case accessKeyID = "AccessKeyId"
                case secretAccessKey = "SecretAccessKey"
                case sessionToken = "SessionToken"
                case expiration = "Expiration"
            }
        }

        var credentials: Keys

        enum CodingKeys: String, CodingKey { case credentials = "Credentials" }
    }

    private let path: String
    private let environment: SystemEnvironment

    /// - Parameter session: only where the profile names one: a made-up name is no part of the key.
    init(_ request: STS.RoleRequest, session: String?, _ environment: SystemEnvironment) {
        self.environment = environment
        // As Python's `json.dumps(…, sort_keys=True)` writes them.
        var fields: [(String, String)] = []
        if let duration = request.duration { fields.append(("DurationSeconds", "\(duration)")) }
        if let id = request.externalID { fields.append(("ExternalId", Self.quoted(id))) }
        fields.append(("RoleArn", Self.quoted(request.role)))
        if let session { fields.append(("RoleSessionName", Self.quoted(session))) }
        if let serial = request.serial { fields.append(("SerialNumber", Self.quoted(serial))) }
        let text = "{" + fields.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
        let name = Hexadecimal.text(SHA1.hash(Array(text.utf8)))
        path = environment.expandingTilde("~/.aws/cli/cache/\(name).json")
    }

    /// Nil where there are none that live for another minute.
    func credentials() -> Credentials? {
        guard let bytes = (try? environment.readFile(path)) ?? nil,
            let keys = try? JSONDecoder().decode(Entry.self, from: Data(bytes)).credentials,
            let end = ISODate.date(keys.expiration),
            end.timeIntervalSince(environment.now()) > 60
        else { return nil }
        return Credentials(
            accessKeyID: keys.accessKeyID, secretAccessKey: keys.secretAccessKey,
            sessionToken: keys.sessionToken, expiration: end)
    }

    /// What cannot be kept is asked for again.
    func keep(_ credentials: Credentials) {
        guard let token = credentials.sessionToken, let end = credentials.expiration else { return }
        let entry = Entry(
            credentials: Entry.Keys(
                accessKeyID: credentials.accessKeyID,
                secretAccessKey: credentials.secretAccessKey, sessionToken: token,
                expiration: end.formatted(.iso8601)))
        guard let data = try? JSONEncoder().encode(entry) else { return }
        try? environment.writeFile(path, Array(data))
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x0A: result += "\\n"
            case 0x0D: result += "\\r"
            case 0x09: result += "\\t"
            case 0x20...0x7E: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let hex = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            }
        }
        return result + "\""
    }
}
