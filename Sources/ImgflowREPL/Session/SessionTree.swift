import ImgflowLanguage

/// The results of a session, and what came of what.
enum SessionTree {
    static func text(_ session: Session) -> String {
        let results = session.results
        guard !results.isEmpty else { return "\(SessionProblem.noResultYet)" }
        var children: [Int: [Entry]] = [:]
        for entry in results { children[entry.parents.max() ?? 0, default: []].append(entry) }
        var lines: [String] = []
        // A line each time, and not a call in a call: a session may be one long chain.
        var open = (children[0] ?? []).reversed().map { (entry: $0, depth: 0) }
        while let (entry, depth) = open.popLast() {
            let mark = entry.number == session.current ? "*" : " "
            // Chains go down, branches go in.
            let own = children[entry.number] ?? []
            let indent = String(repeating: "  ", count: min(depth, 20))
            lines.append("\(mark) \(indent)\(ResultText.facts(entry))  \(ResultText.line(entry))")
            open += own.reversed().map { ($0, own.count > 1 ? depth + 1 : depth) }
        }
        return lines.joined(separator: "\n")
    }

    /// - Parameter words: two numbers, with or without `$`.
    static func difference(
        _ words: String, _ session: Session
    ) throws(SessionProblem) -> String {
        let names = words.split(separator: " ").map(String.init)
        guard names.count == 2 else { return "error: expected two results: :diff 3 5" }
        var lines: [String] = []
        for (mark, name) in zip(["-", "+"], names) {
            let entry = try session.result(named: name)
            lines.append("\(mark) \(ResultText.facts(entry))")
            for stage in session.chain(to: entry) { lines.append("\(mark)     \(stage)") }
        }
        let (first, second) = (
            lines.filter { $0.hasPrefix("-") }, lines.filter { $0.hasPrefix("+") }
        )
        // What both have is no difference.
        let same = Set(first.dropFirst().map { $0.dropFirst() })
            .intersection(second.dropFirst().map { $0.dropFirst() })
        return lines.map { line in
            same.contains(line.dropFirst()) ? " \(line.dropFirst())" : line
        }.joined(separator: "\n")
    }
}

extension Session {
    /// The stages from the beginning to a result, as people type them.
    fileprivate func chain(to entry: Entry) -> [String] {
        var stages = entry.making
        while let parent = origin(of: stages) { stages = parent.making + stages.dropFirst() }
        return stages.map { Printable.text(LineText.typed($0.pinned)) }
    }
}
