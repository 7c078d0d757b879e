extension ValueType {
    /// What can be listed of it, each as it is written.
    ///
    /// - Parameter images: the variables of the program.
    func choices(images: [Completion.Candidate]) -> [Completion.Candidate] {
        switch self {
        case .word(let words): words.map { .init($0) }
        case .truth: [.init("true"), .init("false")]
        case .ratio(let ratios):
            (ratios.isEmpty ? Self.usualRatios : ratios).map { .init("\($0)") }
        case .size: [.init("1024x1024", "width and height in pixels")]
        case .color: [.init("\"#", "a color")]
        case .text, .path: [.init("\"", expectation)]
        case .image: [.init("\"", "a file"), .init("(", "a pipeline")] + images
        case .standardStream: [.init("-", "standard input or output")]
        case .list, .switches: [.init("[", expectation)]
        case .either(let types):
            types.flatMap { $0.choices(images: images) }.reduce(into: []) { all, next in
                if !all.contains(where: { $0.text == next.text }) { all.append(next) }
            }
        case .bytes: [.init("300kB", "a file size")]
        case .integer, .number, .length, .pixels, .name: []
        }
    }

    private static let usualRatios = [
        Ratio(1, 1), Ratio(16, 9), Ratio(9, 16), Ratio(4, 3), Ratio(3, 2), Ratio(2, 3), Ratio(4, 5),
        Ratio(5, 4), Ratio(21, 9), Ratio(9, 21),
    ]

    /// Of an item of the list that is being written; several values sweep where one is meant.
    var element: ValueType {
        switch self {
        case .list(let element, _): element
        case .switches(let names, _): .word(names)
        case .either(let types): .either(types.map(\.element))
        default: self
        }
    }

    /// A string of this type may name a file.
    package var takesPath: Bool {
        switch self {
        case .path, .image: true
        case .list(let element, _): element.takesPath
        case .either(let types): types.contains(where: \.takesPath)
        default: false
        }
    }
}

/// A string whose closing quote is still to come.
struct OpenString {
    /// What stands behind the quotes.
    var text: String
    var span: Span
    /// From the last brace that is open.
    var field: (text: String, span: Span)?

    /// Nil where what is being written is no string.
    init?(_ written: String, at place: Span) {
        guard let quote = written.first, quote == "\"" || quote == "'" else { return nil }
        let marks = written.hasPrefix("\(quote)\(quote)\(quote)") ? 3 : 1
        text = String(written.dropFirst(marks))
        span = Span(place.start + marks, place.end)
        guard quote == "\"", let open = Self.openField(text) else { return }
        field = (open, Span(place.end - open.utf8.count, place.end))
    }

    /// From a brace that is neither closed nor doubled.
    private static func openField(_ text: String) -> String? {
        var open: String?
        for character in text {
            switch (character, open) {
            case ("{", "{"?): open = nil
            case ("{", nil): open = "{"
            case ("}", _?): open = nil
            case (_, let field?): open = field + String(character)
            default: break
            }
        }
        return open
    }
}

/// What a program has named so far.
struct ProgramNames {
    private(set) var variables: [Completion.Candidate] = []
    private(set) var definitions: [Signature] = []
    /// Fields that its verbs write, by their bare names.
    private(set) var fields: [Completion.Candidate] = []

    /// - Parameter catalog: says which verbs write fields.
    init(_ all: [Token], _ catalog: Catalog) {
        let tokens = all.filter { !$0.isTrivia }
        collectFields(tokens, catalog)
        for (index, token) in tokens.enumerated() where index + 1 < tokens.count {
            let next = tokens[index + 1]
            switch token.word {
            case "let"?: if let name = next.word { add(name, "a name of `let`") }
            case "as"?: if let name = next.word { add(name, "a named image") }
            case "param"?: if let name = next.parameterName { add(name, "a parameter") }
            case "def"?:
                guard let name = next.word else { break }
                define(
                    name, tokens[(index + 2)...], isOpen: Self.isOpen(behind: token.span.end, all))
            default: break
            }
        }
        variables.append(.init("$\(Keywords.here)", "the folder of this file"))
    }

