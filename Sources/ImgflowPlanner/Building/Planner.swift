package import ImgflowLanguage
import ImgflowModels

/// Turns a checked program into a plan, or into everything that stands in its way.
package struct Planner: Sendable {
    private let verbs: [String: any Verb]

    package init(verbs: [any Verb]) {
        self.verbs = Dictionary(
            verbs.map { ($0.signature.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// - Returns: The plan, nil where there is an error, and all that is to be said of it.
    package func plan(
        _ program: CheckedProgram, world: any World, settings: PlanSettings
    ) -> (plan: Plan?, diagnostics: [Diagnostic]) {
        var walk = Walk(
            verbs: verbs,
            draft: PlanDraft(source: program.source, world: world, settings: settings))
        for (index, statement) in program.statements.enumerated() {
            walk.statement(statement, number: index)
        }
        let diagnostics = walk.draft.diagnostics
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            return (nil, diagnostics)
        }
        return (Plan(nodes: walk.draft.nodes, warnings: diagnostics), diagnostics)
    }
}

/// One image on its way through a pipeline, with the names it has met.
private struct Item {
    var image: PlannedImage?
    var names: [String: PlannedImage] = [:]
    var index: Int
}

/// Follows the statements and pipelines; what a stage means is the verb's own affair.
private struct Walk {
    let verbs: [String: any Verb]
    var draft: PlanDraft
    /// The images of each `let`; nil where its pipeline failed, so that its uses stay silent.
    var bindings: [String: [PlannedImage]?] = [:]
    var statementNumber = 0
    /// The images of pipelines in parentheses that stand on their own, by where they stand.
    var standalone: [Span: [PlannedImage]] = [:]

    mutating func statement(_ statement: CheckedStatement, number: Int) {
        statementNumber = number
        switch statement {
        case .binding(let name, _, let pipeline):
            bindings[name] = .some(run(pipeline, from: [Item(index: 1)])?.compactMap(\.image))
        case .pipeline(let pipeline):
            _ = run(pipeline, from: [Item(index: 1)])
        }
    }

    /// Nil where something failed and was reported; the rest of the pipeline is then not looked at.
    private mutating func run(_ pipeline: CheckedPipeline, from start: [Item]) -> [Item]? {
        var items = start
        for (position, stage) in pipeline.stages.enumerated() {
            guard let next = run(stage, at: position, of: pipeline, for: items) else { return nil }
            items = next
        }
        return items
    }

    private mutating func run(
        _ stage: CheckedStage, at position: Int, of pipeline: CheckedPipeline, for items: [Item]
    ) -> [Item]? {
        switch stage {
        case .name(let name, _):
            return items.map { item in
                var named = item
                named.names[name] = item.image
                return named
            }
        case .recall(let reference):
            var result: [Item] = []
            for item in items {
                guard let images = images(of: reference, for: item) else { return nil }
                result += images.map { Item(image: $0, names: item.names, index: item.index) }
            }
            return renumbered(result, after: items)
        case .call(let call):
            let wish = wish(after: position, of: pipeline)
            var result: [Item] = []
            var hasFailed = false
            for item in items {
                guard let made = run(call, wish: wish, for: item) else {
                    hasFailed = true
                    // One mistake of the program shows for every item: the first is enough, unless
                    // the items differ, and then three make the point.
                    if draft.errorCount >= 3 { break }
                    continue
                }
                result += made
            }
            return hasFailed ? nil : renumbered(result, after: items)
        }
    }

    /// Every image has the number of its item; where a stage made more or fewer than came, they are
    /// counted anew.
    private func renumbered(_ result: [Item], after items: [Item]) -> [Item] {
        result.enumerated().map { offset, item in
            var item = item
            if result.count != items.count { item.index = offset + 1 }
            item.image?.forecast.provenance.index = item.index
            return item
        }
    }

    private mutating func run(_ call: CheckedCall, wish: FormatWish, for item: Item) -> [Item]? {
        guard let verb = verbs[call.verb] else { return nil }
        guard resolveValues(of: call, for: item) else { return nil }
        let stage = VerbCall(
            call: call, wish: wish, statement: statementNumber, item: item.index,
            names: item.names)
        let errors = draft.errorCount
        do {
            let images = try verb.plan(stage, for: item.image, in: &draft)
            guard draft.errorCount == errors else { return nil }
            return images.map { Item(image: $0, names: item.names, index: item.index) }
        } catch {
            draft.report(error)
            return nil
        }
    }

    /// Plans the pipelines in parentheses and the variables among a call's arguments; the verb then
    /// finds their images on the draft.
    private mutating func resolveValues(of call: CheckedCall, for item: Item) -> Bool {
        var values: [Span: PlannedImage] = [:]
        let arguments = call.arguments.values.sorted { $0.span.start < $1.span.start }
        for argument in arguments {
            let parts: [(value: CheckedValue, span: Span)] =
                if case .list(let items) = argument.value {
                    items.map { ($0.value, $0.span) }
                } else {
                    [(argument.value, argument.valueSpan)]
                }
            for (value, span) in parts {
                let found: [PlannedImage]?
                switch value {
                case .pipeline(let pipeline): found = images(of: pipeline, for: item)
                case .variable(let reference): found = images(of: reference, for: item)
                default: continue
                }
                guard let found else { return false }
                guard found.count == 1, let image = found.first else {
                    draft.report(.model(.notOneImage(count: found.count, span: span)))
                    return false
                }
                values[span] = image
            }
        }
        draft.values = values
        return true
    }

    /// The images of a pipeline in parentheses. Where nothing in it asks for the image that enters,
    /// it runs once, not once an item.
    private mutating func images(
        of pipeline: CheckedPipeline, for item: Item
    ) -> [PlannedImage]? {
        let errors = draft.errorCount
        var start = Item(image: item.image, names: item.names, index: item.index)
        if !takesImage(pipeline), !pipeline.asksForImage {
            if let images = standalone[pipeline.span] { return images }
            start = Item(index: 1)
        }
        guard let items = run(pipeline, from: [start]), draft.errorCount == errors else {
            return nil
        }
        let images = items.compactMap(\.image)
        if start.image == nil { standalone[pipeline.span] = images }
        return images
    }

    private func takesImage(_ pipeline: CheckedPipeline) -> Bool {
        guard case .call(let call)? = pipeline.stages.first else { return true }
        return verbs[call.verb]?.signature.intake != .nothing
    }

    private func images(of reference: VariableReference, for item: Item) -> [PlannedImage]? {
        guard let name = reference.name else { return item.image.map { [$0] } }
        if let named = item.names[name] { return [named] }
        return bindings[name] ?? nil
    }

    private func wish(after position: Int, of pipeline: CheckedPipeline) -> FormatWish {
        for stage in pipeline.stages[(position + 1)...] {
            guard case .call(let call) = stage else { continue }
            guard let verb = verbs[call.verb] else { return .any }
            let wish = verb.wish(call)
            if wish != .passes { return wish }
        }
        return .any
    }
}
