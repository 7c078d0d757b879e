import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowVerbs
import JSONRPC

/// What can be done at a place: each fix of `check`, and writing down what the planner chose.
struct CodeActions {
    private let analysis: Analysis
    private let client: ClientAbilities
    private let addresses: Addresses

    init(_ analysis: Analysis, _ client: ClientAbilities, _ addresses: Addresses) {
        self.analysis = analysis
        self.client = client
        self.addresses = addresses
    }

    /// - Parameter only: kinds that are asked for; none for all.
    func list(in span: Span, only: [String]) -> JSON {
        guard client.takesActions else { return [] }
        func wants(_ kind: String) -> Bool {
            only.isEmpty || only.contains { kind == $0 || kind.hasPrefix($0 + ".") }
        }
        var actions: [JSON] = []
        if wants("quickfix") { actions += fixes(in: span) }
        if wants("refactor.rewrite") { actions += choices(in: span) }
        return .array(actions)
    }

    private func fixes(in span: Span) -> [JSON] {
        DiagnosticReport(analysis, client, addresses).diagnostics.compactMap { item in
            guard let diagnostic = item.diagnostic, !diagnostic.edits.isEmpty,
                item.span.start <= span.end, span.start <= item.span.end
            else { return nil }
            return [
                "title": .string("Fix: \(Printable.text(diagnostic.fix ?? diagnostic.message))"),
                "kind": "quickfix", "isPreferred": true, "diagnostics": [item.json],
                "edit": WorkspaceEdit(
                    diagnostic.edits.map { edit in
                        let file = analysis.file(at: edit.span.start)
                        let uri = file.base == 0 ? nil : file.path.map(addresses.uri)
                        return (
                            uri ?? analysis.uri,
                            file.index.edit(edit.span, edit.replacement, base: file.base)
                        )
                    }
                ).json,
            ]
        }
    }

    /// `model:` and `seed:` as the plan has them, where they are not written.
    private func choices(in span: Span) -> [JSON] {
        guard let plan = analysis.plan, let root = analysis.planned?.linked.root else { return [] }
        let calls = root.program.calls.filter {
            $0.span.start <= span.end && span.start <= $0.span.end
        }
        return calls.flatMap { call -> [JSON] in
            let planned = plan.calls.filter { $0.node.origin.span == call.span }.map(\.call)
            guard let signature = Verbs.catalog[call.verb.text], !planned.isEmpty else {
                return []
            }
            func lacks(_ name: String) -> Bool {
                signature.parameter(named: name) != nil
                    && !call.arguments.contains { $0.name.text == name }
            }
            var actions: [JSON] = []
            let models = Set(planned.map(\.card.name))
            if lacks("model"), models.count == 1, let model = models.first {
                actions.append(
                    writing("model:\(model)", behind: call, "Pin this model: \(model)"))
            }
            let seeds = Set(planned.map(\.knownSeed))
            if lacks("seed"), seeds.count == 1, let seed = seeds.first ?? nil {
                actions.append(writing("seed:\(seed)", behind: call, "Give this seed: \(seed)"))
            }
            return actions
        }
    }

    private func writing(_ argument: String, behind call: Call, _ title: String) -> JSON {
        let end = Span(call.span.end, call.span.end)
        return [
            "title": .string(title), "kind": "refactor.rewrite",
            "edit": WorkspaceEdit([(analysis.uri, analysis.index.edit(end, " " + argument))]).json,
        ]
    }
}

/// Edits of several files.
struct WorkspaceEdit {
    private let edits: [(uri: String, edit: JSON)]

    init(_ edits: [(uri: String, edit: JSON)]) { self.edits = edits }

    var json: JSON {
        var changes: [String: [JSON]] = [:]
        for (uri, edit) in edits { changes[uri, default: []].append(edit) }
        return ["changes": .object(changes.mapValues { .array($0) })]
    }
}
