import ImgflowLanguage
import ImgflowVerbs
import JSONRPC

/// What each word is, for colors: by its token and what stands before it, so that a text with mistakes has colors too.
struct SemanticTokens {
    enum Kind: String, CaseIterable {
        case comment, string, keyword, function, parameter, variable, number, `operator`, enumMember
    }

    static let legend: JSON = [
        "tokenTypes": .array(Kind.allCases.map { .string($0.rawValue) }), "tokenModifiers": [],
    ]

    private let index: TextIndex
    private let source: SourceText

    init(_ index: TextIndex) {
        self.index = index
        source = SourceText(name: "", text: index.text)
    }

    /// - Parameter span: nil for the whole text.
    func answer(_ span: Span?) -> JSON {
        var data: [JSON] = []
        var before = TextIndex.Position(line: 0, character: 0)
        func add(_ part: Span, _ kind: Int) {
            if let span, part.end <= span.start || part.start >= span.end { return }
            let start = index.position(of: part.start)
            let length = index.position(of: part.end).character - start.character
            guard length > 0 else { return }
            let isSameLine = start.line == before.line
            data += [
                .integer(start.line - before.line),
                .integer(isSameLine ? start.character - before.character : start.character),
                .integer(length), .integer(kind), 0,
            ]
            before = start
        }
        for (token, kind) in kinds {
            guard let number = Kind.allCases.firstIndex(of: kind) else { continue }
            for part in parts(of: token) { add(part, number) }
        }
        return ["data": .array(data)]
    }

    /// A token of several lines is one for each.
    private func parts(of span: Span) -> [Span] {
        let lines = index.line(of: span.start)...index.line(of: max(span.start, span.end - 1))
        guard lines.count > 1 else { return [span] }
        return lines.map { line in
            let extent = index.extent(ofLine: line)
            return Span(
                max(extent.lowerBound, span.start),
                max(min(extent.upperBound, span.end), span.start))
        }
    }

    /// What stood before a token, as far as that says what it is.
    private struct Before {
        var startsStage = true
        /// `let`, `as`, `def` and `param` name something.
        var naming: Kind?
        /// Of lists and parentheses: a new line in them begins no statement.
        var open: [Token.Punctuation] = []

        mutating func pass(_ token: Token) {
            naming = nil
            startsStage = false
            switch token.kind {
            case .punctuation(let mark):
                switch mark {
                case .openBracket: open.append(mark)
                case .openParenthesis, .openBrace:
                    open.append(mark)
                    startsStage = true
                case .closeBracket, .closeParenthesis, .closeBrace: _ = open.popLast()
                case .pipe, .semicolon, .equal: startsStage = true
                default: break
                }
            case .word(let word):
                switch word {
                case "let", "as": naming = .variable
                case "def": naming = .function
                case "set": startsStage = true
                default: break
                }
            default: break
            }
        }
    }

    private var kinds: [(Span, Kind)] {
        var found: [(Span, Kind)] = []
        var before = Before()
        for token in Lexer.tokens(of: source) {
            switch token.kind {
            case .newline where before.open.isEmpty: before.startsStage = true
            case .byteOrderMark, .whitespace, .newline: break
            case .comment: found.append((token.span, .comment))
            default:
                if let kind = kind(of: token, before) { found.append((token.span, kind)) }
                before.pass(token)
            }
        }
        return found
    }

    private func kind(of token: Token, _ before: Before) -> Kind? {
        switch token.kind {
        case .word(let word):
            if let naming = before.naming { return naming }
            if Keywords.conditions.contains(word) || ["else", "true", "false"].contains(word) {
                return .keyword
            }
            guard before.startsStage else { return .enumMember }
            let isKeyword =
                Keywords.statements.contains(word) || Keywords.stages.contains(word)
                || word == Keywords.repetition || word == "imgflow"
            return isKeyword ? .keyword : .function
        case .parameterName: return .parameter
        case .variable, .field: return .variable
        case .string: return .string
        case .integer, .number, .percent, .pixels, .size, .printLength, .printSize, .bytes, .ratio,
            .range:
            return .number
        case .punctuation(let mark):
            switch mark {
            case .pipe, .equal, .less, .greater, .lessOrEqual, .greaterOrEqual, .equals, .notEqual:
                return .operator
            default: return nil
            }
        default: return nil
        }
    }
}
