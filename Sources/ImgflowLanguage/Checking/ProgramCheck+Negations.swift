/// Image models draw what a text names, also when it names what should not be there.
extension ProgramCheck {
    mutating func warnOfNegations(_ arguments: [String: CheckedArgument], _ signature: Signature) {
        guard signature.parameter(named: "negative") != nil, let argument = arguments["text"]
        else { return }
        switch argument.value {
        case .text(let template): warnOfNegations(template, argument.valueSpan)
        case .sweep(let items):
            for item in items {
                if case .text(let template) = item.value { warnOfNegations(template, item.span) }
            }
        default: break
        }
    }

    private mutating func warnOfNegations(_ template: Template, _ span: Span) {
        for text in template.parts.compactMap(\.text) {
            for negation in Negation.all(in: text) {
                report(
                    .negatedText(phrase: negation.phrase, negative: negation.object),
                    place(of: negation.phrase, in: span))
            }
        }
    }

    /// The phrase itself where the string is written as it reads, else the whole value.
    func place(of phrase: String, in span: Span) -> Span {
        let wanted = Array(phrase.utf8)
        let source = sources.file(at: span.start)
        let last = span.end - wanted.count
        guard last >= span.start else { return span }
        for start in span.start...last
        where source.utf8[(start - source.base)..<(start - source.base + wanted.count)]
            .elementsEqual(wanted)
        {
            return Span(start, start + wanted.count)
        }
        return span
    }
}

/// `without people`, `no text`.
private struct Negation {
    var phrase: String
    var object: String

    private static let fillers: Set<String> = ["any", "a", "an", "the", "other"]
    /// With these, `no` does not take something away from the image.
    private static let idioms: Set<String> = ["longer", "more", "matter", "less", "doubt", "one"]

    static func all(in text: String) -> [Negation] {
        let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "'" }
        var negations: [Negation] = []
        for (index, word) in words.enumerated() {
            let lowered = word.lowercased()
            guard lowered == "without" || lowered == "no" else { continue }
            var rest = words[(index + 1)...]
            while let filler = rest.first, fillers.contains(filler.lowercased()) {
                rest.removeFirst()
            }
            guard let object = rest.first, !idioms.contains(object.lowercased()) else { continue }
            let phrase = text[word.startIndex..<object.endIndex]
            // A full stop or a comma between them ends the thought.
            guard phrase.allSatisfy({ $0 != "." && $0 != "," && $0 != ";" && !$0.isNewline }) else {
                continue
            }
            negations.append(Negation(phrase: String(phrase), object: String(object)))
        }
        return negations
    }
}
