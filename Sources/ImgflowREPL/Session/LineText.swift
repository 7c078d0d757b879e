import ImgflowLanguage
import ImgflowPlanner

/// Rewriting what was entered, token by token: nothing inside a string is touched unless it has to be.
package enum LineText {
    /// Without comments and line ends; statements are joined by semicolons.
    package static func onOneLine(_ text: String) -> String {
        if text.hasPrefix(":") { return text }
        return StatementSplit.parts(of: text).map { tidy($0.text) }.joined(separator: "; ")
    }

    private static func tidy(_ text: String) -> String {
        let source = SourceText(name: "", text: text)
        var line = ""
        for token in Lexer.tokens(of: source) {
            switch token.kind {
            case .comment, .byteOrderMark: break
            case .whitespace, .newline: if !line.hasSuffix(" ") { line += " " }
            case .string(let literal) where source[token.span].contains { $0.isNewline }:
                line += SourceWriter.string(literal)
            default: line += source[token.span]
            }
        }
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }

    /// A result is one image, whenever it is asked for: `seed:random` is drawn when it is typed.
    static func withSeedsDrawn(_ text: String) -> String {
        var isSeed = false
        return TokenRewriter.rewritten(text) { token, written in
            let isRandom = isSeed && token.kind == .word("random")
            if token.kind != .whitespace { isSeed = token.kind == .parameterName("seed") }
            return isRandom ? "\(Int.random(in: 1...2_147_483_646))" : written
        }
    }

    /// Without `fresh:true`: it was asked again when it was typed, and is known from then on.
    static func onceAsked(_ text: String) -> String {
        let source = SourceText(name: "", text: text)
        var result = ""
        var isFresh = false
        for token in Lexer.tokens(of: source) {
            if token.kind == .parameterName("fresh") {
                isFresh = true
                while result.hasSuffix(" ") { result.removeLast() }
            } else if isFresh, case .word = token.kind {
                isFresh = false
            } else if !(isFresh && token.kind == .whitespace) {
                result += source[token.span]
            }
        }
        return result
    }

    // MARK: Names of results

    /// A result as programs have it; `$3` is no name that the language takes.
    package static func name(of number: Int) -> String { "result-\(number)" }

    static func number(of name: String) -> Int? {
        name.hasPrefix("result-") ? Int(name.dropFirst(7)) : nil
    }

    /// The results that a text names.
    static func results(in text: String) -> [Int] {
        Lexer.tokens(of: SourceText(name: "", text: text)).compactMap { token in
            switch token.kind {
            case .variable(let name?), .field(of: let name?, _): number(of: name)
            default: nil
            }
        }
    }

    // MARK: Names of the user's own

    /// Every word, variable and field of a text: what it could be that it uses.
    static func names(in text: String) -> Set<String> {
        var names: Set<String> = []
        for token in Lexer.tokens(of: SourceText(name: "", text: text)) {
            switch token.kind {
            case .variable(let name?), .word(let name), .field(of: let name?, _): names.insert(name)
            case .string(let literal):
                for case .field(let name?, _, _, _) in literal.parts { names.insert(name) }
            default: break
            }
        }
        return names
    }

    /// What `let` or `def` gives a name; nil for everything else.
    static func defined(by text: String) -> String? {
        let words = Lexer.tokens(of: SourceText(name: "", text: text)).filter { !$0.isTrivia }
            .prefix(2).map(\.kind)
        guard words.count == 2, [.word("let"), .word("def")].contains(words[0]),
            case .word(let name) = words[1]
        else { return nil }
        return name
    }

    /// As people type it: `$3` for the third result.
    package static func typed(_ text: String) -> String { renamed(text) { "\($0)" } }

    /// With other names for results.
    static func renamed(_ text: String, _ name: (Int) -> String) -> String {
        TokenRewriter.rewritten(text) { token, written in
            switch token.kind {
            case .variable(let old?): number(of: old).map { "$\(name($0))" } ?? written
            case .field(of: let old?, let field):
                number(of: old).map { "$\(name($0)).\(field)" } ?? written
            case .word(let old): number(of: old).map { name($0) } ?? written
            default: written
            }
        }
    }

    /// With another name for what `let` or `def` defines: where it is defined, and where it is used.
    static func renamed(_ text: String, _ name: String, to other: String) -> String {
        let tokens = Lexer.tokens(of: SourceText(name: "", text: text)).filter { !$0.isTrivia }
        // A parameter of that name is another thing.
        if tokens.first?.kind == .word("def"),
            tokens.contains(where: { $0.kind == .parameterName(name) })
        {
            return text
        }
        var before: Token.Kind?
        return TokenRewriter.rewritten(text) { token, written in
            defer { if !token.isTrivia { before = token.kind } }
            switch token.kind {
            case .variable(name): return "$\(other)"
            case .field(of: name, let field): return "$\(other).\(field)"
            case .word(name) where beginsCall(behind: before): return other
            case .string:
                return written.replacing("{$\(name)}", with: "{$\(other)}")
                    .replacing("{$\(name).", with: "{$\(other).")
            default: return written
            }
        }
    }

    /// A word behind these is a verb, a definition, or what gets the name.
    private static func beginsCall(behind kind: Token.Kind?) -> Bool {
        switch kind {
        case nil, .word("let")?, .word("def")?, .punctuation(.pipe)?, .punctuation(.equal)?,
            .punctuation(.openParenthesis)?, .punctuation(.openBrace)?, .punctuation(.semicolon)?:
            true
        default: false
        }
    }
}
