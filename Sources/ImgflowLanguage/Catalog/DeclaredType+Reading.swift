extension DeclaredType {
    /// What a value from the command line is; nil where it is not of this type. A string is taken as
    /// it is: braces in it are no fields.
    ///
    /// - Parameter texts: One, or several where a flag was repeated or files were listed.
    func read(_ texts: [String], at span: Span) -> Operand.Kind? {
        switch self {
        case .files: .list(texts.map { (nil, Self.text($0, at: span)) })
        case .list: list(texts, at: span)
        default: texts.last.flatMap { scalar($0, at: span) }
        }
    }

    /// Whether it can be read; the affair of the command line, before anything else.
    package func canRead(_ texts: [String]) -> Bool { read(texts, at: Span(0, 0)) != nil }

    private static func text(_ text: String, at span: Span) -> Operand {
        Operand(
            kind: .text(Template(parts: [.text(text)], span: span)), span: span, origin: span,
            given: text)
    }

    private func scalar(_ text: String, at span: Span) -> Operand.Kind? {
        switch self {
        case .string, .file, .image, .mask, .color: return Self.text(text, at: span).kind
        case .truth:
            switch text {
            case "true", "yes", "on", "": return .truth(true)
            case "false", "no", "off": return .truth(false)
            default: return nil
            }
        case .integer, .number, .size, .ratio, .word:
            guard let kind = Self.literal(text), takes(kind) else { return nil }
            return kind
        case .files, .list: return nil
        }
    }

    /// `--looks anime --looks noir`, one `--looks '[anime, noir]'`, or `--looks anime,noir`. A comma
    /// with a space behind it belongs to a text.
    private func list(_ texts: [String], at span: Span) -> Operand.Kind? {
        if texts.count == 1, let text = texts.first {
            switch Self.literal(text) {
            case .range(let from, let through)?: return .range(from: from, through: through)
            case .list(let items)?: return .list(items)
            default: break
            }
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            if parts.count > 1, !text.contains(where: \.isWhitespace), !parts.contains("") {
                return list(parts.map(String.init), at: span)
            }
        }
        return .list(
            texts.map { text in
                let operand =
                    Self.literal(text).map {
                        Operand(kind: $0, span: span, origin: span, given: text)
                    } ?? Self.text(text, at: span)
                return (nil, operand)
            })
    }

    /// A literal as the language writes it; variables and pipelines are none.
    private static func literal(_ text: String) -> Operand.Kind? {
        let parsed = Parser.parse(SourceText(name: "", text: "let value = " + text))
        guard !parsed.hasErrors, parsed.program.statements.count == 1,
            case .binding(let binding)? = parsed.program.statements.first,
            case .value(let value) = binding.content
        else { return nil }
        return kind(of: value)
    }

    private static func kind(of value: Value) -> Operand.Kind? {
        switch value.kind {
        case .string(let literal):
            var text = ""
            for part in literal.parts {
                guard case .text(let piece) = part else { return nil }
                text += piece
            }
            return .text(Template(parts: [.text(text)], span: value.span))
        case .list(let items):
            var operands: [(label: String?, operand: Operand)] = []
            for item in items {
                guard let kind = kind(of: item.value) else { return nil }
                operands.append(
                    (
                        item.label?.text,
                        Operand(kind: kind, span: item.span, origin: item.span, given: "")
                    ))
            }
            return .list(operands)
        default: return Operand(value.kind, span: value.span)?.kind
        }
    }
}
