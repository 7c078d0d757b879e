import ImgflowEngine
import ImgflowModels
import ImgflowPlanner

/// What a run has come to so far, for the line that describes all of it.
struct RunTally: Sendable {
    /// Calls in the plan that are not known.
    let planned: Int
    private let begun = ContinuousClock.now
    var known = 0
    var paid = 0
    var failed = 0
    /// The image of the last that failed.
    var lastFailed: String?
    var spent = Dollars.zero
    /// The price of each call that is on its way.
    var underWay: [PlanNode.ID: Dollars] = [:]
    /// Models whose quota was waited for: said once.
    var slowed: Set<String> = []

    init(_ plan: Plan) { planned = plan.calls.count { !$0.call.isKnown } }

    /// One line for all, where a line each would fill the screen.
    var isCrowd: Bool { planned > 4 }

    var open: Dollars { underWay.values.reduce(.zero, +) }

    /// `12 of 100 done, 4 running, 1 failed (last b.jpg), $0.48 spent, about 3 min left`.
    var words: String {
        let done = paid + failed
        var parts = ["\(paid) of \(planned) done"]
        if !underWay.isEmpty { parts.append("\(underWay.count) running") }
        if failed > 0 {
            parts.append("\(failed) failed\(lastFailed.map { " (last \($0))" } ?? "")")
        }
        parts.append("\(spent) spent")
        if done >= 2, done < planned {
            let each = (ContinuousClock.now - begun) / done
            let seconds = Int((each * (planned - done)) / .seconds(1))
            parts.append(
                seconds < 100
                    ? "about \(max(1, seconds)) s left" : "about \((seconds + 30) / 60) min left")
        }
        return parts.joined(separator: ", ")
    }
}
