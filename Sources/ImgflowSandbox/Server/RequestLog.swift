import FoundationEssentials
import Glibc
import Synchronization

/// The requests that came, newest last: kept for `GET /_imgflow/requests`, and written to a file, a
/// line each. No header and no body is in it, so no secret;
/// of a body that does not fit, the fields and the values that are wrong.
package final class RequestLog: Sendable {
    package struct Entry: Codable, Sendable {
        /// ISO 8601, UTC.
        var time: String
        var operation: String
        var model: String?
        var region: String?
        /// 0 where nothing was answered.
        var status: Int
        var error: String?
        /// What of a body does not fit the model's schema, where the answer may only count it.
        var violations: [String]?
        var bytesIn: Int
        var bytesOut: Int
        var milliseconds: Int
    }

    private static let kept = 1_000
    /// Violations of one request, and characters of each.
    private static let violationLimit = (count: 100, length: 300)
    private let entries = Mutex<[Entry]>([])
    private let file: Int32?

    /// - Throws: the number of a system error where the file cannot be opened.
    package init(path: String?) throws {
        guard let path else {
            file = nil
            return
        }
        let opened = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard opened >= 0 else { throw Failure(code: errno) }
        file = opened
    }

    deinit { if let file { close(file) } }

    package struct Failure: Error {
        package var code: Int32
    }

    /// A wrong value may be a whole image.
    static func shortened(_ violations: [String]) -> [String]? {
        guard !violations.isEmpty else { return nil }
        return violations.prefix(violationLimit.count).map {
            $0.count > violationLimit.length ? $0.prefix(violationLimit.length) + "…" : $0
        }
    }

    func add(_ entry: Entry) {
        entries.withLock { entries in
            entries.append(entry)
            if entries.count > Self.kept { entries.removeFirst(entries.count - Self.kept) }
        }
        guard let file, var line = try? JSONEncoder().encode(entry) else { return }
        line.append(10)
        _ = Array(line).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    }

    var json: [UInt8] {
        let all = entries.withLock { $0 }
        return (try? JSONEncoder().encode(["requests": all])).map { Array($0) }
            ?? Array(#"{"requests":[]}"#.utf8)
    }
}
