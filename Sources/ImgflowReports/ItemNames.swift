import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// Which of many images a step is about, in words that no other of the same stage has.
struct ItemNames: Sendable {
    private let names: [PlanNode.ID: String]
    private let ofMany: Set<PlanNode.ID>

    init(_ plan: Plan) {
        var names: [PlanNode.ID: String] = [:]
        var ofMany: Set<PlanNode.ID> = []
        // A stage may take several steps for one image: those of one kind are told apart.
        for stage in Dictionary(grouping: plan.steps, by: { Kind($0) }).values {
            // A call whose answer brings several images is one step with more behind it.
            let isMany = stage.count > 1
            for step in stage where isMany { ofMany.insert(step.id) }
            // As little as tells them apart: the file or the words, what was swept, the seed, the number.
            for form in Form.allCases {
                let open = stage.filter { names[$0.id] == nil }
                for (name, steps) in Dictionary(grouping: open, by: { form.words(of: $0) }) {
                    guard let name, steps.count == 1 || form == Form.allCases.last,
                        let step = steps.first
                    else { continue }
                    names[step.id] = name
                    for other in steps.dropFirst() { names[other.id] = name }
                }
            }
        }
        self.names = names
        self.ofMany = ofMany
    }

    private struct Kind: Hashable {
        var span: Span
        var work: String

        init(_ node: PlanNode) {
            span = node.origin.span
            work =
                switch node.action {
                case .call(let call): "call \(call.card.name)"
                case .free(let operation): "\(type(of: operation))"
                default: ""
                }
        }
    }

    /// Nil where nothing is known of it but its stage.
    subscript(_ node: PlanNode) -> String? { names[node.id] }

    /// Nil where its stage does this to no other image.
    func ofMany(_ node: PlanNode) -> String? { ofMany.contains(node.id) ? names[node.id] : nil }

    private enum Form: CaseIterable {
        case image, swept, seed, number

        func words(of node: PlanNode) -> String? {
            let provenance = node.forecast.provenance
            let image = provenance.item
            guard self != .image else { return image }
            var parts = [image].compactMap(\.self)
            parts += provenance.swept.sorted { $0.key < $1.key }.map {
                "\($0.key) \($0.value.shown)"
            }
            if self == .seed || self == .number, let seed = provenance.seed {
                parts.append("seed \(seed)")
            }
            if self == .number { parts.append("number \(provenance.index)") }
            return parts.isEmpty ? nil : parts.joined(separator: ", ")
        }
    }
}

extension SweptValue {
    /// The label, or the value as it was written.
    fileprivate var shown: String {
        if let label { return label }
        let text = parts.compactMap { part in
            switch part {
            case .text(let text), .value(let text): text
            case .field(let field, _, let digits, _): "{\(field.words(digits))}"
            case .swept(let name, _, _, _): "{\(name)}"
            }
        }.joined()
        return text.count > 60 ? text.prefix(60) + "…" : text
    }
}
