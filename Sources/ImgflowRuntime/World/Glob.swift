import ImgflowLanguage

/// Patterns of paths: `*` and `?` within a name, `[a-z]`, `[!a]`, `{jpg,JPG}`, and `**` for any folders.
package struct Glob {
    /// The files that match, in natural order. Names that begin with a dot are only matched by a
    /// pattern that does.
    package static func files(
        matching pattern: String, in folder: String, ignoringCase: Bool = false
    ) -> [String] {
        guard !System.isTooLong(pattern) else { return [] }
        let glob = Glob(ignoringCase: ignoringCase)
        let found = choices(pattern).flatMap { pattern in
            let isAbsolute = pattern.hasPrefix("/")
            var parts: [String] = []
            for part in pattern.split(separator: "/") where part != "**" || parts.last != "**" {
                parts.append(ignoringCase ? part.lowercased() : String(part))
            }
            return glob.expand(
                parts[...], under: isAbsolute ? "/" : "", in: isAbsolute ? "" : folder, depth: 0)
        }
        return NaturalOrder.sorted(Set(found.map(FilePath.init)).map(\.text))
    }

    private let ignoringCase: Bool
    /// More patterns than anybody writes are not taken apart.
    private static let mostChoices = 1_000

    /// The patterns that one with `{a,b}` stands for.
    static func choices(_ pattern: String) -> [String] {
        var open = [pattern]
        var result: [String] = []
        while let next = open.popLast() {
            guard let (range, parts) = firstChoice(in: next),
                open.count + result.count + parts.count <= mostChoices
            else {
                result.append(next)
                continue
            }
            open += parts.map { next[..<range.lowerBound] + $0 + next[range.upperBound...] }
        }
        return result
    }

    private static func firstChoice(
        in pattern: String
    ) -> (range: Range<String.Index>, parts: [String])? {
        var start = pattern.startIndex
        while let open = pattern[start...].firstIndex(of: "{") {
            guard let close = pattern[open...].firstIndex(of: "}") else { return nil }
            let inner = pattern[pattern.index(after: open)..<close]
            if inner.contains(","), !inner.contains("{") {
                let parts = inner.split(separator: ",", omittingEmptySubsequences: false)
                return (open..<pattern.index(after: close), parts.map(String.init))
            }
            start = pattern.index(after: open)
        }
        return nil
    }

    private func expand(
        _ parts: ArraySlice<String>, under prefix: String, in folder: String, depth: Int
    ) -> [String] {
        guard let part = parts.first, depth < 64 else { return [] }
        let rest = parts.dropFirst()
        let place = Path.join(folder, prefix.isEmpty ? "." : prefix)
        func go(into name: String, _ parts: ArraySlice<String>) -> [String] {
            expand(parts, under: Path.join(prefix, name), in: folder, depth: depth + 1)
        }
        if part == "**" {
            let folders = FileSystem.names(in: place).filter {
                !$0.hasPrefix(".") && FileSystem.isFolder(Path.join(place, $0))
            }
            let here = rest.isEmpty ? [] : expand(rest, under: prefix, in: folder, depth: depth + 1)
            return here + folders.flatMap { go(into: $0, parts) }
        }
        if part == ".." || part == "." { return go(into: part, rest) }
        let names = FileSystem.names(in: place).filter {
            Self.matches(ignoringCase ? $0.lowercased() : $0, part)
        }
        guard rest.isEmpty else {
            return names.filter { FileSystem.kind(Path.join(place, $0)) == .folder }
                .flatMap { go(into: $0, rest) }
        }
        return names.filter { FileSystem.kind(Path.join(place, $0)) == .file }
            .map { Path.join(prefix, $0) }
    }

    package static func matches(_ name: String, _ pattern: String) -> Bool {
        if name.hasPrefix("."), !pattern.hasPrefix(".") { return false }
        return matches(Array(name)[...], Array(pattern)[...])
    }

    /// Goes back to the latest `*` on a mismatch, so the time is bounded by name times pattern.
    private static func matches(
        _ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>
    ) -> Bool {
        var position = name.startIndex
        var rest = pattern
        var star: (rest: ArraySlice<Character>, position: Int)?
        while position < name.endIndex {
            if rest.first == "*" {
                rest = rest.dropFirst()
                star = (rest, position)
            } else if let after = matchOne(name[position], rest) {
                rest = after
                position += 1
            } else if let (afterStar, start) = star {
                star = (afterStar, start + 1)
                rest = afterStar
                position = start + 1
            } else {
                return false
            }
        }
        return rest.allSatisfy { $0 == "*" }
    }

    /// What is left of the pattern when its first part takes this character.
    private static func matchOne(
        _ character: Character, _ pattern: ArraySlice<Character>
    ) -> ArraySlice<Character>? {
        guard let first = pattern.first else { return nil }
        if first == "?" { return pattern.dropFirst() }
        guard first == "[", let end = pattern.dropFirst(2).firstIndex(of: "]") else {
            return first == character ? pattern.dropFirst() : nil
        }
        var set = pattern[(pattern.startIndex + 1)..<end]
        let isNegated = set.first == "!" || set.first == "^"
        if isNegated { set = set.dropFirst() }
        var isIn = false
        while let low = set.first {
            if set.count >= 3, set[set.startIndex + 1] == "-" {
                let high = set[set.startIndex + 2]
                if low <= high, (low...high).contains(character) { isIn = true }
                set = set.dropFirst(3)
            } else {
                if low == character { isIn = true }
                set = set.dropFirst()
            }
        }
        return isIn != isNegated ? pattern[(end + 1)...] : nil
    }
}
