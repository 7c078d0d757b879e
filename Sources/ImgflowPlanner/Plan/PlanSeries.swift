package import ImgflowModels

/// Plans that run one after the other, seen as one program: a call that an earlier plan makes for certain is not
/// made again by a later one.
package struct PlanSeries: Sendable {
    package struct Call: Sendable {
        /// Which of the plans it belongs to, from 0.
        package var plan: Int
        package var node: PlanNode
        package var call: ModelCall
    }

    /// The calls that are not cached, in order.
    package private(set) var calls: [Call] = []
    private var guards: [Set<Guard>] = []

    package init(_ plans: [Plan]) {
        /// Calls of earlier plans, and whether the run makes them whatever it finds.
        var made: [AnswerKey: Bool] = [:]
        var decisions = 0
        for (place, plan) in plans.enumerated() {
            let first = decisions
            var own: [AnswerKey: Bool] = [:]
            for (node, call) in plan.calls where !call.isKnown {
                let isSure = node.guards.allSatisfy { $0.isMet == true }
                if !call.isFresh, let wasSure = made[call.key], wasSure || !isSure { continue }
                own[call.key] = isSure || own[call.key] == true
                calls.append(Call(plan: place, node: node, call: call))
                // Plans count their decisions each from the start.
                let moved = node.guards.map { guarded in
                    var guarded = guarded
                    guarded.decision += first
                    decisions = max(decisions, guarded.decision + 1)
                    return guarded
                }
                guards.append(Set(moved))
            }
            made.merge(own) { $0 || $1 }
        }
    }

    /// What the run decides makes the difference between the least and the most.
    package var cost: CostRange {
        CostRange(of: zip(guards, calls).map { ($0, $1.call.cost) })
    }

    /// Only the run knows which of the calls are made.
    package var decidesCalls: Bool { guards.contains { $0.contains { $0.isMet == nil } } }

    /// The most that all of them cost.
    package var total: Dollars { cost.most }

    /// Calls that nobody has a price for; they are not in the total.
    package var unpriced: [ModelCall] { calls.map(\.call).filter(\.price.isUnknown) }

    /// Calls that cost nothing by the script's own word alone.
    package var calledFree: [ModelCall] {
        calls.map(\.call).filter { !$0.price.isUnknown && $0.price.amount == .zero }
    }

    /// The most that each verb's calls cost.
    package var verbs: [String: Dollars] {
        calls.reduce(into: [:]) { sums, call in
            sums[call.node.origin.verb, default: .zero] += call.call.price.amount
        }
    }
}
