/// Statements: one a line, or parted by `;`.
extension Parser {
    mutating func statement(isFirst: Bool) -> Statement? {
        guard let lexeme = current else { return nil }
        if let word = lexeme.word {
            if word == "imgflow" { return version(isFirst: isFirst) }
            if word == "let" { return binding().map { .binding($0) } }
            if word == "param" { return parameter().map { .parameter($0) } }
            if word == "use" { return use() }
            if word == "def" { return definition() }
            if word == "set" { return setting() }
        }
        if lexeme.is(.pipe) {
            reportUnexpected(expected: "a verb")
            index += 1
            guard !isStatementEnd else { return nil }
        }
        return .pipeline(pipeline())
    }

    mutating func version(isFirst: Bool) -> Statement? {
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

    mutating func binding() -> Binding? {
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
        guard let lexeme = current, !lexeme.is(.semicolon), !beginsStatement(lexeme) else {
            endsOpen = endsOpen || current == nil
            report(.missingValue(after: "="), equal)
            return Binding(name: name, content: invalidContent(at: equal), span: start.union(equal))
        }
        let content = content(lexeme)
        return Binding(name: name, content: content, span: start.union(previousSpan))
    }

    mutating func content(_ lexeme: Lexeme) -> Binding.Content {
        let next = index + 1 < lexemes.count ? lexemes[index + 1] : nil
        switch lexeme.kind {
        case .word("true"), .word("false"): break
        case .word(let word):
            let isLone =
                next.map { $0.is(.semicolon) || (isNewStatement($0) && depth == 0) } ?? true
            let isName =
                !Keywords.stages.contains(word) && !Keywords.reserved.contains(word)
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

    func invalidContent(at span: Span) -> Binding.Content {
        .value(Value(kind: .invalid, span: span))
    }

    /// A name that is being bound, behind `let` or `as`.
    mutating func name(behind keyword: String) -> Name? {
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
}
