import ImgflowModels
import ImgflowPlanner

/// `always`, as it was answered: verbs that need no question, each up to what it cost then.
struct StandingAgreement {
    private(set) var limits: [String: Dollars] = [:]

    /// Calls of unknown price, and those that only the script calls free, are confirmed each time.
    func covers(_ series: PlanSeries) -> Bool {
        guard Self.isPriced(series) else { return false }
        return series.verbs.allSatisfy { verb, cost in limits[verb].map { cost <= $0 } ?? false }
    }

    static func isPriced(_ series: PlanSeries) -> Bool {
        series.unpriced.isEmpty && series.calledFree.isEmpty
    }

    mutating func add(_ series: PlanSeries) {
        for (verb, cost) in series.verbs { limits[verb] = max(cost, limits[verb] ?? .zero) }
    }

    /// - Parameter verb: nil for all of them.
    /// - Returns: False where the verb has none.
    mutating func takeBack(_ verb: String?) -> Bool {
        guard let verb else {
            limits = [:]
            return true
        }
        return limits.removeValue(forKey: verb) != nil
    }

    /// `upscale up to $0.60`; nil where there is none.
    var text: String? {
        guard !limits.isEmpty else { return nil }
        return limits.sorted { $0.key < $1.key }.map { "\($0.key) up to \($0.value)" }
            .joined(separator: ", ")
    }
}

/// What one entry may still cost without a further question: its statements run one after the other.
struct EntryAgreement {
    private(set) var left: Dollars
    /// The calls whose price nobody knows, and that were confirmed.
    private var confirmed: Set<AnswerKey>

    init(_ series: PlanSeries, threshold: Dollars) {
        left = max(threshold, series.total)
        confirmed = Set((series.unpriced + series.calledFree).map(\.key))
    }

    /// Whether a plan, as it is when its turn has come, is part of what was agreed to.
    func covers(_ plan: Plan?) -> Bool {
        guard let plan else { return false }
        let series = PlanSeries([plan])
        let open = (series.unpriced + series.calledFree).map(\.key)
        return series.total <= left && open.allSatisfy(confirmed.contains)
    }

    mutating func spend(_ cost: Dollars) { left = left > cost ? left - cost : .zero }
}
