import ImgflowLanguage
import ImgflowVerbs

/// What stands for a result where it is typed, as a name that programs take.
extension Session {
    /// `$` at the start is the current result, `$3` the third; a pipe at the start goes on from it,
    /// and so does a verb that needs an image.
    func resolved(
        _ input: String
    ) throws(SessionProblem) -> (text: String, changes: [Change]) {
        let source = SourceText(name: "", text: input)
        let tokens = Lexer.tokens(of: source)
        var bytes: [UInt8] = []
        var changes: [Change] = []
        var isStart = true
        var isFirst = true
        // What stands in a definition is about the image that it will be given.
        let isDefinition = tokens.first { !$0.isTrivia }?.kind == .word("def")
        func current() throws(SessionProblem) -> String {
            "$\(LineText.name(of: try currentResult().number))"
        }
        for token in tokens {
            let written = source[token.span]
            var new = written
            switch token.kind {
            case .punctuation(.pipe) where isStart && !isDefinition: new = "\(try current()) |"
            case .variable(nil) where isStart && !isDefinition: new = try current()
            case .word(let word) where isFirst && Self.goesOn(word) && self.current != nil:
                new = "\(try current()) | \(written)"
            case .invalid, .invalidValue:
                if written.hasPrefix("$"), let number = Int(written.dropFirst()) {
                    new = "$\(LineText.name(of: try result(number).number))"
                }
            default: break
            }
            if new != written {
                changes.append(
                    Change(start: bytes.count, added: new.utf8.count - written.utf8.count))
            }
            bytes += Array(new.utf8)
            switch token.kind {
            case .whitespace, .comment, .byteOrderMark, .newline: break
            case .punctuation(.equal): (isStart, isFirst) = (true, false)
            default: (isStart, isFirst) = (false, false)
            }
        }
        return (String(decoding: bytes, as: UTF8.self), changes)
    }

    /// A stage that makes no sense without an image, so that the current one is meant.
    static func goesOn(_ word: String) -> Bool {
        choices.contains(word) || Verbs.catalog[word]?.intake == .image
    }

    private static let choices: Set<String> = ["pick", "take", "skip", "where", "when"]
}
