package import ImgflowLanguage

/// What Tab offers, as people read it.
package enum Candidates {
    private static let most = 60

    /// In rows of words; or one a line with what it means.
    ///
    /// - Parameter width: columns of the terminal.
    package static func text(
        _ candidates: [Completion.Candidate], withSummaries: Bool, width: Int = 100
    ) -> String {
        let shown = candidates.prefix(most)
        let rest = candidates.count > most ? "… and \(candidates.count - most) more\n" : ""
        let longest = shown.map(\.text.count).max() ?? 0
        if withSummaries {
            return shown.map { candidate in
                let gap = String(repeating: " ", count: longest - candidate.text.count)
                return candidate.summary.isEmpty
                    ? "  \(candidate.text)\n" : "  \(candidate.text)\(gap)  \(candidate.summary)\n"
            }.joined() + rest
        }
        let columns = max(1, width / (longest + 2))
        var text = ""
        for (offset, candidate) in shown.enumerated() {
            let isLast = (offset + 1) % columns == 0 || offset == shown.count - 1
            let gap = String(repeating: " ", count: longest + 2 - candidate.text.count)
            text += candidate.text + (isLast ? "\n" : gap)
        }
        return text + rest
    }
}

extension String {
    func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
