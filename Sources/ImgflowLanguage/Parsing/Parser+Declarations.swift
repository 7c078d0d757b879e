/// `param`, `use`, `def`, `set`.
extension Parser {
    /// `param photo: file = "a.png" "the photo to change"`
    mutating func parameter() -> ParameterDeclaration? {
        let start = advance()
        guard var declaration = declaration(behind: "param") else {
            skipStatement()
            return nil
        }
        declaration.span = start.union(declaration.span)
        return declaration
    }

    /// `name: type = default "what it is"`, in a `param` and between the parentheses of a `def`.
    private mutating func declaration(behind keyword: String) -> ParameterDeclaration? {
        guard !isStageEnd, let lexeme = current else {
            reportUnexpected(expected: "a name after `\(keyword)`", fix: Self.sample(keyword))
            return nil
        }
        let name: Name
        switch lexeme.kind {
        case .parameterName(let text):
            let written = advance()
            name = Name(text: text, span: Span(written.start, written.end - 1))
        case .word(let text):
            name = Name(text: text, span: advance())
            guard !isStageEnd, current?.is(.colon) == true else {
                return untyped(name)
            }
            report(.spaceBeforeColon(text), advance())
        case .variable(let text?):
            reportUnexpected(expected: "a name without `$`", fix: "\(text):")
            return nil
        default:
            reportUnexpected(expected: "a name after `\(keyword)`", fix: Self.sample(keyword))
            return nil
        }
        if Keywords.reserved.contains(name.text) {
            report(.reservedWord(name.text, right: nil), name.span)
        }
        guard !isStageEnd, case .word(let type)? = current?.kind else {
            return untyped(name)
        }
        var declaration = ParameterDeclaration(
            name: name, type: Name(text: type, span: advance()), defaultValue: nil, summary: nil,
            span: name.span)
        if !isStageEnd, current?.is(.equal) == true {
            let equal = advance()
            guard !isStageEnd, current?.beginsValue == true else {
                report(.missingValue(after: "="), equal)
                return nil
            }
            declaration.defaultValue = value()
        }
        if !isStageEnd, case .string(let literal)? = current?.kind {
            declaration.summary = Summary(literal: literal, span: advance())
        }
        declaration.span = name.span.union(previousSpan)
        return declaration
    }

    private mutating func untyped(_ name: Name) -> ParameterDeclaration {
        report(.missingType(name.text), name.span)
        if !isStageEnd, case .string? = current?.kind { index += 1 }
        return .untyped(name)
    }

    private static func sample(_ keyword: String) -> String {
        keyword == "param"
            ? "param photo: file \"the photo to change\"" : "def poster(text: string) = …"
    }

    /// `use "brand.imgflow"`
    mutating func use() -> Statement? {
        let start = advance()
        guard !isStatementEnd, case .string(let literal)? = current?.kind else {
            reportUnexpected(expected: "a file in quotes after `use`", fix: "use \"brand.imgflow\"")
            skipStatement()
            return nil
        }
        let span = advance()
        guard case .text(let path)? = literal.parts.first, literal.parts.count == 1 else {
            report(.useOfField, span)
            return nil
        }
        return .use(Use(path: path, pathSpan: span, span: start.union(span)))
    }

    /// `def poster(text: string, look: word = cinematic) = generate $text | upscale fast`
    mutating func definition() -> Statement? {
        let start = advance()
        guard let name = name(behind: "def") else {
            skipStatement()
            return nil
        }
        guard !isStatementEnd, current?.is(.openParenthesis) == true else {
            reportUnexpected(
                expected: "`(` after `def \(name.text)`", fix: "def \(name.text)() = …")
            skipStatement()
            // The name is known, so that its calls are no second mistake.
            return .definition(
                Definition(
                    name: name, parameters: [], isSound: false,
                    body: Pipeline(stages: [.invalid(name.span)], span: name.span),
                    head: name.span, span: start.union(previousSpan)))
        }
        let (parameters, span) = enclosed { parser -> [ParameterDeclaration]? in
            var parameters: [ParameterDeclaration] = []
            while let lexeme = parser.current, !lexeme.is(.closeParenthesis) {
                guard let parameter = parser.declaration(behind: "def") else {
                    parser.skip { $0.isStatementEnd || $0.current?.is(.closeParenthesis) == true }
                    return nil
                }
                parameters.append(parameter)
                guard parser.current?.is(.comma) == true else { break }
                parser.index += 1
            }
            return parameters
        }
        let head = start.union(span)
        guard !isStatementEnd, current?.is(.equal) == true else {
            reportUnexpected(expected: "`=`")
            skipStatement()
            return nil
        }
        let equal = advance()
        guard let lexeme = current, !lexeme.is(.semicolon), !beginsStatement(lexeme) else {
            endsOpen = endsOpen || current == nil
            report(.missingStage(after: "="), equal)
            return nil
        }
        let body = pipeline()
        return .definition(
            Definition(
                name: name, parameters: parameters ?? [], isSound: parameters != nil, body: body,
                head: head, span: start.union(body.span)))
    }

    /// `set generate model:core`, `set budget:2.00`
    mutating func setting() -> Statement? {
        let start = advance()
        var call = Call(
            verb: Name(text: "set", span: start), values: [], arguments: [], span: start)
        var verb: Name?
        if !isStageEnd, case .word(let word)? = current?.kind {
            verb = Name(text: word, span: advance())
        }
        while !isStageEnd, let lexeme = current {
            let isGoingOn = argument(lexeme, of: &call)
            if !isGoingOn { break }
        }
        if call.arguments.isEmpty, call.values.isEmpty {
            reportUnexpected(
                expected: "`name:value`",
                fix: verb.map { "set \($0.text) model:…" } ?? "set budget:2.00")
            return nil
        }
        return .setting(
            Setting(
                verb: verb, values: call.values, arguments: call.arguments,
                span: start.union(previousSpan)))
    }
}
