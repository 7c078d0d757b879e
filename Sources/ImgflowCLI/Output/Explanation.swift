import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowTerminal

/// For each stage of a plan: the model that was chosen, why, its price, and what speaks against every
/// other.
struct Explanation {
    private struct Stage {
        var origin: StageOrigin
        var call: ModelCall
        /// What the planner decided that the user did not write.
        var notes: [String]
        /// Of equal calls: copies and items of one stage.
        var count: Int
    }

    private let name: String
    private let total: String
    private let stages: [Stage]
    private let sources: Sources
    private let models: ModelCatalogue
    private let today: CalendarDate

    init(
        _ plan: Plan, _ sources: Sources, _ models: ModelCatalogue, on today: CalendarDate
    ) {
        self.today = today
        name = sources.root.name
        total = PlanText.total(plan)
        self.sources = sources
        self.models = models
        var stages: [Stage] = []
        for (node, call) in plan.calls {
            let index = stages.firstIndex { stage in
                stage.origin.span == node.origin.span && stage.call.card.name == call.card.name
                    && stage.call.region == call.region && stage.call.price == call.price
            }
            if let index {
                stages[index].count += 1
            } else {
                stages.append(
                    Stage(origin: node.origin, call: call, notes: node.notes, count: 1))
            }
        }
        self.stages = stages
    }

    var text: String {
        guard !stages.isEmpty else { return "\(name): no stage calls a model\n" }
        let calls = stages.reduce(0) { $0 + $1.count }
        return "\(name): \(Count(calls, "paid call")), \(total)\n"
            + stages.map { "\n" + describe($0) }.joined() + rest
    }

    private func describe(_ stage: Stage) -> String {
        let call = stage.call
        var text = "line \(stage.origin.line): \(Printable.text(written(stage)))\n"
        var table = TextTable()
        let times = stage.count > 1 ? ", \(stage.count) times" : ""
        table.add("takes", "\(call.card.name) in \(call.region)\(times): \(call.card.does)")
        table.add("because", because(call))
        table.add(
            "price",
            call.price.isUnknown
                ? "unknown to imgflow: say it with `price:`"
                : "\(call.price.amount) a picture (\(call.price.citation))")
        for (offset, note) in stage.notes.enumerated() {
            table.add(offset == 0 ? "note" : "", note)
        }
        text += table.text
        var others = TextTable()
        for (offset, other) in call.choice.rejected.enumerated() {
            others.add(
                offset == 0 ? "not" : "   ", other.model,
                other.isRetired ? "" : "\(other.price.amount)", other.why)
        }
        return text + others.text
    }

    /// The stage as the program has it, on one line.
    private func written(_ stage: Stage) -> String {
        let lines = sources[stage.origin.span].split(whereSeparator: \.isNewline)
        let text = lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
        return text.count <= 100 ? text : text.prefix(99) + "…"
    }

    private func because(_ call: ModelCall) -> String {
        let life = call.card.lifecycle
        guard let endsOn = life.endsOn else { return call.choice.why }
        return call.choice.why
            + (endsOn <= today ? "; AWS retired it on \(endsOn)" : "; AWS ends it on \(endsOn)")
    }

    /// The models that no stage's verb could have used, so that nobody has to wonder.
    private var rest: String {
        let named = Set(
            stages.flatMap { stage in
                [stage.call.card.name] + stage.call.choice.rejected.map(\.model)
            })
        let others = models.entries.map(\.card).filter { !named.contains($0.name) }
        guard !others.isEmpty else { return "" }
        let names = others.map(\.name).joined(separator: ", ")
        return "\nother models do other work (`imgflow models` tells which): \(names)\n"
    }

    struct Report: Encodable {
        struct Other: Encodable {
            var model: String
            var price: String
            var why: String
        }

        struct Stage: Encodable {
            var line: Int
            var verb: String
            var calls: Int
            var model: String
            var modelID: String
            var region: String
            var price: String?
            var priceSource: String
            var because: String
            /// Every other model there is.
            var rejected: [Other]
        }

        var schema = 1
        var program: String
        var stages: [Stage]
    }

    var report: Report {
        Report(
            program: name,
            stages: stages.map { stage in
                let call = stage.call
                var others = call.choice.rejected.map {
                    Report.Other(model: $0.model, price: $0.price.amount.plain, why: $0.why)
                }
                let named = Set(others.map(\.model) + [call.card.name])
                for card in models.entries.map(\.card) where !named.contains(card.name) {
                    others.append(
                        Report.Other(
                            model: card.name, price: card.price.amount.plain,
                            why: "does other work: it \(card.does)"))
                }
                return Report.Stage(
                    line: stage.origin.line, verb: stage.origin.verb, calls: stage.count,
                    model: call.card.name, modelID: call.card.invocationID, region: call.region,
                    price: call.price.isUnknown ? nil : call.price.amount.plain,
                    priceSource: call.price.citation, because: because(call), rejected: others)
            })
    }
}
