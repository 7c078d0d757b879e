package import ImgflowLanguage

/// Candidates as people read them.
package enum Candidates {
    private static let most = 60

    /// In rows of words; or one a line with what it means.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal.
    ///   - arePaths: They are listed by their last part.
    package static func text(
        _ candidates: [Completion.Candidate], withSummaries: Bool, width: Int,
        arePaths: Bool = false
    ) -> String {
        let shown = candidates.prefix(most).map { arePaths ? $0.lastPart : $0 }.map(\.harmless)
        let rest = candidates.count > most ? "… and \(candidates.count - most) more\n" : ""
        let longest = shown.map { Printable.width($0.text) }.max() ?? 0
        func padded(_ text: String, to columns: Int) -> String {
            text + String(repeating: " ", count: max(0, columns - Printable.width(text)))
        }
        if withSummaries {
            return shown.map { candidate in
                let summary = candidate.summary.prefix(max(8, width - longest - 5))
                return summary.isEmpty
                    ? "  \(candidate.text)\n"
                    : "  \(padded(candidate.text, to: longest))  \(summary)\n"
            }.joined() + rest
        }
        let columns = max(1, width / (longest + 2))
        var text = ""
        for (offset, candidate) in shown.enumerated() {
            let isLast = (offset + 1) % columns == 0 || offset == shown.count - 1
            text += isLast ? candidate.text + "\n" : padded(candidate.text, to: longest + 2)
        }
        return text + rest
    }
}

extension Completion.Candidate {
    /// `in/two words.png"` is listed as `two words.png`.
    fileprivate var lastPart: Completion.Candidate {
        var candidate = self
        var name = text[...]
        while let quote = name.last, "\"'".contains(quote) { name.removeLast() }
        let end = name.hasSuffix("/") ? "/" : ""
        candidate.text = (name.split(separator: "/").last.map(String.init) ?? String(name)) + end
        return candidate
    }

    /// As a terminal may show it.
    fileprivate var harmless: Completion.Candidate {
        var candidate = self
        candidate.text = Printable.text(text)
        candidate.summary = Printable.text(summary)
        return candidate
    }
}

extension String {
    func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
