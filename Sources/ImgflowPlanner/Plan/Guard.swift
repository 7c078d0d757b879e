package import ImgflowModels

/// Something that must turn out so for a step to be taken.
package struct Guard: Hashable, Sendable {
    /// The steps of one `when` share it.
    package var decision: Int
    /// Of a `when`: its first block, or what stands against it.
    package var branch: Bool
    /// What is known of it when planning; nil where only the run can tell.
    package var isMet: Bool?
    /// In the words of the program.
    package var words: String
}

/// What a plan costs, where some of it is decided by the run, or by how much a model says.
package struct CostRange: Hashable, Sendable {
    package var least: Dollars
    package var most: Dollars

    package var isExact: Bool { least == most }
}

extension CostRange {
    /// Of two blocks of a `when` one runs: the more expensive counts for the most.
    init(of calls: [(guards: Set<Guard>, cost: PriceRange)]) {
        least = calls.reduce(.zero) { sum, call in
            call.guards.allSatisfy { $0.isMet == true } ? sum + call.cost.least : sum
        }
        let possible = calls.filter { !$0.guards.contains { $0.isMet == false } }
            .map { call in
                (Set(call.guards.filter { $0.isMet == nil }.map { Way($0) }), call.cost.most)
            }
        most = Self.most(possible)
    }

    private struct Way: Hashable {
        var decision: Int
        var branch: Bool

        init(_ guarded: Guard) {
            decision = guarded.decision
            branch = guarded.branch
        }
    }

    private static func most(_ calls: [(ways: Set<Way>, cost: Dollars)]) -> Dollars {
        guard let decision = calls.lazy.flatMap(\.ways).map(\.decision).min() else {
            return calls.reduce(.zero) { $0 + $1.cost }
        }
        func under(_ branch: Bool) -> [(ways: Set<Way>, cost: Dollars)] {
            calls.filter { $0.ways.contains { $0.decision == decision && $0.branch == branch } }
                .map { ($0.ways.filter { $0.decision != decision }, $0.cost) }
        }
        let free = calls.filter { !$0.ways.contains { $0.decision == decision } }
        let first = most(under(true))
        let second = most(under(false))
        return most(free) + (first > second ? first : second)
    }
}
