/// Where in a program a cursor stands, from the tokens before it.
///
/// It goes by tokens, not by the tree: what is being written is never whole.
struct CompletionPlace {
    /// Tokens since the last `|`, `;`, line or opening bracket, without blanks and comments.
    private(set) var segment: [Token] = []
    /// What ended with the line before, where nothing stands behind it yet.
    private(set) var line: [Token] = []
    /// The bracket around the place; nil where there is none.
    private(set) var opener: Token.Punctuation?
    private(set) var isBehindPipe = false
    /// The place around the bracket.
    private(set) var outer: [CompletionPlace] = []

    /// A program's file is named here.
    var isBehindUse: Bool { segment.count == 1 && segment[0].word == "use" }

    /// - Parameter tokens: those before the cursor, without the one that is being written.
    init(behind tokens: [Token]) {
        var frames = [CompletionPlace()]
        var hasLineEnd = false
        for token in tokens {
            if case .newline = token.kind { hasLineEnd = true }
            guard !token.isTrivia else { continue }
            if hasLineEnd, frames.count == 1, frames[0].endsAtLine(before: token) {
                frames[0].begin(behindPipe: false)
            }
            hasLineEnd = false
            Self.take(token, &frames)
        }
        // Behind a line that could end the statement, a new one is likelier than its continuation.
        if hasLineEnd, frames.count == 1, frames[0].endsAtLine(before: nil) {
            let line = frames[0].segment
            frames[0].begin(behindPipe: false)
            frames[0].line = line
        }
        let last = frames.removeLast()
        self = last
        outer = frames
    }

    private init() {}

    private static func take(_ token: Token, _ frames: inout [CompletionPlace]) {
        let top = frames.count - 1
        guard case .punctuation(let mark) = token.kind else {
            return frames[top].segment.append(token)
        }
        switch mark {
        case .openParenthesis, .openBracket, .openBrace:
            var inner = CompletionPlace()
            inner.opener = mark
            frames.append(inner)
        case .closeParenthesis, .closeBracket, .closeBrace:
            if frames.count > 1 { frames.removeLast() }
            frames[frames.count - 1].segment.append(token)
        case .pipe: frames[top].begin(behindPipe: true)
        case .semicolon: frames[top].begin(behindPipe: false)
        default: frames[top].segment.append(token)
        }
    }

    private mutating func begin(behindPipe: Bool) {
        segment = []
        isBehindPipe = behindPipe
    }

    /// Language.md §2: a statement goes on behind `|` and `=`, and before `|`, `else`, `{`, `name:`.
    private func endsAtLine(before next: Token?) -> Bool {
        guard let last = segment.last, last.kind != .punctuation(.equal) else { return false }
        switch next?.kind {
        case .punctuation(.pipe)?, .punctuation(.openBrace)?, .parameterName?, .word("else")?:
            return false
        default: return true
        }
    }
}

extension Token {
    var word: String? {
        if case .word(let word) = kind { word } else { nil }
    }

    var parameterName: String? {
        if case .parameterName(let name) = kind { name } else { nil }
    }
}
