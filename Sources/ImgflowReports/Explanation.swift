import ImgflowEngine
package import ImgflowLanguage
package import ImgflowModels
package import ImgflowPlanner
import ImgflowTerminal
import ImgflowVerbs

/// For each stage of a plan: the model that was chosen, why, its price, and what speaks against every
/// other.
package struct Explanation {
    private struct Stage {
        var origin: StageOrigin
        var call: ModelCall
        /// What the planner decided that the user did not write.
        var notes: [String]
        /// Of equal calls: copies and items of one stage.
        var count: Int
        /// The numbers that are sent, and what they do.
        var numbers: [(given: String, meaning: String)]
    }

    /// Calls that are described together.
    private struct Kind: Hashable {
        var span: Span
        var model: String
        var region: String
        var price: Price
    }

    private let name: String
    private let cost: String
    private let stages: [Stage]
    private let sources: Sources
    private let models: ModelCatalog
    private let today: CalendarDate

    package init(
        _ plan: Plan, _ sources: Sources, _ models: ModelCatalog, on today: CalendarDate
    ) {
        self.today = today
        name = sources.root.name
        cost = PlanText.cost(plan)
        self.sources = sources
        self.models = models
        var stages: [Stage] = []
        var places: [Kind: Int] = [:]
        for (node, call) in plan.calls {
            let kind = Kind(
                span: node.origin.span, model: call.card.name, region: call.region,
                price: call.price)
            if let index = places[kind] {
                stages[index].count += 1
                let known = stages[index].notes
                stages[index].notes += node.notes.filter { !known.contains($0) }
            } else {
                places[kind] = stages.count
                stages.append(
                    Stage(
                        origin: node.origin, call: call, notes: node.notes, count: 1,
                        numbers: Self.numbers(behind: node, in: plan)))
            }
        }
        self.stages = stages
    }

    private static func numbers(
        behind node: PlanNode, in plan: Plan
    ) -> [(given: String, meaning: String)] {
        guard let made = plan.stages.first(where: { $0.value.call == node.id })?.value,
            let signature = Verbs.catalog[made.verb]
        else { return [] }
        let numbers = made.arguments.compactMap { argument -> (given: String, meaning: String)? in
            guard let name = argument.name, case .written(let text) = argument.value,
                let parameter = signature.parameter(named: name)
            else { return nil }
            switch parameter.type {
            case .number, .integer: return ("\(name):\(text)", parameter.summary)
            default: return nil
            }
        }
        guard case .call(let call) = node.action, case .integer(let seed)? = call.request.seed,
            let parameter = signature.parameter(named: "seed")
        else { return numbers }
        let meaning = parameter.summary.split(separator: ";").first.map(String.init) ?? ""
        return numbers + [("seed:\(seed)", meaning)]
    }

    package var text: String {
        guard !stages.isEmpty else { return "\(name): no stage calls a model\n" }
        return "\(name): \(cost)\n"
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
            call.seeing.map { "\(call.cost) (\($0.route.price.words); \(call.price.citation))" }
                ?? (call.price.isUnknown
                    ? "unknown to imgflow: add `price:`"
                    : "\(call.pricePerImage) per image (\(call.price.citation))"))
        // Of a thousand images nobody reads each one's.
        for (given, meaning) in stage.numbers {
            let others = given.hasPrefix("seed:") && stage.count > 1 ? " and others" : ""
            table.add("with", "\(given)\(others): \(meaning)")
        }
        for (offset, note) in stage.notes.prefix(4).enumerated() {
            table.add(offset == 0 ? "note" : "", note)
        }
        if stage.notes.count > 4 {
            table.add("", "and \(stage.notes.count - 4) more like this; `plan` lists them all")
        }
        text += table.text
        var others = TextTable()
        for (offset, other) in call.selection.rejected.enumerated() {
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
        guard let endsOn = life.endsOn else { return call.selection.why }
        return call.selection.why
            + (endsOn <= today ? "; AWS retired it on \(endsOn)" : "; AWS retires it on \(endsOn)")
    }

    /// The models that no stage's verb could have used, so that nobody has to wonder.
    private var rest: String {
        let named = Set(
            stages.flatMap { stage in
                [stage.call.card.name] + stage.call.selection.rejected.map(\.model)
            })
        let others = models.entries.map(\.card).filter { card in
            !named.contains(card.name) && card.lifecycle.stage(on: today) != .retired
        }
        guard !others.isEmpty else { return "" }
        let names = others.map(\.name).joined(separator: ", ")
        return "\nother models have other uses (see `imgflow models`): \(names)\n"
    }

    package struct Report: Encodable {
        package struct Other: Encodable {
            package var model: String
            package var price: String
            package var why: String
        }

        package struct Stage: Encodable {
            package var line: Int
            package var verb: String
            package var calls: Int
            package var model: String
            package var modelID: String
            package var region: String
            package var price: String?
            package var priceSource: String
            package var because: String
            /// Every other model there is.
            package var rejected: [Other]
        }

        package var schema = 1
        package var program: String
        package var stages: [Stage]
    }

    package var report: Report {
        Report(
            program: name,
            stages: stages.map { stage in
                let call = stage.call
                var others = call.selection.rejected.map {
                    Report.Other(model: $0.model, price: $0.price.amount.plain, why: $0.why)
                }
                let named = Set(others.map(\.model) + [call.card.name])
                for card in models.entries.map(\.card) where !named.contains(card.name) {
                    others.append(
                        Report.Other(
                            model: card.name, price: card.price.amount.plain,
                            why: "other use: \(card.does)"))
                }
                return Report.Stage(
                    line: stage.origin.line, verb: stage.origin.verb, calls: stage.count,
                    model: call.card.name, modelID: call.card.invocationID, region: call.region,
                    price: call.price.isUnknown ? nil : call.price.amount.plain,
                    priceSource: call.price.citation, because: because(call), rejected: others)
            })
    }
}
