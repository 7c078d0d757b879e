import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowTerminal

/// A plan as people read it.
enum PlanText {
    static func make(_ plan: Plan, _ source: SourceText, _ backend: Backend) -> String {
        var text = "\(source.name): \(headline(plan, backend))\n"
        if !plan.steps.isEmpty { text += "\n" + steps(plan) }
        let prices = prices(plan)
        if !prices.isEmpty { text += "\nprices\n" + prices }
        text += "\n" + facts(plan, backend)
        return text
    }

    private static func headline(_ plan: Plan, _ backend: Backend) -> String {
        let calls = plan.calls
        guard !calls.isEmpty else { return "no paid calls" }
        let known = calls.count { $0.call.known != nil }
        var words = "\(Count(calls.count, "paid call")), \(total(plan))"
        if known > 0 { words += " (\(known) known already)" }
        if !backend.isBilled { words += "; the sandbox bills nothing" }
        return words
    }

    /// The price of all calls, as far as it is known.
    static func total(_ plan: Plan) -> String {
        let unpriced = plan.unpriced.count
        let cost = plan.cost
        let sum = cost.isExact ? "\(cost.most)" : "\(cost.least) to \(cost.most)"
        guard unpriced > 0 else { return sum }
        guard cost.most > .zero else { return "price unknown" }
        return "\(sum) and the unknown price of \(Count(unpriced, "call"))"
    }

    /// The total, and how sure it is.
    private static func sureTotal(_ plan: Plan) -> String {
        let doubtful = plan.calls.filter { $0.call.known == nil && !$0.call.price.isConfirmed }
            .reduce(Dollars.zero) { $0 + $1.call.price.amount }
        guard doubtful > .zero else { return total(plan) }
        let share = doubtful == plan.total ? "all of it" : "\(doubtful) of it"
        return "\(total(plan)), \(share) at prices that AWS has not confirmed"
    }

    /// What is sent, and where to.
    private static func destination(_ plan: Plan, _ backend: Backend) -> String {
        guard backend.isBilled else { return "nobody: the sandbox answers on this machine" }
        if let endpoint = backend.customEndpoint { return endpoint }
        let regions = Set(plan.calls.filter { $0.call.known == nil }.map(\.call.region))
        return
            "AWS in \(regions.sorted().joined(separator: ", ")): the pictures and words of the calls"
    }

    private static func steps(_ plan: Plan) -> String {
        var text = ""
        var table = TextTable()
        // Notes go under their step, so the table is cut and joined line by line.
        var notes: [[String]] = []
        for node in plan.steps where !node.action.isTurning {
            table.add(
                "line \(node.origin.line)", verb(node), Printable.text(what(node)),
                size(node, plan),
                price(node))
            notes.append(conditions(node) + node.notes)
        }
        for (line, notes) in zip(table.text.split(separator: "\n"), notes) {
            text += "\(line)\n" + notes.map { "      = \(Printable.text($0))\n" }.joined()
        }
        return text
    }

    /// What only the run will decide.
    private static func conditions(_ node: PlanNode) -> [String] {
        node.guards.filter { $0.isMet == nil }.sorted { $0.decision < $1.decision }
            .map { "only \($0.words)" }
    }

    /// A picture that a parameter names is loaded too.
    private static func verb(_ node: PlanNode) -> String {
        switch node.action {
        case .load, .standardInput: "load"
        default: node.origin.verb
        }
    }

    private static func what(_ node: PlanNode) -> String {
        switch node.action {
        case .load(let path): path
        case .standardInput: "-"
        case .free: "on this machine"
        case .returnedMask: "the mask that came with it"
        case .call(let call): "\(call.card.name) in \(call.region)"
        case .save(let save):
            switch save.target {
            case .file(let path): path
            case .late(let text): "\(text)"
            case .standardOutput: "-"
            }
        case .tell, .show, .gate, .rescue, .pick: ""
        }
    }

