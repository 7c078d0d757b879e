/// Tokens to a tree, by recursive descent.
///
/// A mistake is recorded and the parser goes on: behind the next `|`, at the end of the statement,
/// or behind the bracket that closes. Which bracket closes which is known from the start, so one
/// that nothing closes ends with its statement and takes nothing else along.
package struct Parser {
    private let source: SourceText
    private let lexemes: [Lexeme]
    private let brackets: Brackets
    private var index = 0
    /// Closed brackets around this place: in them a new line ends no statement.
    private var depth = 0
    /// All brackets around this place.
    private var nesting = 0
    private var lexerErrors: [SyntaxError]
    private var errors: [SyntaxError] = []
    private var endsOpen = false
    private var unreadNames = UnreadNames.these([])

    package static func parse(_ source: SourceText) -> ParsedProgram {
        let whole = Span(0, source.utf8.count)
        guard source.utf8.count <= LanguageLimits.programBytes else {
            let error = SyntaxError(
                kind: .programTooLarge(bytes: source.utf8.count), span: Span(0, 0))
            return ParsedProgram(
                source: source,
                program: Program(statements: [], span: whole, unreadNames: .these([])),
                diagnostics: [error.diagnostic], isIncomplete: false)
        }
        var lexer = Lexer(source)
        lexer.run()
        var parser = Parser(source, tokens: lexer.tokens, errors: lexer.errors)
        let statements = parser.statements()
        let errors = parser.lexerErrors + parser.errors
        return ParsedProgram(
            source: source,
            program: Program(statements: statements, span: whole, unreadNames: parser.unreadNames),
            diagnostics: errors.map(\.diagnostic).presentable(),
            isIncomplete: lexer.endsInsideLongString || parser.endsOpen
                || parser.brackets.hasUnclosed)
    }

    private init(_ source: SourceText, tokens: [Token], errors: [SyntaxError]) {
        self.source = source
        lexemes = Lexeme.lexemes(of: tokens)
        brackets = Brackets(lexemes)
        lexerErrors = errors
    }

    // MARK: - Statements

    private mutating func statements() -> [Statement] {
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
                reportUnexpected(expected: "the end of the statement")
                skipStatement()
            }
            if index == start { index += 1 }
        }
        return statements
    }

    private mutating func statement(isFirst: Bool) -> Statement? {
        guard let lexeme = current else { return nil }
        if let word = lexeme.word {
            if word == "imgflow" { return version(isFirst: isFirst) }
            if word == "let" { return binding().map { .binding($0) } }
            if Keywords.unreadStatements.contains(word) {
                unreadStatement(word)
                return nil
            }
        }
        if lexeme.is(.pipe) {
            reportUnexpected(expected: "a verb")
            index += 1
            guard !isStatementEnd else { return nil }
        }
        return .pipeline(pipeline())
    }

    private mutating func version(isFirst: Bool) -> Statement? {
        let start = advance()
        guard !isStatementEnd, let lexeme = current else {
            reportUnexpected(expected: "the version of the language, `imgflow 1`")
            return nil
        }
        index += 1
        let span = start.union(lexeme.span)
        guard lexeme.kind == .integer(1) else {
            report(.otherVersion(source[lexeme.span]), lexeme.span)
            return nil
        }
        if !isFirst { report(.versionNotFirst, span) }
        return .version(1, span: span)
    }

    /// `param`, `use`, `def`, `set`: answered and passed over, with the names they would bind.
    private mutating func unreadStatement(_ word: String) {
        report(.notUnderstood(word), advance())
        if word == "use" {
            unreadNames = .any
        } else if word != "set", case .these(let names) = unreadNames, let lexeme = current {
            switch lexeme.kind {
            case .word(let name), .parameterName(let name):
                unreadNames = .these(names.union([name]))
            default: break
            }
        }
        skipStatement()
    }

    private mutating func binding() -> Binding? {
        let start = advance()
        guard let name = name(behind: "let") else {
            skipStatement()
            return nil
        }
        guard !isStatementEnd, current?.is(.equal) == true else {
            reportUnexpected(expected: "`=`")
            skipStatement()
            return Binding(
                name: name, content: invalidContent(at: name.span), span: start.union(name.span))
        }
        let equal = advance()
        guard let lexeme = current, !lexeme.is(.semicolon), !beginsBinding(lexeme) else {
            endsOpen = endsOpen || current == nil
            report(.missingValue(after: "="), equal)
            return Binding(name: name, content: invalidContent(at: equal), span: start.union(equal))
        }
        let content = content(lexeme)
        return Binding(name: name, content: content, span: start.union(previousSpan))
    }

    private mutating func content(_ lexeme: Lexeme) -> Binding.Content {
        let next = index + 1 < lexemes.count ? lexemes[index + 1] : nil
        switch lexeme.kind {
        case .word("true"), .word("false"): break
        case .word(let word):
            let isLone =
                next.map { $0.is(.semicolon) || (isNewStatement($0) && depth == 0) } ?? true
            let isName =
                !Keywords.unreadStages.contains(word) && !Keywords.reserved.contains(word)
                && word != "as"
            guard isLone, isName else { return .pipeline(pipeline()) }
        case .variable:
            if next?.is(.pipe) == true { return .pipeline(pipeline()) }
        default:
            guard lexeme.beginsValue else {
                reportUnexpected(expected: "a value or a pipeline")
                skipStatement()
                return invalidContent(at: lexeme.span)
            }
        }
        let value = value()
        if let pipe = current, pipe.is(.pipe) {
            let fix: String? =
                if case .string = value.kind { "load \(Preview(source[value.span])) |" } else {
                    nil
                }
            report(
                .unexpected(
                    found: "`\(Preview(source[value.span]))`", expected: "a verb before `|`",
                    fix: fix),
                value.span)
            skipStatement()
            return invalidContent(at: value.span)
        }
        return .value(value)
    }

    private func invalidContent(at span: Span) -> Binding.Content {
        .value(Value(kind: .invalid, span: span))
    }

    /// A name that is being bound, behind `let` or `as`.
    private mutating func name(behind keyword: String) -> Name? {
        guard !isStageEnd, let lexeme = current else {
            reportUnexpected(expected: "a name after `\(keyword)`")
            return nil
        }
        switch lexeme.kind {
        case .word(let text):
            if Keywords.reserved.contains(text) { report(.reservedWord(text), lexeme.span) }
            return Name(text: text, span: advance())
        case .variable(let text?):
            reportUnexpected(expected: "a name without `$`", fix: "\(keyword) \(text)")
            return Name(text: text, span: advance())
        default:
            reportUnexpected(expected: "a name after `\(keyword)`")
            return nil
        }
    }

    // MARK: - Pipelines and stages

    private mutating func pipeline() -> Pipeline {
        var stages = [stage()]
        while let pipe = current, pipe.is(.pipe) {
            index += 1
            guard let lexeme = current, !lexeme.is(.semicolon), !isClosing(lexeme),
                !beginsBinding(lexeme)
            else {
                endsOpen = endsOpen || current == nil
                report(.missingStage(after: "|"), pipe.span)
                break
            }
            guard stages.count < LanguageLimits.stages else {
                report(.tooManyStages, lexeme.span)
                skipPipeline()
                break
            }
            stages.append(stage())
        }
        let first = stages.first?.span ?? previousSpan
        return Pipeline(stages: stages, span: stages.reduce(first) { $0.union($1.span) })
    }

    private mutating func stage() -> Stage {
        guard let lexeme = current else {
            reportUnexpected(expected: "a verb")
            return .invalid(Span(source.utf8.count, source.utf8.count))
        }
        switch lexeme.kind {
        case .word("as"): return nameStage()
        case .word(let word):
            if Keywords.unreadStages.contains(word) || Keywords.unreadStatements.contains(word) {
                report(.notUnderstood(word), lexeme.span)
            } else if Keywords.reserved.contains(word) {
                report(.reservedWord(word), lexeme.span)
            } else if word == "let" {
                reportUnexpected(expected: "a verb")
            } else {
                return call(Name(text: word, span: advance()))
            }
        case .variable(let name):
            return .recall(VariableReference(name: name, span: advance()))
        case .string:
            let fix = "load \(Preview(source[lexeme.span], limit: 200))"
            reportUnexpected(expected: "a verb", fix: fix)
        case .invalidValue: break
        default: reportUnexpected(expected: "a verb")
        }
        guard !lexeme.is(.pipe), !lexeme.is(.semicolon), !lexeme.is(.both), !isClosing(lexeme)
        else {
            return .invalid(lexeme.span)
        }
        skipOne()
        skipStage()
        return .invalid(lexeme.span.union(previousSpan))
    }

    private mutating func nameStage() -> Stage {
        let start = advance()
        guard let name = name(behind: "as") else {
            skipStage()
            return .invalid(start)
        }
        return .name(name, span: start.union(name.span))
    }

    private mutating func call(_ verb: Name) -> Stage {
        var call = Call(verb: verb, values: [], arguments: [], span: verb.span)
        while !isStageEnd, let lexeme = current {
            let isGoingOn = argument(lexeme, of: &call)
            call.span = call.span.union(previousSpan)
            if !isGoingOn { break }
        }
        return .call(call)
    }

    /// Reads one argument, or whatever stands in its place; false when the stage ends before it.
    private mutating func argument(_ lexeme: Lexeme, of call: inout Call) -> Bool {
        let next = index + 1 < lexemes.count ? lexemes[index + 1] : nil
        switch lexeme.kind {
        case .parameterName(let name):
            if let argument = namedArgument(name) { call.arguments.append(argument) }
        case .word(let word) where next?.is(.equal) == true || next?.is(.colon) == true:
            index += 2
            call.arguments.append(misspelt(Name(text: word, span: lexeme.span), from: lexeme.span))
        case .flag(let name): call.arguments.append(flag(name))
        case .word("as"):
            reportUnexpected(expected: "`|` before `as`", fix: "| as")
            skipStage()
        case .word("else"), .punctuation(.openBrace):
            report(.notUnderstood(source[lexeme.span]), lexeme.span)
            skipOne()
        case .punctuation(.comma): report(.commaBetweenArguments, advance())
        case .punctuation(.backslash): report(.lineContinuation, advance())
        case .punctuation(.greater), .punctuation(.appendRedirection): redirection()
        case .punctuation(let mark) where mark.isClosing:
            report(.strayBracket(mark.rawValue), advance())
        default:
            guard lexeme.beginsValue else {
                reportUnexpected(expected: "a value, `name:value` or `|`")
                skipStage()
                return false
            }
            call.values.append(value())
        }
        return true
    }

    private mutating func namedArgument(_ name: String) -> Argument? {
        let written = advance()
        let name = Name(text: name, span: Span(written.start, written.end - 1))
        guard !isStageEnd, let lexeme = current, lexeme.beginsValue else {
            report(.missingValue(after: source[written]), written)
            return Argument(name: name, value: Value(kind: .invalid, span: written), span: written)
        }
        if lexeme.followsSpace { return misspelt(name, from: written) }
        let value = value()
        return Argument(name: name, value: value, span: written.union(value.span))
    }

    /// `name: value`, `name :value`, `name=value`: the value is read as if it were written right.
    private mutating func misspelt(_ name: Name, from start: Span) -> Argument {
        let spelling = start.union(previousSpan)
        let value: Value
        if !isStageEnd, current?.beginsValue == true {
            value = self.value()
            let right = "\(name.text):\(Preview(source[value.span], limit: 200))"
            report(.argumentSpelling(source[start.union(value.span)], right: right), spelling)
        } else {
            report(.missingValue(after: source[spelling]), spelling)
            value = Value(kind: .invalid, span: spelling)
        }
        return Argument(name: name, value: value, span: start.union(value.span))
    }

    private mutating func flag(_ name: String) -> Argument {
        let span = advance()
        if !isStageEnd, current?.is(.equal) == true { index += 1 }
        var value = Value(kind: .truth(true), span: span)
        if !isStageEnd, current?.beginsValue == true { value = self.value() }
        let text = value.span == span ? "true" : "\(Preview(source[value.span], limit: 200))"
        report(
            .argumentSpelling(source[span], right: "\(name.isEmpty ? "name" : name):\(text)"), span)
        return Argument(
            name: Name(text: name, span: span), value: value, span: span.union(value.span))
    }

    private mutating func redirection() {
        let span = advance()
        var target: String?
        if !isStageEnd, let lexeme = current, lexeme.beginsValue {
            let value = value()
            let text = source[value.span]
            target =
                text.hasPrefix("\"") || text.hasPrefix("'")
                ? text : "\"\(Preview(text, limit: 200))\""
            // That the name lacks quotes is part of the same mistake.
            lexerErrors.removeAll { $0.span == value.span }
        }
        report(.redirection(source[span], target: target), span)
    }

    // MARK: - Values

    private mutating func value() -> Value {
        guard let lexeme = current else { return Value(kind: .invalid, span: previousSpan) }
        let kind: Value.Kind
        switch lexeme.kind {
        case .punctuation(.openParenthesis): return parenthesis()
        case .punctuation(.openBracket): return list()
        case .punctuation(.hyphen): kind = .standardStream
        case .string(let literal): kind = .string(literal)
        case .integer(let number): kind = .integer(number)
        case .number(let number): kind = .number(number)
        case .percent(let number): kind = .percent(number)
        case .pixels(let number): kind = .pixels(number)
        case .size(let width, let height): kind = .size(width: width, height: height)
        case .ratio(let ratio): kind = .ratio(ratio)
        case .range(let from, let through): kind = .range(from: from, through: through)
        case .word("true"): kind = .truth(true)
        case .word("false"): kind = .truth(false)
        case .word(let text): kind = .word(text)
        case .variable(let name): kind = .variable(name)
        default: kind = .invalid
        }
        return Value(kind: kind, span: advance())
    }

    private mutating func parenthesis() -> Value {
        bracketed { parser in
            if let lexeme = parser.current, lexeme.is(.closeParenthesis) {
                parser.reportUnexpected(expected: "a pipeline")
                return .invalid
            }
            guard !parser.isStatementEnd else { return .invalid }
            return .pipeline(parser.pipeline())
        }
    }

    private mutating func list() -> Value {
        bracketed { parser in
            var items: [Item] = []
            while let lexeme = parser.current, !parser.isStatementEnd {
                if parser.isClosing(lexeme) { break }
                guard items.count < LanguageLimits.items else {
                    parser.report(.tooManyItems, lexeme.span)
                    return nil
                }
                guard let item = parser.item() else { break }
                items.append(item)
                guard let separator = parser.current, !parser.isStatementEnd,
                    !parser.isClosing(separator)
                else { break }
                if separator.is(.comma) {
                    parser.index += 1
                } else {
                    parser.reportUnexpected(expected: "`,` or `]`")
                    if !separator.beginsValue { break }
                }
            }
            return .list(items)
        }
    }

    /// `value` or `label:value`.
    private mutating func item() -> Item? {
        guard let lexeme = current else { return nil }
        if case .parameterName(let label) = lexeme.kind {
            return namedArgument(label).map { Item(label: $0.name, value: $0.value, span: $0.span) }
        }
        guard lexeme.beginsValue else {
            reportUnexpected(expected: "a value")
            return nil
        }
        let value = value()
        return Item(label: nil, value: value, span: value.span)
    }

    /// A bracket, what `content` reads (nil when it gave up in the middle), and the partner.
    private mutating func bracketed(_ content: (inout Parser) -> Value.Kind?) -> Value {
        let partner = brackets.partners[index]
        let open = advance()
        guard nesting < LanguageLimits.nesting else {
            report(.nestingTooDeep, open)
            if let partner { index = partner + 1 } else { skipStatement() }
            return Value(kind: .invalid, span: open.union(previousSpan))
        }
        nesting += 1
        defer { nesting -= 1 }
        guard let partner else {
            report(.unclosedBracket(source[open]), open)
            _ = content(&self)
            return Value(kind: .invalid, span: open.union(previousSpan))
        }
        depth += 1
        defer { depth -= 1 }
        let errorCount = errors.count
        let kind = content(&self)
        if index != partner, kind != nil, errors.count == errorCount {
            reportUnexpected(expected: "`\(source[lexemes[partner].span])`")
        }
        let isWhole = index == partner
        index = partner + 1
        let span = open.union(lexemes[partner].span)
        return Value(kind: isWhole ? kind ?? .invalid : .invalid, span: span)
    }

    // MARK: - Where things end

    private var current: Lexeme? { index < lexemes.count ? lexemes[index] : nil }

    private var previousSpan: Span { index > 0 ? lexemes[index - 1].span : Span(0, 0) }

    private mutating func advance() -> Span {
        index += 1
        return previousSpan
    }

    private var isStatementEnd: Bool {
        guard let lexeme = current else { return true }
        if depth > 0 { return false }
        return lexeme.is(.semicolon) || lexeme.is(.both) || isNewStatement(lexeme)
    }

    private var isStageEnd: Bool {
        guard let lexeme = current, !isStatementEnd else { return true }
        return lexeme.is(.pipe) || lexeme.is(.semicolon) || isClosing(lexeme)
    }

    /// Whether a line that begins so is a statement of its own.
    private func isNewStatement(_ lexeme: Lexeme) -> Bool {
        guard lexeme.isFirstOnLine else { return false }
        switch lexeme.kind {
        case .parameterName, .word("else"), .punctuation(.pipe), .punctuation(.openBrace):
            return false
        default: return true
        }
    }

    /// `let name = …` on its own line: what stands before it has ended, whatever it lacks.
    private func beginsBinding(_ lexeme: Lexeme) -> Bool {
        lexeme.isFirstOnLine && depth == 0 && lexeme.word == "let"
    }

    /// A bracket that closes one around this place; one without a partner is passed over.
    private func isClosing(_ lexeme: Lexeme) -> Bool {
        guard case .punctuation(let mark) = lexeme.kind, mark.isClosing else { return false }
        return brackets.partners[index] != nil
    }

    private mutating func skipStage() { skip { $0.isStageEnd } }
    private mutating func skipPipeline() {
        skip { $0.isStatementEnd || ($0.current.map($0.isClosing) ?? true) }
    }
    private mutating func skipStatement() { skip { $0.isStatementEnd } }

    /// Passes over brackets as a whole, and over line ends behind `=` and `|`.
    private mutating func skip(until isEnd: (Parser) -> Bool) {
        while let lexeme = current {
            let goesOn =
                index > 0 && (lexemes[index - 1].is(.equal) || lexemes[index - 1].is(.pipe))
            if isEnd(self), !(goesOn && lexeme.isFirstOnLine && !beginsBinding(lexeme)) { return }
            if isClosing(lexeme), depth > 0 { return }
            skipOne()
        }
    }

    private mutating func skipOne() {
        guard let lexeme = current else { return }
        index = (lexeme.opens ? brackets.partners[index] ?? index : index) + 1
    }

    // MARK: - Reporting

    private mutating func report(_ kind: SyntaxError.Kind, _ span: Span) {
        if errors.count <= LanguageLimits.errors {
            errors.append(SyntaxError(kind: kind, span: span))
        }
    }

    private mutating func reportUnexpected(expected: String, fix: String? = nil) {
        guard let lexeme = current else {
            let end = Span(source.utf8.count, source.utf8.count)
            return report(
                .unexpected(found: "the end of the program", expected: expected, fix: fix), end)
        }
        if isStatementEnd, !lexeme.is(.semicolon), !lexeme.is(.both), index > 0 {
            let end = Span(previousSpan.end, previousSpan.end)
            return report(
                .unexpected(found: "the end of the line", expected: expected, fix: fix), end)
        }
        // What is wrong with it has been said.
        if lexeme.kind == .invalidValue { return }
        let found = "`\(Preview(source[lexeme.span]))`"
        report(.unexpected(found: found, expected: expected, fix: fix), lexeme.span)
    }
}

extension Lexeme {
    fileprivate var opens: Bool {
        if case .punctuation(let mark) = kind { mark.closing != nil } else { false }
    }
}