    /// Of each stage of a verb that writes some: under its own names, that of `into:`, and those of a list's labels.
    private mutating func collectFields(_ tokens: [Token], _ catalog: Catalog) {
        var index = 0
        while index < tokens.count {
            guard let verb = tokens[index].word, let signature = catalog[verb],
                !signature.fields([:]).isEmpty
            else {
                index += 1
                continue
            }
            var arguments: [String: CheckedArgument] = [:]
            var labels: [CheckedItem] = []
            var depth = 0
            index += 1
            while index < tokens.count, depth > 0 || tokens[index].kind != .punctuation(.pipe) {
                let token = tokens[index]
                if token.kind == .punctuation(.openBracket) { depth += 1 }
                if token.kind == .punctuation(.closeBracket) { depth -= 1 }
                if let name = token.parameterName {
                    let next = index + 1 < tokens.count ? tokens[index + 1].word : nil
                    if depth > 0 {
                        labels.append(
                            CheckedItem(label: name, .truth(true), span: token.span))
                    } else if let next {
                        arguments[name] = CheckedArgument(
                            .word(next), valueSpan: token.span, span: token.span)
                    }
                }
                index += 1
            }
            if !labels.isEmpty, let name = signature.positional?.name, let place = labels.first {
                arguments[name] = CheckedArgument(
                    .list(labels), valueSpan: place.span, span: place.span)
            }
            for name in signature.fields(arguments)
            where !fields.contains(where: { $0.text == name }) {
                fields.append(.init(name, "written by `\(verb)`"))
            }
        }
    }

    private mutating func add(_ name: String, _ summary: String) {
        guard !variables.contains(where: { $0.text == "$\(name)" }) else { return }
        variables.append(.init("$\(name)", summary))
    }

    /// Whether a statement goes on to the end of the text.
    private static func isOpen(behind offset: Int, _ tokens: [Token]) -> Bool {
        var depth = 0
        var last: Token.Kind?
        var endsLine = false
        for token in tokens where token.span.start >= offset {
            if case .newline = token.kind {
                endsLine = depth == 0 && !waits(last)
                continue
            }
            guard !token.isTrivia else { continue }
            if endsLine, !goesOn(token.kind) { return false }
            endsLine = false
            switch token.kind {
            case .punctuation(.semicolon) where depth == 0: return false
            case .punctuation(.openParenthesis), .punctuation(.openBracket),
                .punctuation(.openBrace):
                depth += 1
            case .punctuation(.closeParenthesis), .punctuation(.closeBracket),
                .punctuation(.closeBrace):
                depth -= 1
            default: break
            }
            last = token.kind
        }
        return !endsLine
    }

    /// A statement does not end behind these (language.md, section 2), and goes on with those.
    private static func waits(_ kind: Token.Kind?) -> Bool {
        switch kind {
        case .punctuation(.pipe)?, .punctuation(.equal)?, .punctuation(.comma)?: true
        default: false
        }
    }

    private static func goesOn(_ kind: Token.Kind) -> Bool {
        switch kind {
        case .punctuation(.pipe), .punctuation(.openBrace), .parameterName, .word("else"): true
        default: false
        }
    }

    /// Its parameters, up to the closing parenthesis.
    ///
    /// - Parameter isOpen: The cursor stands in it: elsewhere its parameters are no names.
    private mutating func define(_ name: String, _ rest: ArraySlice<Token>, isOpen: Bool) {
        var parameters: [Parameter] = []
        if rest.first?.kind == .punctuation(.openParenthesis) {
            let inside = Array(
                rest.dropFirst().prefix { $0.kind != .punctuation(.closeParenthesis) })
            for (index, token) in inside.enumerated() where index + 1 < inside.count {
                guard let parameter = token.parameterName, let word = inside[index + 1].word,
                    let type = DeclaredType(rawValue: word)
                else { continue }
                parameters.append(Parameter(parameter, type.valueType, type.expectation))
                if isOpen { add(parameter, "a parameter of \(name)") }
            }
        }
        definitions.append(
            Signature(
                name, "a definition of this program", takes: .imageOrNothing,
                positional: parameters.first, parameters: Array(parameters.dropFirst()),
                examples: []))
    }
}

extension DeclaredType {
    /// The nearest type of a verb's parameter, for completion.
    fileprivate var valueType: ValueType {
        switch self {
        case .string: .text(maximum: 10_000)
        case .number: .number(-1_000_000...1_000_000)
        case .integer: .integer(-1_000_000...1_000_000)
        case .truth: .truth
        case .file, .files: .path
        case .image, .mask: .image
        case .size: .size(side: 1...65_535)
        case .ratio: .ratio([])
        case .color: .color
        case .word: .word([])
        case .list: .list(of: .text(maximum: 10_000), count: 1...1_000)
        }
    }
}

extension Token {
    /// The cursor stands at its end, and it could still grow.
    var isBeingWritten: Bool {
        switch kind {
        case .whitespace, .newline, .comment, .byteOrderMark, .parameterName, .punctuation: false
        case .string: false
        default: true
        }
    }
}
