import ImgflowModels
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
    /// what an image takes, at least 2 and at most 16.
    package func limit(for call: ModelCall) -> Int {
        if let limit { return limit }
        return unpaced ?? min(max(call.card.quota.requestsPerMinute / 6, 2), 16)
    }
}

/// The calls of a run, counted by model and Region.
struct Lanes {
    private struct Lane: Hashable {
        var model: String
        var region: String

        init(_ call: ModelCall) {
            model = call.card.name
            region = call.region
        }
    }

    private let jobs: Jobs
    private let slack: Int
    private var calls: [Lane: Int] = [:]
    private var sum = 0

    /// - Parameter slack: so many more than may be sent, which are prepared or kept meanwhile; but not
    ///   more than those.
    init(_ jobs: Jobs, slack: Int) {
        self.jobs = jobs
        self.slack = slack
    }

    func hasRoom(for call: ModelCall) -> Bool {
        if let limit = jobs.limit { return sum < limit + min(slack, limit) }
        let limit = jobs.limit(for: call)
        return calls[Lane(call), default: 0] < limit + min(slack, limit)
    }

    mutating func enter(_ call: ModelCall) { count(call, 1) }

    mutating func leave(_ call: ModelCall) { count(call, -1) }

    private mutating func count(_ call: ModelCall, _ step: Int) {
        sum += step
        calls[Lane(call), default: 0] += step
    }
}
