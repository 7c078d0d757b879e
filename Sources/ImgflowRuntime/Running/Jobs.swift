package import ImgflowModels
package import ImgflowPlanner

/// How many calls are on their way at once.
package struct Jobs: Sendable {
    /// For all models together; nil leaves it to each model's quota.
    package var limit: Int?
    /// A backend that nobody limits takes as many of each model.
    package var unpaced: Int?

    package init(_ limit: Int?, unpaced: Int? = nil) {
        self.limit = limit
        self.unpaced = unpaced
    }

    /// Those of one model in one Region: as many as its quota lets begin in 10 seconds, which is about
    /// what a picture takes, at least 2 and at most 16.
    package func limit(for call: ModelCall) -> Int {
        if let limit { return limit }
        return unpaced ?? min(max(call.card.quota.requestsPerMinute / 6, 2), 16)
    }
}

/// What is under way, and whether there is room for more.
struct Lanes {
    private struct Lane: Hashable {
        var model: String
        var region: String
    }

    private let jobs: Jobs
    private let local: Int
    private var calls: [Lane: Int] = [:]
    private var sum = 0
    private var others = 0

    /// - Parameter local: steps on this machine at once.
    init(_ jobs: Jobs, local: Int) {
        self.jobs = jobs
        self.local = local
    }

    func hasRoom(for node: PlanNode) -> Bool {
        guard case .call(let call) = node.action else { return others < local }
        // What is known needs no network, but its bytes are held all the same.
        if call.known != nil { return others < local }
        if let limit = jobs.limit { return sum < limit }
        return calls[Self.lane(call), default: 0] < jobs.limit(for: call)
    }

    mutating func enter(_ node: PlanNode) { count(node, 1) }

    mutating func leave(_ node: PlanNode) { count(node, -1) }

    private mutating func count(_ node: PlanNode, _ step: Int) {
        guard case .call(let call) = node.action, call.known == nil else {
            others += step
            return
        }
        sum += step
        calls[Self.lane(call), default: 0] += step
    }

    private static func lane(_ call: ModelCall) -> Lane {
        Lane(model: call.card.name, region: call.region)
    }
}
