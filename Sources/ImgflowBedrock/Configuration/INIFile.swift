/// The shape of AWS's shared files: sections of `key = value`, where an indented line goes on under
/// the key above it. Reads as botocore does; says file and line of what it cannot read.
struct INIFile: Sendable, Hashable {
    struct Entry: Sendable, Hashable {
        /// Lower case.
        var key: String
        var value: String
        var line: Int
        /// The lines indented below the key: `key = value` pairs of a nested section.
        var nested: [Entry] = []
    }

    struct Section: Sendable, Hashable {
        /// As written between the brackets, trimmed.
        var name: String
        var line: Int
        var entries: [Entry] = []

        /// The last one wins, as in botocore.
        func entry(_ key: String) -> Entry? { entries.last { $0.key == key } }
    }

    var path: String
    var sections: [Section] = []
    /// How far the last key was indented; lines indented further belong to it.
    private var indentation = 0

    init(path: String) { self.path = path }

    init(parsing text: String, path: String) throws(INIFileError) {
        self.path = path
        let text = text.first == "\u{FEFF}" ? text.dropFirst() : text[...]
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            try read(line, number: index + 1)
        }
    }

    private mutating func read(_ line: Substring, number: Int) throws(INIFileError) {
        let content = line.trimmed
        guard let first = content.first, first != "#", first != ";" else { return }
        let indented = line.prefix(while: \.isWhitespace).count
        if indented > indentation, let section = sections.indices.last,
            let entry = sections[section].entries.indices.last
        {
            sections[section].entries[entry].nested.append(Self.nested(content, line: number))
        } else if first == "[" {
            guard let end = content.firstIndex(of: "]") else {
                throw INIFileError(path: path, line: number, problem: .unclosedSection)
            }
            let name = content[content.index(after: content.startIndex)..<end].trimmed
            guard !name.isEmpty else {
                throw INIFileError(path: path, line: number, problem: .namelessSection)
            }
            indentation = 0
            sections.append(Section(name: String(name), line: number))
        } else {
            guard let section = sections.indices.last else {
                throw INIFileError(path: path, line: number, problem: .settingOutsideSection)
            }
            guard let entry = Self.entry(content, line: number) else {
                throw INIFileError(path: path, line: number, problem: .noEqualsSign)
            }
            indentation = indented
            sections[section].entries.append(entry)
        }
    }

    private static func entry(_ content: Substring, line: Int) -> Entry? {
        guard let equals = content.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
            return nil
        }
        let key = content[..<equals].trimmed
        guard !key.isEmpty else { return nil }
        return Entry(
            key: key.lowercased(), value: String(content[content.index(after: equals)...].trimmed),
            line: line)
    }

    /// A line that only goes on with its key's value has no `=` and is kept with an empty key.
    private static func nested(_ content: Substring, line: Int) -> Entry {
        entry(content, line: line) ?? Entry(key: "", value: String(content), line: line)
    }
}

extension Substring {
    var trimmed: Substring {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}

/// A line of a shared file that is no section, setting or comment.
package struct INIFileError: Error, Hashable, Sendable {
    package enum Problem: Hashable, Sendable {
        case unclosedSection
        case namelessSection
        case settingOutsideSection
        case noEqualsSign
    }

    package var path: String
    package var line: Int
    package var problem: Problem
}

extension INIFileError: CustomStringConvertible {
    package var description: String {
        let what =
            switch problem {
            case .unclosedSection: "expected `]` after the section's name"
            case .namelessSection: "expected a name between `[` and `]`"
            case .settingOutsideSection: "expected `[default]` or `[profile NAME]` before a setting"
            case .noEqualsSign: "expected `key = value`"
            }
        return "\(path):\(line): \(what)"
    }
}
