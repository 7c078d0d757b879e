import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowReports
import JSONRPC

/// Behind each stage what comes out of it: the size of the image, and the seed that was chosen.
struct InlayHints {
    private let analysis: Analysis

    init(_ analysis: Analysis) { self.analysis = analysis }

    /// - Parameter span: nil for the whole text.
    func list(in span: Span?) -> JSON {
        guard let plan = analysis.plan else { return [] }
        var stages: [Span: [PlanNode]] = [:]
        for node in plan.steps where node.makesImage {
            let place = node.origin.place
            guard analysis.isInRoot(place.start), Self.isIn(span, place.end) else { continue }
            stages[place, default: []].append(node)
        }
        let seeds = seeds(of: plan, in: span)
        let hints = stages.sorted { $0.key.end < $1.key.end }.flatMap { place, nodes in
            // What no step of the stage itself goes on with comes out of it.
            let inner = Set(nodes.flatMap(\.inputs))
            var labels = [Self.words(nodes.filter { !inner.contains($0.id) })]
            if let seed = seeds[place] { labels.append(seed) }
            return labels.map { hint($0, at: place.end) }
        }
        return .array(hints)
    }

    private static func isIn(_ span: Span?, _ place: Int) -> Bool {
        span.map { $0.start <= place && place <= $0.end } ?? true
    }

    private func hint(_ label: String, at place: Int) -> JSON {
        [
            "position": analysis.index.json(place), "label": .string(label), "paddingLeft": true,
        ]
    }

    private static func words(_ nodes: [PlanNode]) -> String {
        let all = nodes.map { PlanText.described($0.forecast) }
        guard let first = all.first else { return "" }
        if all.count == 1 { return first }
        let isSame = all.allSatisfy { $0 == first }
        return isSame ? "\(all.count) images, \(first)" : "\(all.count) images, the first \(first)"
    }

    private static let mostSeeds = 3

    /// Those that are not written.
    private func seeds(of plan: Plan, in span: Span?) -> [Span: String] {
        let calls = analysis.planned?.linked.root.program.calls ?? []
        let written = Set(
            calls.filter { $0.arguments.contains { $0.name.text == "seed" } }.map(\.span))
        var found: [Span: [Int]] = [:]
        for (node, call) in plan.calls {
            let place = node.origin.place
            guard place == node.origin.span, !written.contains(place), Self.isIn(span, place.end),
                let seed = call.knownSeed
            else { continue }
            found[place, default: []].append(seed)
        }
        return found.mapValues { seeds in
            let shown = seeds.prefix(Self.mostSeeds).map { "\($0)" }.joined(separator: ", ")
            return "seed:\(shown)\(seeds.count > Self.mostSeeds ? ", …" : "")"
        }
    }
}

extension ModelCall {
    /// The seed that is sent, where it is known before the run.
    var knownSeed: Int? {
        if case .integer(let seed)? = request.seed { seed } else { nil }
    }
}
