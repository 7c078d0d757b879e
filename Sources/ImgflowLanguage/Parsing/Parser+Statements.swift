/// Statements: one a line, or parted by `;`.
extension Parser {
    mutating func statement(isFirst: Bool) -> Statement? {
        guard let lexeme = current else { return nil }
        if let word = lexeme.word {
            if word == "imgflow" { return version(isFirst: isFirst) }
            if word == "let" { return binding().map { .binding($0) } }
            if let foreign = foreignBinding(word, lexeme) { return foreign }
            if word == "param" { return parameter().map { .parameter($0) } }
            if word == "use" { return use() }
            if word == "def" { return definition() }
            if word == "set" { return setting() }
        }
        if case .variable(let name?) = lexeme.kind, index + 1 < lexemes.count,
            lexemes[index + 1].is(.equal)
        {
            report(
                .missingLet(name), lexeme.span,
                edits: [SourceEdit(lexeme.span, "let " + name)])
            return binding(after: lexeme.span).map { .binding($0) }
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

    /// Begin a binding in other languages.
    private static let foreignBindings: Set<String> = [
        "var", "const", "val", "local", "my", "auto",
    ]

    /// `var x = 3` and `x = 3`, read as `let x = 3`.
    private mutating func foreignBinding(_ word: String, _ lexeme: Lexeme) -> Statement? {
        func isEqual(_ distance: Int) -> Bool {
            index + distance < lexemes.count && lexemes[index + distance].is(.equal)
        }
        if Self.foreignBindings.contains(word), isEqual(2), lexemes[index + 1].word != nil {
            report(.foreignBinding(word), lexeme.span)
            return binding().map { .binding($0) }
        }
        guard isEqual(1), !Keywords.isTaken(word) else { return nil }
        report(.missingLet(word), lexeme.span)
        return binding(after: lexeme.span).map { .binding($0) }
    }

    /// - Parameter place: where it begins without its keyword.
    mutating func binding(after place: Span? = nil) -> Binding? {
        let start = place ?? advance()
        let bare = place.flatMap { place -> Name? in
            switch current?.kind {
            case .word(let text)?, .variable(let text?)?: Name(text: text, span: place)
            default: nil
            }
        }
        if bare != nil { index += 1 }
        guard let name = bare ?? name(behind: "let") else {
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
                value.span,
                edits: fix == nil
                    ? [] : [SourceEdit(Span(value.span.start, value.span.start), "load ")])
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
            if Keywords.reserved.contains(text) {
                report(.reservedWord(text, right: nil), lexeme.span)
            }
            return Name(text: text, span: advance())
        case .variable(let text?):
            reportUnexpected(
                expected: "a name without `$`", fix: "\(keyword) \(text)",
                edits: [SourceEdit(lexeme.span, text)])
            return Name(text: text, span: advance())
        default:
            reportUnexpected(expected: "a name after `\(keyword)`")
            return nil
        }
    }
}
