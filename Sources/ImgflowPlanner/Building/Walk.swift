import ImgflowLanguage
import ImgflowModels

/// One image on its way through a pipeline, with the names it has met.
struct Item {
    var image: PlannedImage?
    var names: [String: PlannedImage] = [:]
    var index: Int
    /// What was swept on the way.
    var swept: [String: SweptValue] = [:]
    /// What must turn out so for this item, where no image carries it.
    var guards: Set<Guard> = []
}

/// Follows the statements and pipelines; what a stage means is the verb's own affair.
struct Walk {
    let verbs: [String: any Verb]
    var draft: PlanDraft
    /// The images of each `let`; nil where its pipeline failed, so that its uses stay silent.
    var bindings: [String: [PlannedImage]?] = [:]
    var statementNumber = 0
    /// The images of pipelines in parentheses that stand on their own.
    var standalone: [Place: [PlannedImage]] = [:]
    /// The call of a definition that is being followed; 0 outside of all.
    var frame = 0
    /// How many images come side by side here; where one comes alone, none can be left out for it.
    var siblings = 1
    /// What was wrong with each image that was left out.
    var leftOut: [PlanProblem] = []
    /// What comes behind the block or the definition that is being followed, innermost last.
    var continuations: [ArraySlice<CheckedStage>] = []

    /// Where a pipeline stands: one body has other pictures in each call of its definition.
    struct Place: Hashable {
        var span: Span
        var frame: Int
    }

    init(verbs: [String: any Verb], draft: PlanDraft) {
        self.verbs = verbs
        self.draft = draft
    }

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
    mutating func run(_ pipeline: CheckedPipeline, from start: [Item]) -> [Item]? {
        var items = start
        for (position, stage) in pipeline.stages.enumerated() {
            let rest = pipeline.stages[(position + 1)...]
            guard let next = run(stage, before: rest, for: items) else { return nil }
            items = next
        }
        return items
    }

    private mutating func run(
        _ stage: CheckedStage, before rest: ArraySlice<CheckedStage>, for items: [Item]
    ) -> [Item]? {
        switch stage {
        case .name(let name, _):
            return items.map { item in
                var named = item
                named.names[name] = item.image
                return named
            }
        case .recall(let reference):
            return each(items) { walk, item in
                walk.images(of: reference, for: item)?.map { image in
                    var recalled = item
                    recalled.image = image
                    recalled.swept.merge(image.forecast.provenance.swept) { _, own in own }
                    return recalled
                }
            }
        case .call(let call):
            continuations.append(rest)
            defer { continuations.removeLast() }
            if let verb = verbs[call.verb] as? any StreamVerb {
                return gather(call, by: verb, items)
            }
            return each(items) { $0.run(call, for: $1) }
        case .tee(let block, _):
            draft.asides += 1
            _ = each(items) { $0.block(block, [], for: $1) }
            draft.asides -= 1
            return items
        case .fork(let blocks, _):
            return each(items) { walk, item in
                var results: [Item] = []
                for block in blocks {
                    guard let made = walk.block(block, rest, for: item) else { return nil }
                    results += made
                }
                return results
            }
        case .when(let condition, let block, let other, let span):
            return each(items) { $0.when(condition, block, other, span, rest, for: $1) }
        case .filter(let condition, let span):
            return each(items) { $0.filter(condition, span, for: $1) }
        case .attempt(let block, let other, let span):
            return each(items) { $0.attempt(block, other, span, rest, for: $1) }
        case .select(let selection): return select(selection, of: items)
        case .expansion(let expansion):
            return each(items) { $0.expand(expansion, rest, for: $1) }
        }
    }

    /// A stage for each of the items; nil where it failed for one.
    private mutating func each(
        _ items: [Item], _ body: (inout Walk, Item) -> [Item]?
    ) -> [Item]? {
        var result: [Item] = []
        var hasFailed = false
        let around = siblings
        siblings = max(siblings, items.count)
        defer { siblings = around }
        let before = leftOut.count
        var kept: [Item] = []
        for (place, item) in items.enumerated() {
            let around = draft.context
            draft.context.formUnion(item.guards)
            draft.context.formUnion(draft.guards(of: item.image))
            let errors = draft.errorCount
            let lost = leftOut.count
            let made = body(&self, item)
            draft.context = around
            guard let made else {
                hasFailed = true
                // One mistake of the program shows for every item: the first is enough, unless
                // the items differ, and then three make the point.
                if draft.errorCount >= 3 {
                    // Where the mistake is another's, that one was told.
                    if draft.errorCount > errors { draft.leaveOut(items.count - place - 1) }
                    break
                }
                continue
            }
            if leftOut.count == lost || !made.isEmpty { kept.append(item) }
            result += made
        }
        if around == 1, kept.isEmpty, leftOut.count > before, !hasFailed {
            draft.refuse(Array(leftOut[before...]))
            hasFailed = true
        }
        return hasFailed ? nil : renumbered(result, after: kept)
    }

    /// Every image has the number of its item; where a stage made more or fewer than came, they are
    /// counted anew.
    func renumbered(_ result: [Item], after items: [Item]) -> [Item] {
        result.enumerated().map { offset, item in
            var item = item
            if result.count != items.count { item.index = offset + 1 }
            item.image?.forecast.provenance.index = item.index
            return item
        }
    }

    /// What the stages that come want of the format of what this one makes.
    func wish() -> FormatWish {
        for stages in continuations.reversed() {
            for stage in stages {
                let wish = wish(of: stage)
                if wish != .passes { return wish }
            }
        }
        return .any
    }

    private func wish(of stage: CheckedStage) -> FormatWish {
        switch stage {
        case .call(let call): return verbs[call.verb]?.wish(call) ?? .any
        case .name, .tee, .filter, .select: return .passes
        case .expansion(let expansion):
            guard let turn = expansion.turns.first else { return .any }
            return turn.body.stages.lazy.map { wish(of: $0) }.first { $0 != .passes } ?? .passes
        case .recall, .fork, .when, .attempt: return .any
        }
    }
}
