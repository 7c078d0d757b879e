/// Values, lists and brackets.
extension Parser {
    mutating func value() -> Value {
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
        case .printLength(let length): kind = .printLength(length)
        case .printSize(let width, let height):
            kind = .printSize(width: width, height: height)
        case .bytes(let count): kind = .bytes(count)
        case .ratio(let ratio): kind = .ratio(ratio)
        case .range(let from, let through): kind = .range(from: from, through: through)
        case .word("true"): kind = .truth(true)
        case .word("false"): kind = .truth(false)
        case .word(let text): kind = .word(text)
        case .variable(let name): kind = .variable(name)
        case .field(let variable, let name): kind = .field(of: variable, name: name)
        default: kind = .invalid
        }
        return Value(kind: kind, span: advance())
    }

    mutating func parenthesis() -> Value {
        bracketed { parser in
            if let lexeme = parser.current, lexeme.is(.closeParenthesis) {
                parser.reportUnexpected(expected: "a pipeline")
                return .invalid
            }
            guard !parser.isStatementEnd else { return .invalid }
            return .pipeline(parser.pipeline())
        }
    }

    mutating func list() -> Value {
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
    mutating func item() -> Item? {
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

    mutating func bracketed(_ content: (inout Parser) -> Value.Kind?) -> Value {
        let (kind, span) = enclosed(content)
        return Value(kind: kind ?? .invalid, span: span)
    }

    /// A bracket, what `content` reads (nil when it gave up in the middle), and the partner; nil
    /// where the brackets do not hold just that.
    mutating func enclosed<Content>(
        _ content: (inout Parser) -> Content?
    ) -> (content: Content?, span: Span) {
        let partner = brackets.partners[index]
        let open = advance()
        guard nesting < LanguageLimits.nesting else {
            report(.nestingTooDeep, open)
            if let partner { index = partner + 1 } else { skipStatement() }
            return (nil, open.union(previousSpan))
        }
        nesting += 1
        defer { nesting -= 1 }
        guard let partner else {
            report(.unclosedBracket(source[open]), open)
            _ = content(&self)
            return (nil, open.union(previousSpan))
        }
        depth += 1
        defer { depth -= 1 }
        let errorCount = errors.count
        let read = content(&self)
        if index != partner, read != nil, errors.count == errorCount {
            reportUnexpected(expected: "`\(source[lexemes[partner].span])`")
        }
        let isWhole = index == partner
        index = partner + 1
        return (isWhole ? read : nil, open.union(lexemes[partner].span))
    }
}
