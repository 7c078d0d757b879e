import ImageFacts
import ImgflowLanguage
import ImgflowModels

/// The program that makes one image of a run again: only what led to it, with the seeds and models
/// that were chosen and the texts that were sent.
package struct Recipe {
    private let plan: Plan
    private let forecast: (PlanNode.ID) -> Forecast?
    private let chosen: (PlanNode.ID) -> PlanNode.ID?

    /// - Parameters:
    ///   - forecast: what the run knows of a step's image; nil where it has not been made.
    ///   - chosen: the input that went on, where a step lets one of several through.
    package init(
        _ plan: Plan, forecast: @escaping (PlanNode.ID) -> Forecast?,
        chosen: @escaping (PlanNode.ID) -> PlanNode.ID?
    ) {
        self.plan = plan
        self.forecast = forecast
        self.chosen = chosen
    }

    /// - Parameter path: where the image is saved, as the user writes it.
    package func program(for save: PlanNode, savedAs path: String) -> String? {
        guard case .save(let step) = save.action, let input = save.inputs.first else { return nil }
        var writer = Writer(recipe: self)
        writer.count(maker(of: input))
        var stages = writer.stages(to: maker(of: input), since: nil)
        let target = path == "-" ? "-" : SourceWriter.string(path)
        let alt = step.alternativeText.map { " alt:\(SourceWriter.string(text($0)))" } ?? ""
        stages.append(
            "save \(target)\(step.encoding.parameters)\(alt)\(step.embedsRecipe ? " embed:true" : "")"
        )
        let lines = RecipeWeaver.lines(
            writer.lets + [stages.joined(separator: " | ")], beginningWith: writer.held)
        return "imgflow 1\n" + lines.joined(separator: "\n") + "\n"
    }

    /// How the image of a step is made again, for a session that keeps it.
    ///
    /// - Parameter number: greater than those of all recipes before.
    package func held(_ id: PlanNode.ID, number: Int) -> HeldRecipe {
        var writer = Writer(recipe: self)
        writer.count(maker(of: id))
        let stages = writer.stages(to: maker(of: id), since: nil)
        return HeldRecipe(
            id: number, lets: writer.lets, line: stages.joined(separator: " | "),
            parents: writer.held)
    }

    /// What a text said in the run.
    fileprivate func text(_ text: PlannedText) -> String {
        text.parts.map { part in
            switch part {
            case .text(let text): text
            case .field(let field, let node, let digits):
                FieldPadding.padded(
                    (forecast(node) ?? plan.nodes[node].forecast).value(of: field) ?? "", to: digits
                )
            case .written: ""
            case .noted(let field):
                forecast(field.node)?.provenance.noted[field.key]?.known ?? ""
            }
        }.joined()
    }

    /// The step that made an image: those that only let it through are passed over.
    fileprivate func maker(of id: PlanNode.ID) -> PlanNode.ID {
        var id = id
        while plan.stages[id] == nil {
            switch plan.nodes[id].action {
            case .gate, .noted, .fallback, .info, .show, .save:
                guard let input = plan.nodes[id].inputs.first else { return id }
                id = input
            case .pick, .rank:
                guard let next = chosen(id) ?? plan.nodes[id].inputs.first else { return id }
                id = next
            default: return id
            }
        }
        return id
    }

    /// Writes stages; an image that is used more than once gets a name.
    private struct Writer {
        let recipe: Recipe
        var lets: [String] = []
        /// Of the kept images that it begins with.
        private(set) var held: [HeldRecipe] = []
        private var uses: [PlanNode.ID: Int] = [:]
        private var names: [PlanNode.ID: String] = [:]

        init(recipe: Recipe) { self.recipe = recipe }

        private var plan: Plan { recipe.plan }

        /// The images that a step was made from: those that came in, and those of its parameters.
        private func parts(
            of id: PlanNode.ID
        ) -> (inputs: [PlanNode.ID], images: [PlanNode.ID]) {
            guard let stage = plan.stages[id] else { return ([], []) }
            func images(_ value: MadeStage.Value) -> [PlanNode.ID] {
                switch value {
                case .image(let node): [recipe.maker(of: node)]
                case .list(let items): items.flatMap { images($0.value) }
                case .written, .text: []
                }
            }
            return (
                stage.inputs.filter { recipe.forecast($0) != nil }.map(recipe.maker),
                stage.arguments.flatMap { images($0.value) }
            )
        }

        /// Whether an image comes of another through stages that each take one.
        private func comes(_ id: PlanNode.ID, of base: PlanNode.ID?) -> Bool {
            guard let base else { return false }
            var id = id
            while id != base {
                let inputs = parts(of: id).inputs
                guard inputs.count == 1 else { return false }
                id = inputs[0]
            }
            return true
        }

        /// Counts how often each image is used; one that a parameter makes of what enters its stage is
        /// no use of that.
        mutating func count(_ id: PlanNode.ID) {
            var open: [(PlanNode.ID, base: PlanNode.ID?)] = [(id, nil)]
            while let (id, base) = open.popLast() {
                if id == base { continue }
                uses[id, default: 0] += 1
                guard uses[id] == 1 else { continue }
                let (inputs, images) = parts(of: id)
                for input in inputs { open.append((input, base)) }
                let own = inputs.count == 1 ? inputs[0] : nil
                for image in images { open.append((image, comes(image, of: own) ? own : nil)) }
            }
        }

        /// A pipeline may be as long as a program: it is walked, not called into.
        ///
        /// - Parameter base: the image that the pipeline begins with without being said.
        mutating func stages(to id: PlanNode.ID, since base: PlanNode.ID?) -> [String] {
            var line: [PlanNode.ID] = []
            var id = id
            while id != base, names[id] == nil {
                line.append(id)
                let inputs = source(id) == nil ? parts(of: id).inputs : []
                guard inputs.count == 1 else { break }
                id = inputs[0]
            }
            var result: [String] = []
            if id != base, let name = names[id] { result = ["$\(name)"] }
            for id in line.reversed() {
                add(id, to: &result)
                guard uses[id, default: 0] > 1, base == nil else { continue }
                let name = "image\(names.count + 1)"
                lets.append("let \(name) = \(result.joined(separator: " | "))")
                names[id] = name
                result = ["$\(name)"]
            }
            return result
        }

        /// How an image is read that no stage made.
        private func source(_ id: PlanNode.ID) -> String? {
            switch plan.nodes[id].action {
            case .load(let path): "load \(SourceWriter.string(path))"
            case .standardInput: "load -"
            case .held(let image): "$\(HeldRecipe.name(image.recipe.id))"
            default: nil
            }
        }

        /// - Parameter result: the stages before, where one image comes in.
        private mutating func add(_ id: PlanNode.ID, to result: inout [String]) {
            if let source = source(id) {
                result = [source]
                if case .held(let image) = plan.nodes[id].action { held.append(image.recipe) }
                return
            }
            guard let stage = plan.stages[id] else { return }
            let inputs = parts(of: id).inputs
            if inputs.count > 1 {
                let blocks = inputs.map {
                    "{ \(stages(to: $0, since: nil).joined(separator: " | ")) }"
                }
                result = ["fork \(blocks.joined(separator: " "))"]
            }
            result.append(words(of: stage, id, entering: inputs.count == 1 ? inputs[0] : nil))
            if let place = stage.place { result.append("pick \(place)") }
        }

        private mutating func words(
            of stage: MadeStage, _ id: PlanNode.ID, entering: PlanNode.ID?
        ) -> String {
            var words = [stage.verb]
            for (name, value) in stage.arguments {
                let text = written(value, entering: entering)
                words.append(name.map { "\($0):\(text)" } ?? text)
            }
            if let call = stage.call, case .call(let made) = plan.nodes[call].action {
                if stage.takesModel { words.append("model:\(made.card.name)") }
                if stage.takesSeed,
                    let seed = recipe.forecast(call)?.provenance.seed
                        ?? plan.nodes[call].forecast.provenance.seed
                {
                    words.append("seed:\(seed)")
                }
            }
            return words.joined(separator: " ")
        }

        private mutating func written(
            _ value: MadeStage.Value, entering: PlanNode.ID?
        ) -> String {
            switch value {
            case .written(let text): return text
            case .text(let text):
                return SourceWriter.string(recipe.text(text))
            case .image(let node):
                let image = recipe.maker(of: node)
                if image == entering { return "$" }
                let base = comes(image, of: entering) ? entering : nil
                let stages = stages(to: image, since: base)
                let isName = stages.count == 1 && stages[0].hasPrefix("$")
                return isName ? stages[0] : "(\(stages.joined(separator: " | ")))"
            case .list(let items):
                return SourceWriter.list(
                    items.map { item in
                        let text = written(item.value, entering: entering)
                        return item.label.map { "\($0):\(text)" } ?? text
                    })
            }
        }
    }
}
