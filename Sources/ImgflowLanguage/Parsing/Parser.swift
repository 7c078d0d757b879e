/// Tokens to a tree, by recursive descent.
///
/// A mistake is recorded and the parser goes on: behind the next `|`, at the end of the statement,
/// or behind the bracket that closes. Which bracket closes which is known from the start, so one
/// that nothing closes ends with its statement and takes nothing else along.
package struct Parser {
    let source: SourceText
    let lexemes: [Lexeme]
    let brackets: Brackets
    var index = 0
    /// Closed brackets around this place: in them a new line ends no statement.
    var depth = 0
    /// All brackets around this place.
    var nesting = 0
    /// Of the condition that is being read.
    var comparisons = 0
    var lexerErrors: [SyntaxError]
    var errors: [SyntaxError] = []
    var endsOpen = false

    package static func parse(_ source: SourceText) -> ParsedProgram {
        let whole = source.span
        guard source.utf8.count <= LanguageLimits.programBytes else {
            let error = SyntaxError(
                kind: .programTooLarge(bytes: source.utf8.count),
                span: Span(source.base, source.base))
            return ParsedProgram(
                source: source,
                program: Program(statements: [], span: whole),
                diagnostics: [error.diagnostic], isIncomplete: false)
        }
        var lexer = Lexer(source)
        lexer.run()
        var parser = Parser(source, tokens: lexer.tokens, errors: lexer.errors)
        let statements = parser.statements()
        let errors = parser.lexerErrors + parser.errors
        return ParsedProgram(
            source: source,
            program: Program(statements: statements, span: whole),
            diagnostics: errors.map(\.diagnostic).presentable(),
            isIncomplete: lexer.endsInsideLongString || parser.endsOpen
                || parser.brackets.hasUnclosed)
    }

    init(_ source: SourceText, tokens: [Token], errors: [SyntaxError]) {
        self.source = source
        lexemes = Lexeme.lexemes(of: tokens)
        brackets = Brackets(lexemes)
        lexerErrors = errors
    }

    // MARK: - Statements

    mutating func statements() -> [Statement] {
        var statements: [Statement] = []
        while let lexeme = current {
            if lexeme.is(.semicolon) {
                index += 1
                continue
            }
            if lexeme.is(.both) {
                report(.joinedCommands, lexeme.span)
                index += 1
                continue
            }
            let start = index
            if let statement = statement(isFirst: statements.isEmpty) {
                statements.append(statement)
            }
            if !isStatementEnd {
                var fix: String?
                var edits: [SourceEdit] = []
                if let lexeme = current, case .word(let word) = lexeme.kind {
                    fix = "stages are joined by a pipe: | \(word) …"
                    edits = [SourceEdit(Span(lexeme.span.start, lexeme.span.start), "| ")]
                }
                reportUnexpected(expected: "the end of the statement", fix: fix, edits: edits)
                skipStatement()
            }
            if index == start { index += 1 }
        }
        return statements
    }

    // MARK: - Where things end

    var current: Lexeme? { index < lexemes.count ? lexemes[index] : nil }

    var previousSpan: Span { index > 0 ? lexemes[index - 1].span : Span(source.base, source.base) }

    mutating func advance() -> Span {
        index += 1
        return previousSpan
    }

    var isStatementEnd: Bool {
        guard let lexeme = current else { return true }
        if depth > 0 { return false }
        return lexeme.is(.semicolon) || lexeme.is(.both) || isNewStatement(lexeme)
    }

    var isStageEnd: Bool {
        guard let lexeme = current, !isStatementEnd else { return true }
        return lexeme.is(.pipe) || lexeme.is(.semicolon) || isClosing(lexeme)
    }

    /// Whether a line that begins so is a statement of its own.
    func isNewStatement(_ lexeme: Lexeme) -> Bool {
        guard lexeme.isFirstOnLine else { return false }
        switch lexeme.kind {
        case .parameterName, .word("else"), .punctuation(.pipe), .punctuation(.openBrace):
            return false
        default: return true
        }
    }

    /// `let name = …` on its own line: what stands before it has ended, whatever it lacks.
    func beginsStatement(_ lexeme: Lexeme) -> Bool {
        lexeme.isFirstOnLine && depth == 0
            && (lexeme.word.map(Keywords.statements.contains) ?? false)
    }

    /// A bracket that closes one around this place; one without a partner is passed over.
    func isClosing(_ lexeme: Lexeme) -> Bool {
        guard case .punctuation(let mark) = lexeme.kind, mark.isClosing else { return false }
        return brackets.partners[index] != nil
    }

    mutating func skipStage() { skip { $0.isStageEnd } }
    mutating func skipPipeline() {
        skip { $0.isStatementEnd || ($0.current.map($0.isClosing) ?? true) }
    }
    mutating func skipStatement() { skip { $0.isStatementEnd } }

    /// Passes over brackets as a whole, and over line ends behind `=` and `|`.
    mutating func skip(until isEnd: (Parser) -> Bool) {
        while let lexeme = current {
            let goesOn =
                index > 0 && (lexemes[index - 1].is(.equal) || lexemes[index - 1].is(.pipe))
            if isEnd(self), !(goesOn && lexeme.isFirstOnLine && !beginsStatement(lexeme)) { return }
            if isClosing(lexeme), depth > 0 { return }
            skipOne()
        }
    }

    mutating func skipOne() {
        guard let lexeme = current else { return }
        index = (lexeme.opens ? brackets.partners[index] ?? index : index) + 1
    }

    // MARK: - Reporting

    mutating func report(_ kind: SyntaxError.Kind, _ span: Span, edits: [SourceEdit] = []) {
        if errors.count <= LanguageLimits.errors {
            errors.append(SyntaxError(kind: kind, span: span, edits: edits))
        }
    }

    mutating func reportUnexpected(
        expected: String, fix: String? = nil, edits: [SourceEdit] = []
    ) {
        guard let lexeme = current else {
            let end = Span(source.span.end, source.span.end)
            return report(
                .unexpected(found: "the end of the program", expected: expected, fix: fix), end,
                edits: edits)
        }
        if isStatementEnd, !lexeme.is(.semicolon), !lexeme.is(.both), index > 0 {
            let end = Span(previousSpan.end, previousSpan.end)
            return report(
                .unexpected(found: "the end of the line", expected: expected, fix: fix), end,
                edits: edits)
        }
        reportFound(lexeme, expected: expected, fix: fix, edits: edits)
    }

    /// The same of a lexeme that stands where it belongs, also at the beginning of a line.
    mutating func reportFound(
        _ lexeme: Lexeme, expected: String, fix: String? = nil, edits: [SourceEdit] = []
    ) {
        // What is wrong with it has been said.
        if lexeme.kind == .invalidValue { return }
        let found = "`\(Preview(source[lexeme.span]))`"
        report(
            .unexpected(found: found, expected: expected, fix: fix), lexeme.span, edits: edits)
    }
}

extension Lexeme {
    fileprivate var opens: Bool {
        if case .punctuation(let mark) = kind { mark.closing != nil } else { false }
    }
}
