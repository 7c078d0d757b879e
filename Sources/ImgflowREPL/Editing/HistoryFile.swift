package import ImgflowRuntime

/// What was entered, over all sessions: one line of JSON for each, only ever appended to, so that
/// several sessions write at once; what cannot be read is passed over.
package struct HistoryFile: Sendable {
    package let path: String
    private static let most = 5_000

    package init(path: String) { self.path = path }

    /// The oldest first.
    package func entries() -> [String] {
        guard let bytes = try? FileSystem.read(path) else { return [] }
        return bytes.split(separator: UInt8(ascii: "\n")).suffix(Self.most)
            .compactMap { Self.text(of: $0) }
    }

    /// Those that hold all of these words, the latest last, with their numbers.
    package func entries(holding words: [String]) -> [(number: Int, text: String)] {
        entries().enumerated().filter { _, text in
            words.allSatisfy { text.lowercased().contains($0.lowercased()) }
        }.map { ($0 + 1, $1) }
    }

    /// - Throws: `FileSystem.Failure`, where a folder cannot be made or the file not be written.
    package func append(_ entry: String) throws {
        try FileSystem.makeFolder(Path.folder(of: path), mode: 0o700)
        // A line that a killed process broke off spoils no other.
        try FileSystem.append(Array("\(Self.json(entry))\n".utf8), to: path, mode: 0o600)
    }

    private static func json(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func text(of line: ArraySlice<UInt8>) -> String? {
        guard let text = String(validating: line, as: UTF8.self), text.count >= 2,
            text.hasPrefix("\""), text.hasSuffix("\"")
        else { return nil }
        var result = ""
        var rest = text.dropFirst().dropLast()[...]
        while let character = rest.popFirst() {
            guard character == "\\" else {
                if character == "\"" { return nil }
                result.append(character)
                continue
            }
            switch rest.popFirst() {
            case "n"?: result.append("\n")
            case "\""?: result.append("\"")
            case "\\"?: result.append("\\")
            case "u"?:
                guard rest.count >= 4, let value = UInt32(rest.prefix(4), radix: 16),
                    let scalar = Unicode.Scalar(value)
                else { return nil }
                rest = rest.dropFirst(4)
                result.unicodeScalars.append(scalar)
            default: return nil
            }
        }
        return result
    }
}
