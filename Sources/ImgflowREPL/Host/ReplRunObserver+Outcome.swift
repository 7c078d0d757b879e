import ImageFacts
import ImgflowEngine
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowReports
import ImgflowRuntime
import Synchronization
import ImgflowVerbs

/// What came of a run, for the session.
extension ReplRunObserver {
    var plan: Plan? { state.withLock { $0.plan } }
    var spent: Dollars { state.withLock { $0.spent } }
    /// What ended the run, and is to end the session.
    var signal: Int32? { state.withLock { $0.signal } }

    /// In their order.
    var images: [Image] {
        state.withLock { state in looks(in: state).compactMap { state.images[$0] } }
    }

    /// The last image.
    var picture: Produced? { state.withLock { $0.last } }

    /// - Parameter store: has the answers of a run that was interrupted.
    func outcome(
        _ ending: LineOutcome.Ending, store: AnswerStore?, nextRecipe: () -> Int
    ) -> LineOutcome {
        state.withLock { state in
            var outcome = LineOutcome(ending)
            outcome.milliseconds = Int((ContinuousClock.now - begun) / .milliseconds(1))
            let looks = looks(in: state)
            outcome.expected = looks.count
            for (node, picture, _) in state.shown {
                outcome.pictures.append(picture)
                outcome.places.append((looks.firstIndex(of: node) ?? 0) + 1)
            }
            outcome.held = held(state, nextRecipe)
            outcome.files = files(state)
            for (place, stage) in step.stages.enumerated() {
                let next = place + 1 < step.stages.count ? step.stages[place + 1].offset : .max
                guard var finished = finished(stage.offset, next, in: state) else { continue }
                if ending != .done {
                    finished.held = held(stage.offset, next, state, store, nextRecipe)
                }
                outcome.finished.append(finished)
            }
            // What earlier lines named is paid for where it is first used.
            let told = state.finished.filter { id, made in
                state.plan.map { !isEarlier($0.nodes[id]) || !made.finish.isKnown } ?? false
            }
            outcome.payment = payment(told.values.map(\.finish))
            return outcome
        }
    }

    /// In the order in which they were written, each of its stage.
    private func files(_ state: State) -> [(offset: Int, file: SavedFile)] {
        guard let plan = state.plan else { return [] }
        var counts: [Int: Int] = [:]
        return state.saved.compactMap { node, path in
            let node = plan.nodes[node]
            guard !isEarlier(node),
                let stage = step.stages.last(where: { $0.offset <= node.origin.place.start })
            else { return nil }
            counts[stage.offset, default: 0] += 1
            let whole = Path.resolved(path, in: console.folder)
            return (
                stage.offset,
                SavedFile(
                    path: whole, place: counts[stage.offset, default: 1],
                    stamp: FileSystem.stamp(of: whole))
            )
        }
    }

    /// The images that were shown; none where not all of them are kept.
    private func held(_ state: State, _ nextRecipe: () -> Int) -> [HeldImage] {
        guard let plan = state.plan, let recipe = state.recipe else { return [] }
        let held = state.shown.compactMap { node, _, made -> HeldImage? in
            guard let input = plan.nodes[node].inputs.first else { return nil }
            let look = plan.nodes[node].forecast
            var image = self.image(made, expected: look, recipe(input, nextRecipe()))
            guard let picture = plan.maskSources[input] else { return image }
            if case .held(let known) = plan.nodes[picture].action {
                image?.pictures = [known]
            } else if let made = state.kept[picture],
                let known = self.image(
                    made, expected: plan.nodes[picture].forecast, recipe(picture, nextRecipe()))
            {
                image?.pictures = [known]
            }
            return image
        }
        return held.count == state.shown.count ? held : []
    }

    /// The images of a stage whose answers came before the run was interrupted.
    private func held(
        _ offset: Int, _ next: Int, _ state: State, _ store: AnswerStore?, _ nextRecipe: () -> Int
    ) -> [HeldImage] {
        guard let plan = state.plan, let recipe = state.recipe,
            let calls = calls(offset, next, in: plan)
        else { return [] }
        let came = calls.filter { state.finished[$0.id] != nil }
        let held = came.compactMap { node -> HeldImage? in
            guard var made = state.finished[node.id]?.made, let key = made.calls.last,
                let bytes = try? store?.image(AnswerKey(hex: key)),
                let image = try? Image(encoded: bytes)
            else { return nil }
            made.id = shelf.put(image, made.identity)
            return self.image(made, expected: node.forecast, recipe(node.id, nextRecipe()))
        }
        return held.count == came.count ? held : []
    }

