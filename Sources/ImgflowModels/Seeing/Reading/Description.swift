/// A sentence about an image: bounded in length, fit for one line.
package struct Description: Hashable, Sendable {
    package var text: String
    /// The model said more.
    package var isCut: Bool

    /// No text of a model is longer, whatever its words are.
    private static let longest = 2_000

    /// - Parameter words: at most.
    package init(of said: String, words: Int) throws(ConverseProblem) {
        let line = SeenText.line(Self.unfenced(said), longest: Self.longest)
        let plain = Self.withoutLead(Self.withoutQuotes(line))
        let all = plain.split(separator: " ")
        guard !all.isEmpty else { throw .noText }
        isCut = all.count > words || line.hasSuffix("…")
        guard all.count > words else {
            text = plain
            return
        }
        var kept = all.prefix(words).joined(separator: " ")
        while let last = kept.last, ",;:.–-".contains(last) { kept.removeLast() }
        text = kept + "…"
    }

    /// Without lines of Markdown's fences.
    private static func unfenced(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline)
            .filter { !$0.drop(while: \.isWhitespace).hasPrefix("```") }.joined(separator: "\n")
    }

    private static func withoutQuotes(_ text: String) -> String {
        for (open, close) in [("\"", "\""), ("“", "”"), ("'", "'")] as [(Character, Character)]
        where text.count > 2 && text.first == open && text.last == close {
            let inner = text.dropFirst().dropLast()
            if !inner.contains(open), !inner.contains(close) { return String(inner) }
        }
        return text
    }

    /// Alternative text does not say that it is one. Source: W3C WAI, images tutorial.
    private static func withoutLead(_ text: String) -> String {
        let kinds = ["image", "picture", "photo", "photograph"]
        var leads = ["alt text:", "image of", "picture of"]
        for kind in kinds {
            leads += ["an \(kind) of", "a \(kind) of", "the \(kind) shows", "this \(kind) shows"]
        }
        let low = text.lowercased()
        guard let lead = leads.first(where: { low.hasPrefix($0 + " ") }) else { return text }
        let rest = text.dropFirst(lead.count + 1)
        guard let first = rest.first else { return text }
        return first.uppercased() + rest.dropFirst()
    }
}
