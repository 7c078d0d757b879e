import FoundationEssentials
import ImgflowRuntime

/// What was entered, over all sessions: one line of JSON for each, only ever appended to, so that
/// several sessions write at once; what cannot be read is passed over.
package struct HistoryFile: Sendable {
    package let path: String
    private static let most = 5_000

    package init(path: String) { self.path = path }

    /// The oldest first.
    package func entries() -> [String] {
        guard let bytes = try? FileSystem.read(path) else { return [] }
        return bytes.split(separator: UInt8(ascii: "\n")).suffix(Self.most).compactMap(Self.text)
    }

    /// Of a string of JSON; nil of all else. Most hold nothing that is escaped, and are as they stand there.
    private static func text(_ line: ArraySlice<UInt8>) -> String? {
        let quote = UInt8(ascii: "\""), escape = UInt8(ascii: "\\")
        guard line.first == quote else { return nil }
        let inner = line.dropFirst().dropLast()
        if line.count > 1, line.first == quote, line.last == quote,
            !inner.contains(where: { $0 == quote || $0 == escape || $0 < 0x20 }),
            let text = String(validating: inner, as: UTF8.self)
        {
            return text
        }
        return try? JSONDecoder().decode(String.self, from: Data(line))
    }

    /// Those that hold all of these words, the latest last, with their numbers.
    package func entries(holding words: [String]) -> [(number: Int, text: String)] {
        entries().enumerated().filter { _, text in
            words.allSatisfy { text.lowercased().contains($0.lowercased()) }
        }.map { ($0 + 1, $1) }
    }

    private struct Resolved: Codable {
        var typed: String
        var line: String
    }

    /// What entries came to when they were entered last. Earlier versions pass such lines over.
    package func resolved() -> [String: String] {
        guard let bytes = try? FileSystem.read(path) else { return [:] }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).suffix(Self.most)
            .filter { $0.first == UInt8(ascii: "{") }
        return lines.reduce(into: [:]) { found, line in
            guard let one = try? JSONDecoder().decode(Resolved.self, from: Data(line)) else {
                return
            }
            found[one.typed] = one.line
        }
    }

    /// - Throws: `FileSystem.Failure`, where the file cannot be written.
    package func append(_ line: String, for typed: String) throws {
        let end = [UInt8(ascii: "\n")]
        let record = try JSONEncoder().encode(Resolved(typed: typed, line: line))
        try FileSystem.append(end + Array(record) + end, to: path, mode: 0o600)
    }

    /// - Throws: `FileSystem.Failure`, where a folder cannot be made or the file not be written.
    package func append(_ entry: String) throws {
        try FileSystem.makeFolder(Path.folder(of: path), mode: 0o700)
        // A line that a killed process left unfinished ends here: it spoils no other.
        let end = [UInt8(ascii: "\n")]
        let line = Array(try JSONEncoder().encode(entry))
        try FileSystem.append(end + line + end, to: path, mode: 0o600)
    }
}
