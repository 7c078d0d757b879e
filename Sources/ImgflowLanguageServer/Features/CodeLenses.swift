import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowReports
import JSONRPC

/// Above each pipeline what it costs; a click plans it, another runs the program in the sandbox.
struct CodeLenses {
    private let analysis: Analysis

    init(_ analysis: Analysis) { self.analysis = analysis }

    var list: JSON {
        guard let planned = analysis.planned else { return [] }
        let root = planned.linked.root
        if planned.isRight, let first = planned.missing.first {
            return .array(missing(first, root))
        }
        guard let plan = analysis.plan else { return [] }
        let statements = root.program.statements.filter { $0.pipelineSpan != nil }
        let steps = steps(of: plan, statements.map(\.span))
        return .array(
            statements.enumerated().flatMap { number, statement -> [JSON] in
                guard let nodes = steps[number] else { return [] }
                var part = plan
                part.nodes = nodes
                var lenses = [lens(statement.span, Self.price(part), .plan)]
                // A program with a mistake does not run.
                if planned.plan != nil {
                    lenses.append(lens(statement.span, "run in the sandbox", .sandbox))
                }
                return lenses
            })
    }

    /// The steps of each statement; those of a definition belong to its call.
    private func steps(of plan: Plan, _ statements: [Span]) -> [Int: [PlanNode]] {
        var steps: [Int: [PlanNode]] = [:]
        for node in plan.steps where analysis.isInRoot(node.origin.place.start) {
            let place = node.origin.place
            var (low, high) = (0, statements.count)
            while low < high {
                let middle = (low + high) / 2
                if statements[middle].start <= place.start {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            guard low > 0, place.end <= statements[low - 1].end else { continue }
            steps[low - 1, default: []].append(node)
        }
        return steps
    }

    /// `3 calls, $0.67, 1 cached`
    static func price(_ part: Plan) -> String {
        let calls = part.calls
        guard !calls.isEmpty else { return "free" }
        let cached = calls.count { $0.call.known != nil }
        let most = part.cost.isExact ? "" : "up to "
        let words = "\(most)\(Count(calls.count, "call")), \(PlanText.total(part))"
        return cached > 0 ? "\(words), \(cached) cached" : words
    }

    private func lens(_ span: Span, _ title: String, _ command: ServerCommand) -> JSON {
        [
            "range": analysis.index.json(Span(span.start, span.start)),
            "command": [
                "title": .string(title), "command": .string(command.rawValue),
                "arguments": [.string(analysis.uri), .integer(span.start)],
            ],
        ]
    }

    /// A program that asks for something has a price when it is given.
    private func missing(_ name: String, _ root: ParsedProgram) -> [JSON] {
        for case .parameter(let declaration) in root.program.statements
        where declaration.name.text == name {
            return [
                [
                    "range": analysis.index.json(
                        Span(declaration.span.start, declaration.span.start)),
                    "command": [
                        "title": .string("its price is known when `\(name)` is given"),
                        "command": "",
                    ],
                ]
            ]
        }
        return []
    }
}

extension Statement {
    /// Of the pipeline that runs where the statement stands; a lone word of a `let` may be one.
    var pipelineSpan: Span? {
        switch self {
        case .pipeline(let pipeline): pipeline.span
        case .binding(let binding):
            switch binding.content {
            case .pipeline(let pipeline): pipeline.span
            case .value(let value): value.span
            }
        case .version, .parameter, .use, .definition, .setting: nil
        }
    }
}

extension Plan {
    /// The steps of one statement of the program: the others are not needed.
    func part(in span: Span) -> Plan {
        var part = self
        for index in part.nodes.indices {
            let place = part.nodes[index].origin.place
            let isInside = span.start <= place.start && place.end <= span.end
            part.nodes[index].isNeeded = part.nodes[index].isNeeded && isInside
        }
        return part
    }
}