    /// - Parameter expected: what the plan expected of it; its own name and place in the stream.
    private func image(
        _ made: Made, expected: Forecast, _ recipe: HeldRecipe
    ) -> HeldImage? {
        guard let id = made.id else { return nil }
        var forecast = made.forecast
        let names = expected.provenance
        if names.open.isEmpty {
            forecast.provenance.stem = names.stem
            forecast.provenance.ext = names.ext
            forecast.provenance.dir = names.dir
            forecast.provenance.verbs = names.verbs
        }
        forecast.provenance.index = names.index
        forecast.provenance.swept = names.swept
        if !made.calls.isEmpty {
            // What comes next asks as it would in one program, which is planned before the answers come.
            let blind = expected.blind
            forecast.guess = Forecast.Guess(
                size: blind.size, format: blind.format, hasAlpha: blind.hasAlpha)
        }
        return HeldImage(
            id: id, name: "$\(step.entry.number)", identity: made.identity, forecast: forecast,
            isAnswer: made.isAnswer, calls: made.calls, recipe: recipe)
    }

    func looks(in state: State) -> [PlanNode.ID] {
        (state.plan?.steps ?? []).filter(isLook).map(\.id)
    }

    /// The calls whose images a stage gives on, in the order of its images: its own, or the last ones of the
    /// branches of a `fork` or an `each`. Nil where images and calls are not one to one: a branch that ends in free
    /// work, or a way that is only tried.
    private func calls(_ offset: Int, _ next: Int, in plan: Plan) -> [PlanNode]? {
        let own = plan.calls.filter { node, call in
            // A look that only serves its stage is not what the stage gives.
            let serves = call.seeing != nil && Verbs.catalog[node.origin.verb]?.tells != true
            return node.origin.place.start == offset && !serves
        }.map(\.node)
        guard own.isEmpty else { return own }
        let within = plan.nodes.filter {
            $0.origin.place.start > offset && $0.origin.place.start < next
        }
        guard !within.contains(where: { $0.isTried || !$0.guards.isEmpty }) else { return nil }
        let used = Set(within.flatMap(\.inputs))
        let last = within.filter { node in
            guard node.isNeeded, !used.contains(node.id) else { return false }
            if case .show = node.action { return false }
            return true
        }
        let areCalls = last.allSatisfy { if case .call = $0.action { true } else { false } }
        return areCalls ? last : nil
    }

    /// Nil where a stage has no calls, or none of them came.
    private func finished(_ offset: Int, _ next: Int, in state: State) -> FinishedStage? {
        guard let plan = state.plan, let needed = calls(offset, next, in: plan) else { return nil }
        let made = needed.compactMap { state.finished[$0.id] }
        guard !made.isEmpty else { return nil }
        // Copies that nobody picked have seeds too.
        let all = plan.nodes.filter { $0.origin.place.start == offset }
        let seeds = all.compactMap { node -> Int? in
            guard case .call(let call) = node.action else { return nil }
            if let finished = state.finished[node.id] { return finished.finish.seed }
            if case .integer(let seed)? = call.request.seed { return seed }
            return nil
        }
        var stage = FinishedStage(
            offset: offset, pictures: made.map(\.picture),
            payment: payment(finishes(offset, next, in: state)),
            milliseconds: needed.compactMap { state.milliseconds[$0.id] }.max() ?? 0)
        stage.isWhole = made.count == needed.count
        stage.places = needed.indices.filter { state.finished[needed[$0].id] != nil }.map { $0 + 1 }
        stage.seeds = seeds
        // Copies count on from the first; other images of a stream have each a seed of their own.
        let isOneItem = Set(all.map(\.origin.item)).count == 1
        stage.seed = isOneItem || Set(seeds).count == 1 ? seeds.first : nil
        return stage
    }

    /// Of all calls of a stage, also of those that another one goes on from.
    private func finishes(_ offset: Int, _ next: Int, in state: State) -> [RunEvent.Finish] {
        state.finished.filter { id, _ in
            guard let place = state.plan?.nodes[id].origin.place.start else { return false }
            return place >= offset && place < next
        }.map(\.value.finish)
    }

    private func payment(_ finishes: [RunEvent.Finish]) -> Payment? {
        guard !finishes.isEmpty else { return nil }
        let prices = finishes.compactMap { finish in
            if case .paid(let price, _) = finish { price } else { nil }
        }
        guard !prices.isEmpty else { return .known }
        let sum = prices.reduce(.zero, +)
        return isBilled ? .paid(sum) : .sandbox(sum)
    }
}

extension RunEvent.Finish {
    var seed: Int? {
        switch self {
        case .free: nil
        case .paid(_, let seed), .known(let seed): seed
        }
    }
}

extension Picture {
    init(_ produced: Produced, seed: Int?) {
        let facts = produced.image.facts
        self.init(
            width: facts.size.width, height: facts.size.height, format: facts.format.rawValue,
            seed: seed, model: produced.provenance.model)
    }
}
