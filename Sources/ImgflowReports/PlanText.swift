import ImageFacts
package import ImgflowEngine
package import ImgflowLanguage
import ImgflowModels
package import ImgflowPlanner
import ImgflowTerminal

/// A plan as people read it.
package enum PlanText {
    package static func make(
        _ plan: Plan, _ source: SourceText, _ backend: Backend, _ estimate: PlanEstimate
    ) -> String {
        var text = "\(Printable.text(source.name)): \(headline(plan, backend))\n"
        if !plan.steps.isEmpty { text += "\n" + steps(plan) }
        let prices = prices(plan)
        if !prices.isEmpty { text += "\nprices\n" + prices }
        text += "\n" + facts(plan, backend, estimate)
        return text
    }

    package static func headline(_ plan: Plan, _ backend: Backend) -> String {
        guard !plan.calls.isEmpty else { return "no paid calls" }
        return backend.isBilled ? cost(plan) : "\(cost(plan)); the sandbox bills nothing"
    }

    /// How many calls, what they cost, and how many of them need not be made.
    package static func cost(_ plan: Plan) -> String {
        let calls = plan.calls
        let known = calls.count { $0.call.isKnown }
        let most = plan.decidesCalls ? "up to " : ""
        let words = "\(most)\(Count(calls.count, "paid call")), \(total(plan))"
        return known > 0 ? "\(words) (\(known) cached)" : words
    }

    /// The price of all calls, as far as it is known.
    package static func total(_ plan: Plan) -> String {
        let unpriced = plan.unpriced.count
        let cost = plan.cost
        let sum = cost.isExact ? "\(cost.most)" : "\(cost.least) to \(cost.most)"
        guard unpriced > 0 else { return sum }
        guard cost.most > .zero else { return "price unknown" }
        return "\(sum) and \(Count(unpriced, "call")) of unknown price"
    }

    /// What is sent, and where to.
    private static func destination(_ plan: Plan, _ backend: Backend) -> String {
        guard backend.isBilled else { return "nowhere: data stays on this machine (sandbox)" }
        if let endpoint = backend.customEndpoint { return endpoint }
        let calls = plan.calls.map(\.call).filter { !$0.isKnown }
        let regions = Set(calls.map(\.region)).sorted().joined(separator: ", ")
        let pictures = calls.reduce(0) { $0 + $1.pictures.count }
        let hasWords = calls.contains { $0.request.holdsWords }
        return "AWS in \(regions): \(contents(pictures, hasWords: hasWords))"
    }

    private static func contents(_ pictures: Int, hasWords: Bool) -> String {
        let words = hasWords ? "the prompt" : ""
        guard pictures > 0 else { return hasWords ? "the prompt only" : "the request only" }
        return "\(Count(pictures, "image"))\(hasWords ? " and " : "")\(words)"
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

    /// An image that a parameter names is loaded too.
    private static func verb(_ node: PlanNode) -> String {
        switch node.action {
        case .load, .held, .standardInput: "load"
        default: node.origin.verb
        }
    }

    private static func what(_ node: PlanNode) -> String {
        switch node.action {
        case .load(let path): Printable.text(path)
        case .standardInput: "-"
        case .held(let image): image.name
        case .free: "on this machine"
        case .returnedMask: "the mask returned with it"
        case .returnedImage(let number): "image \(number) of the response"
        case .call(let call): "\(call.card.name) in \(call.region)"
        case .save(let save):
            switch save.target {
            case .file(let path): Printable.text(path)
            case .deferred(let text): "\(text)"
            case .standardOutput: "-"
            }
        case .noted, .info, .show, .gate, .fallback, .pick, .rank: ""
        }
    }

    private static func size(_ node: PlanNode, _ plan: Plan) -> String {
        let out = described(node.forecast)
        switch node.action {
        case .load, .held, .standardInput: return out
        case .save(let save):
            var saved = node.forecast
            saved.format = save.format ?? saved.format
            saved.hasAlpha = saved.hasAlpha && saved.format?.carriesAlpha != false
            return described(saved)
        case .call(let call) where call.seeing != nil: return ""
        case .noted, .info, .show, .gate, .fallback, .pick, .rank, .returnedImage: return out
        case .free, .call, .returnedMask:
            guard let input = node.inputs.first.map({ plan.nodes[$0] }) else { return out }
            return "\(input.forecast.size) -> \(out)"
        }
    }

    package static func described(_ forecast: Forecast) -> String {
        let format = forecast.format.map { " \($0.rawValue)" } ?? ""
        return "\(forecast.size)\(format)\(forecast.hasAlpha ? ", transparent" : "")"
    }

    private static func price(_ node: PlanNode) -> String {
        guard case .call(let call) = node.action else { return "" }
        if call.isKnown { return "cached" }
        if call.seeing != nil { return "\(call.cost)" }
        return call.price.isUnknown ? "?" : "\(call.price.amount)"
    }

    /// Each price once, with its source.
    private static func prices(_ plan: Plan) -> String {
        var table = TextTable()
        var seen: Set<String> = []
        for (_, call) in plan.calls {
            if let seeing = call.seeing {
                guard seen.insert("\(call.card.name) \(seeing.route.prefix)").inserted else {
                    continue
                }
                table.add(call.card.name, seeing.route.price.words, seeing.route.price.citation)
                continue
            }
            let price = call.price
            let each = call.pricePerImage
            guard seen.insert("\(call.card.name) \(each)").inserted else { continue }
            table.add(
                call.card.name, price.isUnknown ? "?" : "\(each)",
                price.isUnknown ? "unknown to imgflow: add `price:`" : price.citation)
        }
        return table.text
    }

    private static func facts(
        _ plan: Plan, _ backend: Backend, _ estimate: PlanEstimate
    ) -> String {
        var table = TextTable()
        func list(_ name: String, _ values: [String]) {
            for (offset, value) in values.enumerated() {
                table.add(offset == 0 ? name : "", Printable.text(value))
            }
        }
        list("defaults", plan.settings.defaults.map { "\($0) (from config.toml)" })
        list("files", files(plan))
        list("exists", plan.present)
        list("skipped", leftOut(plan))
        if plan.calls.contains(where: { !$0.call.isKnown }) {
            table.add("sent to", destination(plan, backend))
            table.add("time", time(estimate))
        }
        if plan.steps.contains(where: { $0.forecast.size.isAbout }) {
            table.add("sizes", "`about`: estimated; AWS does not document the exact size")
        }
        if estimate.bytes > 0 {
            table.add("disk", "about \(ByteCount(estimate.bytes)), including cached results")
        }
        if plan.steps.contains(where: \.isRescue) {
            table.add(
                "failures",
                "AWS does not document whether refused images are billed; the lower bound includes them"
            )
        }
        if let budget = plan.settings.budget {
            table.add("budget", "$\(budget.text): calls that would exceed it are not sent")
        }
        table.add("total", total(plan))
        return table.text
    }

    /// What is written, and what stands there.
    private static func files(_ plan: Plan) -> [String] {
        plan.steps.compactMap { node in
            guard case .save(let save) = node.action else { return nil }
            switch save.target {
            case .standardOutput: return nil
            case .deferred(let text):
                return "\(text) (the rest of the name is known during the run)"
            case .file(let raw):
                let path = Printable.text(raw)
                return switch save.standing {
                case .free: path
                case .same: "\(path) (already exists, unchanged)"
                case .own: "\(path) (replaces imgflow's own file)"
                case .foreign: "\(path) (replaces an existing file)"
                }
            }
        }
    }

    /// Images of the program that no step takes: conditions are against them.
    private static func leftOut(_ plan: Plan) -> [String] {
        let taken = Set(plan.steps.map(\.id))
        var words: [PlanNode.ID: String] = [:]
        for node in plan.nodes {
            guard let unmet = node.guards.first(where: { $0.isMet == false }) else { continue }
            for input in node.inputs where words[input] == nil { words[input] = unmet.words }
        }
        return plan.nodes.compactMap { node in
            guard case .load(let path) = node.action, !taken.contains(node.id) else { return nil }
            let why = words[node.id].map { "only \($0)" }
            return "\(Printable.text(path)) (\(why ?? "not needed in this run"))"
        }
    }

    private static func time(_ estimate: PlanEstimate) -> String {
        let limits =
            estimate.minutes <= 1
            ? "no waiting for AWS quotas"
            : "at least \(estimate.minutes) minutes because of AWS quotas"
        guard let seconds = estimate.seconds else { return limits }
        let expected = seconds < 100 ? "\(max(seconds, 1)) s" : "\((seconds + 30) / 60) min"
        return "about \(expected) (from earlier calls); \(limits)"
    }
}

extension PlanAction {
    /// It only turns the way of the images: there is nothing to show of it.
    fileprivate var isTurning: Bool {
        switch self {
        case .noted, .gate, .fallback, .pick, .rank: true
        default: false
        }
    }
}

extension PlanNode {
    /// It begins where another way failed, as far as only the run knows.
    fileprivate var isRescue: Bool {
        if case .fallback = action { guards.contains { $0.isMet == nil } } else { false }
    }
}

extension RequestValue {
    /// It has a prompt or a text of the user's.
    fileprivate var holdsWords: Bool {
        switch self {
        case .object(let fields):
            fields.contains { field in
                switch field.value {
                case .string, .deferred:
                    field.name.lowercased().hasSuffix("prompt")
                        || field.name.lowercased().hasSuffix("text")
                case let inner: inner.holdsWords
                }
            }
        case .list(let values): values.contains(where: \.holdsWords)
        case .verbatim: true
        default: false
        }
    }
}
