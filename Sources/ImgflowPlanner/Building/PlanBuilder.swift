import ImageFacts
import ImgflowLanguage
import ImgflowModels

/// What verbs add their steps to: the graph, and what planning has found and claimed on the way. All that
/// differs from one stage to the next is in the stage's `StageContext`.
package struct PlanBuilder {
    package let world: any World
    package let settings: PlanSettings
    package var graph = PlanGraph()
    package var findings = PlanFindings()
    package var files = FileClaims()
    var draws: SeedDraws
    /// How many calls of each model were spread over Regions.
    var spreadCalls: [String: Int] = [:]

    init(program: Sources, world: any World, settings: PlanSettings) {
        self.world = world
        self.settings = settings
        draws = SeedDraws(program: program)
    }

    /// Reports a problem that does not end the planning of its stage.
    package mutating func report(_ problem: PlanProblem, for stage: StageContext) {
        findings.report(problem.diagnostic, calledAt: stage.calls.last)
    }

    /// Adds a step, or finds the equal one that exists already.
    package mutating func add(
        _ action: PlanAction, from inputs: [PlanNode.ID] = [], forecast: Forecast,
        identity: Identity, notes: [String] = [], for stage: StageContext, isShared: Bool = true
    ) -> PlannedImage {
        var identity = identity
        var forecast = forecast
        if case .free = action, let dpi = stage.resolution {
            identity = identity.resolved(dpi: dpi)
            forecast.dpi = Double(dpi)
            forecast.openFacts.remove(.dpi)
        }
        let image = graph.add(
            action, from: inputs, forecast: forecast, identity: identity, notes: notes,
            at: stage.site, isShared: isShared)
        if case .free = action { graph.resolve(image.node, dpi: stage.resolution) }
        return image
    }

    /// Adds what a sink's stage does with its image. Only a verb whose signature says that it is a sink
    /// can have one: that is where it is defined.
    package mutating func addSink(
        _ action: PlanAction, from inputs: [PlanNode.ID], forecast: Forecast, identity: Identity,
        notes: [String] = [], for stage: StageContext
    ) {
        guard stage.isSink else { return }
        graph.addSink(
            action, from: inputs, forecast: forecast, identity: identity, notes: notes,
            at: stage.site)
    }

    /// Work on this machine, on the image that goes on through the pipe and on `others`.
    package mutating func apply(
        _ operation: any FreeOperation, to input: PlannedImage, with others: [PlannedImage] = [],
        notes: [String] = [], for stage: StageContext
    ) -> PlannedImage {
        let images = [input] + others
        var forecast = operation.forecast(for: images.map(\.forecast))
        if images.contains(where: { $0.forecast.guess != nil }) {
            let blind = operation.forecast(for: images.map(\.forecast.blind))
            forecast.guess = Forecast.Guess(
                size: blind.size, format: blind.format, hasAlpha: blind.hasAlpha)
        }
        if input.forecast.untouched?.isSigned == true {
            report(.target(.credentialsLost(span: stage.verbSpan)), for: stage)
        }
        forecast.untouched = nil
        forecast.coded = .none
        // The images whose fields a text waits for come after the images that are worked on.
        let waited = ((operation as? any TextOperation)?.texts ?? []).flatMap(\.nodes)
        var notes = notes
        let sizes = images.compactMap { image -> PixelSize? in
            if case .exact(let size) = image.forecast.size { size } else { nil }
        }
        let changes = sizes.count < images.count || !operation.isNothing(for: sizes)
        if changes, operation.mayConvertColors, let origin = graph.originOfColors(of: input.node),
            let colors = graph.source(of: origin).flatMap({ world.otherColors(of: $0) }),
            operation.converts(colors)
        {
            notes.append(PlanNote.converted(colors))
        }
        return add(
            .free(operation), from: images.map(\.node) + waited, forecast: forecast,
            identity: input.identity.applying(
                operation,
                with: others.map(\.identity) + waited.map { graph.nodes[$0].identity }),
            notes: notes, for: stage)
    }

    /// Work on whichever of these images come.
    package mutating func gather(
        _ images: [PlannedImage], by operation: any FreeOperation, for stage: StageContext
    ) -> PlannedImage {
        let waited = ((operation as? any TextOperation)?.texts ?? []).flatMap(\.nodes)
        let inputs = images.map(\.node) + waited
        let result = add(
            .free(operation), from: inputs,
            forecast: operation.forecast(for: images.map(\.forecast)),
            identity: Identity.none.applying(
                operation, with: inputs.map { graph.nodes[$0].identity }),
            for: stage, isShared: false)
        graph.tolerate(images, by: result.node, at: stage.site)
        return result
    }

    /// The images at these places, from 0, by an order that only the run may know.
    package mutating func rank(
        _ places: Range<Int>, among images: [PlannedImage], by ranking: Ranking,
        for stage: StageContext
    ) -> [PlannedImage] { graph.rank(places, among: images, by: ranking, at: stage.site) }

    /// The order of images where neither the run nor cached results have a part in it.
    package func order(of images: [PlannedImage], by ranking: Ranking) -> [Int]? {
        guard images.allSatisfy({ graph.nodes[$0.node].guards.isEmpty }) else { return nil }
        return ranking.outcome(of: Array(images.indices), isFinal: false) { field, node in
            graph.nodes[node].forecast.blind.value(of: field)
        } noted: { _ in
            nil
        }?.order
    }

    /// No open guard stands before the image; its steps may still fail.
    package func isSureToCome(_ image: PlannedImage, for stage: StageContext) -> Bool {
        graph.isSureToCome(image, at: stage.site)
    }

    /// The seed of a stage's copy: the one that is given, counted on for each copy, or one derived from
    /// the content of the input, which the run fills in where the input does not exist yet.
    mutating func seed(
        of stage: StageContext, input: PlannedImage?, copy: Int,
        deferred: inout [String: DeferredValue]
    ) -> RequestValue {
        switch stage["seed"]?.value {
        case .integer(let seed)?:
            let copy = stage.seedStep(copy)
            return .integer((seed - 1 + copy) % DerivedSeed.written.upperBound + 1)
        case .word?:
            return .integer(
                settings.randomSeed(draws.next(for: stage, copy: stage.seedStep(copy))))
        default:
            if let input, !input.identity.isSettled {
                deferred["seed"] = .seed(
                    verb: stage.verb, copy: stage.seedStep(copy), of: input.node)
                return .deferred("seed")
            }
            return .integer(
                DerivedSeed.seed(
                    verb: stage.verb, input: input?.identity, copy: stage.seedStep(copy)))
        }
    }
}
