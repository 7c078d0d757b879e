import ImgflowLanguage

/// The results of a session, and what came of what.
enum SessionTree {
    static func text(_ session: Session) -> String {
        let results = session.entries.filter { !$0.pictures.isEmpty }
        guard !results.isEmpty else { return "\(SessionProblem.noResultYet)" }
        var lines: [String] = []
        func add(_ entry: Entry, _ depth: Int) {
            let mark = entry.number == session.current ? "*" : " "
            let indent = String(repeating: "  ", count: depth)
            lines.append("\(mark) \(indent)\(Prompt.told(entry))  \(Printable.text(entry.text))")
            for child in results where child.parents.max() == entry.number {
                add(child, depth + 1)
            }
        }
        for entry in results where entry.parents.isEmpty { add(entry, 0) }
        return lines.joined(separator: "\n")
    }

    /// - Parameter words: two numbers, with or without `$`.
    static func difference(
        _ words: String, _ session: Session
    ) throws(SessionProblem) -> String {
        let numbers = words.split(separator: " ").compactMap {
            Int($0.hasPrefix("$") ? $0.dropFirst() : $0)
        }
        guard numbers.count == 2 else { return "error: expected two results: :diff 3 5" }
        var lines: [String] = []
        for (mark, number) in zip(["-", "+"], numbers) {
            guard let entry = session.result(number) else {
                throw .noSuchResult(
                    number, results: session.entries.filter { !$0.pictures.isEmpty }.map(\.number))
            }
            lines.append("\(mark) \(Prompt.told(entry))")
            lines.append("\(mark)     \(entry.text)")
        }
        return lines.joined(separator: "\n")
    }
}
