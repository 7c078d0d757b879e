import ImgflowPlanner

/// The steps that are under way, and whether there is room for more.
struct Workload {
    private var calls: Lanes
    private let local: Int
    private var others = 0

    /// - Parameter local: steps on this machine at once.
    init(_ jobs: Jobs, local: Int) {
        calls = Lanes(jobs, slack: local)
        self.local = local
    }

    func hasRoom(for node: PlanNode) -> Bool {
        call(of: node).map { calls.hasRoom(for: $0) } ?? (others < local)
    }

    mutating func enter(_ node: PlanNode) {
        if let call = call(of: node) { calls.enter(call) } else { others += 1 }
    }

    mutating func leave(_ node: PlanNode) {
        if let call = call(of: node) { calls.leave(call) } else { others -= 1 }
    }

    /// What is known needs no network, but its bytes are held all the same.
    private func call(of node: PlanNode) -> ModelCall? {
        guard case .call(let call) = node.action, !call.isKnown else { return nil }
        return call
    }
}
