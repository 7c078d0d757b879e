import ImageFacts
import ImgflowModels
package import ImgflowPlanner
package import ImgflowRuntime

/// What a plan needs besides money.
package struct PlanEstimate {
    /// That the quotas of models and regions allow the calls in.
    package let minutes: Int
    /// How long the calls will take, by how long each model took before; nil where one of them was
    /// never called.
    package let seconds: Int?
    /// Of the answers and the files.
    package let bytes: Int

    /// - Parameters:
    ///   - typical: milliseconds that a model takes, by its name.
    ///   - jobs: how many calls are on their way at once.
    package init(
        _ plan: Plan, typical: (_ model: String) -> Int? = { _ in nil }, jobs: Jobs = Jobs(nil)
    ) {
        var lanes: [String: (count: Int, call: ModelCall)] = [:]
        for (_, call) in plan.calls where !call.isKnown {
            lanes["\(call.card.name) \(call.region)", default: (0, call)].count += 1
        }
        let waits = lanes.values.map { lane in
            let quota = max(1, lane.call.card.quota.requestsPerMinute)
            return (lane.count + quota - 1) / quota
        }
        let most = waits.max() ?? 0
        minutes = most
        seconds = Self.seconds(plan, lanes.values.map { $0 }, typical, jobs).map {
            max($0, (most - 1) * 60)
        }
        bytes = plan.steps.reduce(0) { sum, node in
            let isKept =
                switch node.action {
                case .call(let call): !call.isKnown && call.seeing == nil
                case .save: true
                default: false
                }
            return isKept ? sum + Self.bytes(node.forecast) : sum
        }
    }

    /// The longest chain of calls, or the fullest lane, whichever takes longer.
    private static func seconds(
        _ plan: Plan, _ lanes: [(count: Int, call: ModelCall)],
        _ typical: (String) -> Int?, _ jobs: Jobs
    ) -> Int? {
        var times: [String: Int] = [:]
        var fullest = 0
        for lane in lanes {
            let name = lane.call.card.name
            guard let time = times[name] ?? typical(name) else { return nil }
            times[name] = time
            let width = jobs.limit(for: lane.call)
            fullest = max(fullest, (lane.count + width - 1) / width * time)
        }
        guard !times.isEmpty else { return nil }
        var ends: [PlanNode.ID: Int] = [:]
        for node in plan.steps {
            let begin = (node.inputs + node.waitsFor).map { ends[$0] ?? 0 }.max() ?? 0
            if case .call(let call) = node.action, !call.isKnown {
                ends[node.id] = begin + (times[call.card.name] ?? 0)
            } else {
                ends[node.id] = begin
            }
        }
        return (max(fullest, ends.values.max() ?? 0) + 999) / 1_000
    }

    /// Bytes a pixel as measured on photographs by others: 2.1 as PNG, a quarter as JPEG.
    private static func bytes(_ forecast: Forecast) -> Int {
        guard let pixels = forecast.size.size?.pixels else { return 0 }
        switch forecast.format {
        case .png, .tiff, .gif: return pixels * 21 / 10
        default: return pixels / 4
        }
    }
}
