import ImgflowLanguage
import ImgflowModels

/// Walks the checked program, statement by statement, and calls the verb of each stage for each image.
/// Definitions and sweeps are unrolled; what a stage means is the verb's own business.
struct Lowering {
    let verbs: [String: any Verb]
    let program: Sources
    private let lines: SourceLines
    var plan: PlanBuilder
    /// The guards around the current stage.
    var guards: Set<Guard> = []
    /// The calls of definitions around the current stage, outermost first.
    var calls: [Span] = []
    /// The rounds of `repeat` around the current stage, from 0.
    var rounds: [Int] = []
    /// How many `tee` are around the current stage.
    var asides = 0
    /// The images of each `let`; nil if its pipeline failed, so that its uses report nothing more.
    var bindings: [String: [PlannedImage]?] = [:]
    var statementNumber = 0
    /// The images of pipelines in parentheses that do not use the image of their stage.
    var standalone: [Place: [PlannedImage]] = [:]
    /// The expansion of a definition that is being walked; 0 outside of definitions.
    var frame = 0
    /// The number of images in the stream here. An image that comes alone is never left out.
    var siblings = 1
    /// A failure here is for another block.
    var isTrying = false
    /// The problem of each image that was left out.
    var leftOut: [PlanProblem] = []
    /// The stages after each enclosing block or definition, innermost last.
    var continuations: [ArraySlice<CheckedStage>] = []

    /// Identifies a pipeline within one expansion: a definition's body has other images in each.
    struct Place: Hashable {
        var span: Span
        var frame: Int
    }

    init(verbs: [String: any Verb], program: Sources, plan: PlanBuilder) {
        self.verbs = verbs
        self.program = program
        self.plan = plan
        lines = SourceLines(program)
    }

    /// Reports a problem at the current place.
    mutating func report(_ problem: PlanProblem) {
        plan.findings.report(problem.diagnostic, calledAt: calls.last)
    }

    /// The context that a verb plans a call in, at the current place.
    func context(
        of call: CheckedCall, for item: Item, wish: FormatWish, names: [String: PlannedImage],
        values: [Span: PlannedImage] = [:]
    ) -> StageContext {
        // For a stage of a definition, the line of the definition's call.
        let line = lines.position(of: (calls.first ?? call.verbSpan).start).line
        return StageContext(
            call: call, isSink: verbs[call.verb]?.signature.isSink ?? false,
            origin: StageOrigin(
                verb: call.verb, span: call.span, place: calls.first ?? call.span, line: line,
                statement: statementNumber, item: item.index),
            input: item.image, names: names, swept: item.swept, noted: item.noted, values: values,
            guards: guards,
            calls: calls, rounds: rounds, asides: asides,
            isAlone: siblings == 1 && !isTrying && guards.isEmpty, wish: wish)
    }

    mutating func statement(_ statement: CheckedStatement, number: Int) {
        statementNumber = number
        switch statement {
        case .binding(let name, let span, let pipeline):
            if let images = plan.settings.held[name] {
                bindings[name] = images.map { held($0, at: span) }
                return
            }
            bindings[name] = .some(run(pipeline, from: [Item(index: 1)])?.compactMap(\.image))
        case .pipeline(let pipeline):
            tell(run(pipeline, from: [Item(index: 1)]))
        }
    }

    /// What stands last of a pipeline and only notes something is told by the run.
    private mutating func tell(_ items: [Item]?) {
        for item in items ?? [] {
            if let image = item.image { plan.graph.tell(image.node) }
        }
    }

    /// - Returns: The images at the end; nil if a stage failed, which has been reported.
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
            return each(items) { lowering, item in
                lowering.images(of: reference, for: item)?.map { image in
                    var recalled = item
                    recalled.image = image
                    recalled.swept.merge(image.forecast.provenance.swept) { _, own in own }
                    recalled.noted.merge(image.forecast.provenance.noted) { _, own in own }
                    return recalled
                }
            }
        case .call(let call):
            continuations.append(rest)
            defer { continuations.removeLast() }
            if let verb = verbs[call.verb] as? any OrderingVerb {
                return order(call, by: verb, items)
            }
            if let verb = verbs[call.verb] as? any StreamVerb {
                return gather(call, by: verb, items)
            }
            return each(items) { $0.run(call, for: $1) }
        case .tee(let block, _):
            asides += 1
            tell(each(items) { $0.block(block, [], for: $1) })
            asides -= 1
            return items
        case .fork(let blocks, _):
            return each(items) { lowering, item in
                var results: [Item] = []
                for block in blocks {
                    guard let made = lowering.block(block, rest, for: item) else { return nil }
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
        case .repeated(let repetition):
            return each(items) { $0.repeated(repetition, rest, for: $1) }
        case .expansion(let expansion):
            return each(items) { $0.expand(expansion, rest, for: $1) }
        }
    }

    /// Plans a stage for each item; nil if it failed for one of them.
    private mutating func each(
        _ items: [Item], _ body: (inout Lowering, Item) -> [Item]?
    ) -> [Item]? {
        var result: [Item] = []
        var hasFailed = false
        let around = siblings
        siblings = max(siblings, items.count)
        defer { siblings = around }
        let before = leftOut.count
        var kept: [Item] = []
        for (place, item) in items.enumerated() {
            let around = guards
            guards.formUnion(item.guards)
            guards.formUnion(plan.graph.guards(of: item.image))
            let errors = plan.findings.errorCount
            let lost = leftOut.count
            let made = body(&self, item)
            guards = around
            guard let made else {
                hasFailed = true
                // A mistake of the program appears for every item, and is reported once. Where items
                // have different problems, three are enough.
                if plan.findings.errorCount >= 3 {
                    // Otherwise the problem is the same one, reported before.
                    if plan.findings.errorCount > errors {
                        plan.findings.skip(items.count - place - 1)
                    }
                    break
                }
                continue
            }
            if leftOut.count == lost || !made.isEmpty { kept.append(item) }
            result += made
        }
        if around == 1, kept.isEmpty, leftOut.count > before, !hasFailed {
            plan.findings.refuse(Array(leftOut[before...]), calledAt: calls.last)
            hasFailed = true
        }
        return hasFailed ? nil : renumbered(result, after: kept)
    }

    /// Numbers the images. If a stage changes how many there are, they are counted from 1 again.
    func renumbered(_ result: [Item], after items: [Item]) -> [Item] {
        result.enumerated().map { offset, item in
            var item = item
            if result.count != items.count { item.index = offset + 1 }
            item.image?.forecast.provenance.index = item.index
            return item
        }
    }
}
