package import ImgflowLanguage

/// The files that a program reads and writes, each by its identity on disk: no file is both, and none
/// is written twice.
package struct FileClaims {
    /// Where each file will be written.
    package var targets: [FilePath: Span] = [:]
    package var sources: [FilePath: Span] = [:]
    package var standardOutput: Span?
    /// Files that exist and are left as they are (`if-missing`).
    package var present: [String] = []
    /// All files of equal bytes, by the step that loads the first.
    private var twins: [PlanNode.ID: Set<String>] = [:]

    /// Notes that the step which loads `first` stands for `path` too.
    mutating func twin(_ path: String, of first: String, loadedBy node: PlanNode.ID) {
        guard path != first else { return }
        twins[node, default: [first]].insert(path)
    }

    /// Names files of equal bytes at the step that loads them.
    func noteTwins(in graph: inout PlanGraph) {
        for (node, paths) in twins {
            guard case .load(let first) = graph.nodes[node].action else { continue }
            let others = paths.subtracting([first]).sorted()
            let shown = others.prefix(5).map { "`\($0)`" }
            let rest = others.count > 5 ? " and \(others.count - 5) more" : ""
            graph.note(
                "\(shown.joined(separator: ", "))\(rest) \(others.count == 1 ? "has" : "have") the same bytes",
                at: node)
        }
    }
}
