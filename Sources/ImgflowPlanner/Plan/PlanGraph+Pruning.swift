/// What the finished graph leads to.
extension PlanGraph {
    /// Marks steps that lead to no sink as not needed. A program without any sink keeps all its steps.
    ///
    /// - Parameter hasPresent: a `save` has nothing to do because its file exists (`if-missing`).
    mutating func dropUnneeded(hasPresent: Bool) {
        let sinks = nodes.filter(\.isSink).map(\.id)
        guard !sinks.isEmpty || hasPresent else { return }
        let needed = ancestors(of: sinks)
        for index in nodes.indices { nodes[index].isNeeded = needed.contains(index) }
    }

    /// Marks steps that lead to private images only.
    mutating func markPrivate() {
        let sinks = nodes.filter { $0.isSink && $0.isNeeded }
        guard sinks.contains(where: \.action.isPrivateSave) else { return }
        let open = ancestors(of: sinks.filter { !$0.action.isPrivateSave }.map(\.id))
        for index in nodes.indices { nodes[index].isPrivate = !open.contains(index) }
    }

    /// These steps and everything they rest on.
    func ancestors(of ids: [PlanNode.ID]) -> Set<PlanNode.ID> { nodes.ancestors(of: ids) }
}

extension [PlanNode] {
    /// These steps and everything they rest on.
    package func ancestors(of ids: [PlanNode.ID]) -> Set<PlanNode.ID> {
        var found = Set(ids)
        var open = ids
        while let id = open.popLast() {
            for input in self[id].inputs + self[id].waitsFor where found.insert(input).inserted {
                open.append(input)
            }
        }
        return found
    }
}

extension PlanAction {
    fileprivate var isPrivateSave: Bool {
        if case .save(let save) = self { save.isPrivate } else { false }
    }
}
