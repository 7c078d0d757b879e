import ImgflowLanguage
import ImgflowVerbs

/// `again`, `again text:"calm sea"`: a line once more, changed in one place.
enum Again {
    enum Problem: Error, CustomStringConvertible {
        case noSeed
        case nothingTakes(String)

        var description: String {
            switch self {
            case .noSeed: "nothing of the last line has a seed: say what changes, again text:\"…\""
            case .nothingTakes(let name): "no stage of the last line takes `\(name)`"
            }
        }
    }

    /// What is to change, by `name` or `verb.name`; nil where the text does not begin with `again`.
    static func words(of text: String) -> [(name: String, value: String)]? {
        let source = SourceText(name: "", text: text)
        let tokens = Lexer.tokens(of: source).filter {
            if case .whitespace = $0.kind { false } else { true }
        }
        guard let first = tokens.first, case .word("again") = first.kind else { return nil }
        var verb: String?
        var words: [(name: String, value: String)] = []
        var name: String?
        for token in tokens.dropFirst() {
            switch token.kind {
            case .parameterName(let parameter): name = parameter
            case .word(let word) where name == nil: verb = word
            default:
                guard let parameter = name else {
                    // `again "calm sea"`: the words.
                    words.append((verb.map { "\($0).text" } ?? "text", source[token.span]))
                    continue
                }
                words.append((verb.map { "\($0).\(parameter)" } ?? parameter, source[token.span]))
                name = nil
            }
        }
        return words
    }

    /// The line of a result with other values; without any the next seed.
    static func line(
        _ entry: Entry, _ words: [(name: String, value: String)]
    ) throws(Problem) -> String {
        guard words.isEmpty else {
            var text = entry.text
            for (name, value) in words { text = try changed(text, name, value) }
            return text
        }
        guard let seed = entry.pictures.last?.seed else { throw .noSeed }
        do {
            return try changed(entry.text, "seed", "\(seed + 1)")
        } catch {
            throw .noSeed
        }
    }

    private static func changed(
        _ text: String, _ path: String, _ value: String
    ) throws(Problem) -> String {
        let parts = path.split(separator: ".").map(String.init)
        let name = parts.last ?? path
        var edit = ProgramEdit(text)
        guard let (call, _) = edit.taker(of: name, verb: parts.count > 1 ? parts[0] : nil) else {
            throw .nothingTakes(path)
        }
        edit.set(name, of: call, to: value)
        return edit.text
    }
}