    private static func size(_ node: PlanNode, _ plan: Plan) -> String {
        let out = described(node.forecast)
        switch node.action {
        case .load, .standardInput: return out
        case .save(let save):
            var saved = node.forecast
            saved.format = save.format ?? saved.format
            saved.hasAlpha = saved.hasAlpha && saved.format?.carriesAlpha != false
            return described(saved)
        case .tell, .show, .gate, .rescue, .pick: return out
        case .free, .call, .returnedMask:
            guard let input = node.inputs.first.map({ plan.nodes[$0] }) else { return out }
            return "\(input.forecast.size) -> \(out)"
        }
    }

    private static func described(_ forecast: Forecast) -> String {
        let format = forecast.format.map { " \($0.rawValue)" } ?? ""
        return "\(forecast.size)\(format)\(forecast.hasAlpha ? ", transparent" : "")"
    }

    private static func price(_ node: PlanNode) -> String {
        guard case .call(let call) = node.action else { return "" }
        if call.known != nil { return "known" }
        return call.price.isUnknown ? "?" : "\(call.price.amount)"
    }

    /// Each price once, with its source.
    private static func prices(_ plan: Plan) -> String {
        var table = TextTable()
        var seen: Set<String> = []
        for (_, call) in plan.calls {
            let price = call.price
            guard seen.insert("\(call.card.name) \(price.amount)").inserted else { continue }
            table.add(
                call.card.name, price.isUnknown ? "?" : "\(price.amount)",
                price.isUnknown ? "unknown to imgflow: say it with `price:`" : price.citation)
        }
        return table.text
    }

    private static func facts(_ plan: Plan, _ backend: Backend) -> String {
        var table = TextTable()
        for (offset, target) in plan.targets.enumerated() {
            table.add(offset == 0 ? "files" : "", Printable.text(target))
        }
        for (offset, path) in plan.present.enumerated() {
            table.add(offset == 0 ? "there" : "", Printable.text(path))
        }
        let estimate = PlanEstimate(plan)
        if plan.calls.contains(where: { $0.call.known == nil }) {
            table.add("sent to", destination(plan, backend))
            table.add(
                "time",
                estimate.minutes <= 1
                    ? "AWS's limits of calls a minute add no wait"
                    : "at least \(estimate.minutes) minutes, by AWS's limits of calls a minute")
        }
        if plan.steps.contains(where: { $0.forecast.size.isAbout }) {
            table.add("about", "AWS documents no exact size for these answers")
        }
        if estimate.bytes > 0 {
            table.add("disk", "about \(ByteCount(estimate.bytes))")
        }
        table.add("total", sureTotal(plan))
        return table.text
    }
}

/// What a plan needs besides money.
struct PlanEstimate {
    /// That the quotas of models and regions allow the calls in.
    let minutes: Int
    /// Of the answers and the files.
    let bytes: Int

    init(_ plan: Plan) {
        var calls: [String: (count: Int, quota: Int)] = [:]
        for (_, call) in plan.calls where call.known == nil {
            let key = "\(call.card.name) \(call.region)"
            calls[key, default: (0, call.card.quota.requestsPerMinute)].count += 1
        }
        minutes = calls.values.map { ($0.count + $0.quota - 1) / max(1, $0.quota) }.max() ?? 0
        bytes = plan.steps.reduce(0) { sum, node in
            let isKept =
                switch node.action {
                case .call(let call): call.known == nil
                case .save: true
                default: false
                }
            return isKept ? sum + Self.bytes(node.forecast) : sum
        }
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

/// Bytes in the unit that reads best.
struct ByteCount: CustomStringConvertible {
    let bytes: Int

    init(_ bytes: Int) { self.bytes = bytes }

    var description: String {
        if bytes < 1_000 { return "\(Count(bytes, "byte"))" }
        if bytes < 1_000_000 { return "\(bytes / 1_000) kB" }
        if bytes >= 10_000_000_000 { return "\(bytes / 1_000_000_000) GB" }
        let tenths = bytes / 100_000
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}

extension PlanAction {
    /// It only turns the way of the images: there is nothing to show of it.
    fileprivate var isTurning: Bool {
        switch self {
        case .gate, .rescue, .pick: true
        default: false
        }
    }
}
