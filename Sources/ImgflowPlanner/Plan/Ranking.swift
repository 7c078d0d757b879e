package import ImgflowLanguage
import ImgflowModels

/// What puts images in an order that only the run may know.
package enum Ranking: Sendable {
    /// By a value of each image, the least first unless `descending`.
    case values([PlannedOperand], descending: Bool)
    /// By who wins against whom.
    case pairs([Pair])
    /// By how far each is from what a condition wants.
    case nearest([PlannedCondition])

    /// Two images, by their places from 0, and where each order of showing them has its winner.
    package struct Pair: Sendable {
        package var first: Int
        package var second: Int
        package var asked: NotedField
        package var swapped: NotedField

        package init(_ first: Int, _ second: Int, asked: NotedField, swapped: NotedField) {
            self.first = first
            self.second = second
            self.asked = asked
            self.swapped = swapped
        }
    }

    /// The steps whose findings it rests on.
    package var nodes: Set<PlanNode.ID> {
        switch self {
        case .values(let operands, _): operands.reduce(into: []) { $0.formUnion($1.nodes) }
        case .pairs(let pairs): Set(pairs.flatMap { [$0.asked.node, $0.swapped.node] })
        case .nearest(let conditions): conditions.reduce(into: []) { $0.formUnion($1.nodes) }
        }
    }

    package struct Outcome: Sendable {
        /// The places, the best or least first; of equal ones the earlier.
        package var order: [Int]
        /// Pairs of which neither won.
        package var ties: [(Int, Int)] = []
        /// The first of the order meets the condition.
        package var isMet = false
    }

    /// - Parameters:
    ///   - places: of the images that are there.
    ///   - isFinal: what is not known will never be: such images come last.
    /// - Returns: nil where only the run can tell, or a look of a pair failed.
    package func outcome(
        of places: [Int], isFinal: Bool, _ value: (Field, PlanNode.ID) -> String?,
        noted: (NotedField) -> String?
    ) -> Outcome? {
        switch self {
        case .values(let operands, let descending):
            let keys = places.map { operands[$0].key(value, noted) }
            guard isFinal || !keys.contains(nil) else { return nil }
            return Outcome(order: Self.sorted(places, by: keys, descending: descending))
        case .pairs(let pairs):
            var wins: [Int: Int] = [:]
            var ties: [(Int, Int)] = []
            for pair in pairs where places.contains(pair.first) && places.contains(pair.second) {
                let said = (noted(pair.asked), noted(pair.swapped))
                // Without both looks nobody has compared them: one that failed is told as what it is.
                guard said.0 != nil, said.1 != nil else { return nil }
                switch PairVerdict.agreed(said.0.verdict, swapped: said.1.verdict) {
                case .first: wins[pair.first, default: 0] += 1
                case .second: wins[pair.second, default: 0] += 1
                case .tie: ties.append((pair.first, pair.second))
                }
            }
            let order = places.enumerated().sorted { one, other in
                let (left, right) = (wins[one.element] ?? 0, wins[other.element] ?? 0)
                return left == right ? one.offset < other.offset : left > right
            }.map(\.element)
            return Outcome(order: order, ties: ties)
        case .nearest(let conditions):
            let keys = places.map { place in
                conditions[place].shortfall(value, noted).map { PlannedOperand.Key.number($0) }
            }
            guard isFinal || !keys.contains(nil) else { return nil }
            var outcome = Outcome(order: Self.sorted(places, by: keys, descending: false))
            outcome.isMet =
                outcome.order.first.flatMap { conditions[$0].decided(value, noted: noted) } ?? false
            return outcome
        }
    }

    private static func sorted(
        _ places: [Int], by keys: [PlannedOperand.Key?], descending: Bool
    ) -> [Int] {
        zip(places, keys).enumerated().sorted { one, other in
            switch (one.element.1, other.element.1) {
            case (let left?, let right?):
                if left < right { return !descending }
                if right < left { return descending }
                return one.offset < other.offset
            case (nil, nil): return one.offset < other.offset
            // What is not known comes last, whichever way.
            case (_, nil): return true
            case (nil, _): return false
            }
        }.map(\.element.0)
    }
}

extension String? {
    fileprivate var verdict: PairVerdict {
        switch self {
        case "1": .first
        case "2": .second
        default: .tie
        }
    }
}

extension PlannedCondition {
    /// How far an image is from the first comparison; 0 where it holds, nil where it is not known.
    fileprivate func shortfall(
        _ value: (Field, PlanNode.ID) -> String?, _ noted: (NotedField) -> String?
    ) -> Double? {
        switch self {
        case .constant: return 0
        case .not(let inner):
            guard let holds = decided(value, noted: noted) else { return nil }
            return holds ? 0 : inner.distance(value, noted)
        case .both(let left, _), .either(let left, _): return left.shortfall(value, noted)
        case .comparison:
            guard let holds = decided(value, noted: noted) else { return nil }
            return holds ? 0 : distance(value, noted)
        }
    }

    /// How far apart the sides of the first comparison are.
    private func distance(
        _ value: (Field, PlanNode.ID) -> String?, _ noted: (NotedField) -> String?
    ) -> Double? {
        switch self {
        case .constant: return 0
        case .not(let inner): return inner.distance(value, noted)
        case .both(let left, _), .either(let left, _): return left.distance(value, noted)
        case .comparison(_, let left, let right):
            guard case .number(let one)? = left.key(value, noted),
                case .number(let other)? = right.key(value, noted)
            else { return .greatestFiniteMagnitude }
            return abs(one - other)
        }
    }
}
