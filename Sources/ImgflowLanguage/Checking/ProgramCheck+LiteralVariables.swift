/// `"a $name"`: in a string a variable stands in braces, and without them its name is plain text.
extension ProgramCheck {
    mutating func warnOfLiteralVariables(
        _ text: String, _ span: Span, in surroundings: Surroundings
    ) {
        // Between single quotes nothing is ever filled in, which whoever writes them wants.
        guard text.contains("$"), sources[span].first != "'" else { return }
        for name in Self.dollarNames(in: text) {
            let isBound =
                name == Keywords.here || surroundings.names.byName[name] != nil
                || scope.bindings[name] != nil
            guard isBound else { continue }
            // It was meant, so it is not unused.
            if let bound = scope.bindings[name] { usedNames.insert(bound.span) }
            report(.literalVariable(name), place(of: "$\(name)", in: span))
        }
    }

    /// The words that follow a `$`; what stands in braces was escaped on purpose.
    private static func dollarNames(in text: String) -> [String] {
        var names: [String] = []
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            let isBraced = dollar > text.startIndex && text[text.index(before: dollar)] == "{"
            rest = rest[text.index(after: dollar)...]
            let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            // A hyphen at its end belongs to the sentence.
            let name = String(word.reversed().drop { $0 == "-" }.reversed())
            if !isBraced, name.contains(where: \.isLetter) { names.append(name) }
        }
        return names
    }
}
