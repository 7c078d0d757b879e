import ImageFacts
import ImgflowBedrock
package import ImgflowImages
import ImgflowModels
package import ImgflowPlanner
import ImgflowVerbs

/// Executes a plan: every node once, as soon as its inputs are there, an item's later stages before
/// the next item's first, so that few images are in memory at a time.
package struct Executor: Sendable {
    private let plan: Plan
    private let world: DiskWorld
    private let calls: CallRunner
    private let saver: Saver
    private let facts = RunFacts()
    /// Something is paid for, so that a file's bytes are worth another look.
    private let hasCalls: Bool
    /// Nodes under way at once.
    private let width: Int
    private let stop: StopSignal
    let events: @Sendable (RunEvent) -> Void
    private let draw: @Sendable (PlanNode, Image) throws -> String?

    /// - Parameter draw: an image as the terminal shows it, for `show`; blocks.
    package init(
        plan: Plan, world: DiskWorld, calls: CallRunner, width: Int = 4,
        draw: @escaping @Sendable (PlanNode, Image) throws -> String? = { _, _ in nil },
        events: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.draw = draw
        self.plan = plan
        hasCalls = !plan.calls.isEmpty
        self.world = world
        self.calls = calls
        self.width = width
        self.events = events
        stop = calls.stop
        saver = Saver(world: world, plan: plan, ledger: calls.ledger)
    }

    /// Runs until everything is done, failed, or the task is cancelled.
    package func run() async -> RunOutcome {
        let standing = StandingFiles(in: plan, isStill: world.isStill)
        var progress = Progress(plan, standing: standing)
        for event in progress.reports() { events(event) }
        var workload = Workload(calls.jobs, local: width)
        await withTaskGroup(of: (PlanNode.ID, Attempt).self) { group in
            while true {
                // What was paid for and is kept nowhere still goes into its file, and what the budget
                // allowed is brought to its end. What came is shown.
                while !progress.isEnded || progress.endsByBudget,
                    let node = progress.next(
                        isEnding: stop.isUp || progress.isEnded,
                        where: { node in
                            workload.hasRoom(for: node)
                                && (!stop.isUp || !calls.keepsAnswers || node.action.isShown)
                        })
                {
                    workload.enter(node)
                    let inputs = progress.inputs(of: node)
                    let failed = progress.failedInputs(of: node)
                    let rank = progress.rank(of: node)
                    events(.started(node))
                    group.addTask { (node.id, await attempt(node, inputs, failed, rank)) }
                }
                guard let (id, result) = await group.next() else { break }
                workload.leave(plan.nodes[id])
                // What was sent is waited for and kept, also when the run has to end: only the user's
                // interrupt cancels it.
                settle(id, result, &progress)
            }
        }
        return progress.outcome(isCancelled: Task.isCancelled || stop.isUp)
    }

    /// How the image of a step is made again, for a session that keeps it: of a step, and of a number greater than
    /// those of all recipes before. Whoever is notified of the run may hold it: it does not hold the run, which holds them
    /// and its images.
    package var recipe: @Sendable (PlanNode.ID, Int) -> HeldRecipe {
        { [facts, plan] node, number in facts.held(node, in: plan, number: number) }
    }

    private func settle(
        _ id: PlanNode.ID, _ result: Attempt, _ progress: inout Progress
    ) {
        let node = plan.nodes[id]
        switch result {
        case .made(let step):
            facts.put(step, of: node)
            progress.done(node, step.produced)
            events(.finished(node, step.produced, step.finish))
            for event in progress.reports(after: node, step.report) { events(event) }
        case .begun: progress.done(node, nil)
        case .passedOver: progress.passed(over: node)
        case .failed(let failure):
            progress.failed(node, failure, endsRun: !calls.keepsGoing && !node.isTried)
            events(.failed(node, failure))
        }
        for event in progress.reports() { events(event) }
    }

    private func attempt(
        _ node: PlanNode, _ inputs: [PlanNode.ID: Produced], _ failed: Set<PlanNode.ID>,
        _ rank: Int
    ) async -> Attempt {
        do {
            try Task.checkCancellation()
            if let ended = try turn(node, inputs) { return ended }
            if case .free(let operation) = node.action,
                let gathering = try filled(operation, inputs) as? any GatheringOperation
            {
                return .made(try await gather(node, gathering, inputs, failed))
            }
            return .made(try await step(node, inputs, rank))
        } catch {
            return .failed(RunFailure(error))
        }
    }

    /// The steps that decide which others are taken; nil for all that make something.
    private func turn(
        _ node: PlanNode, _ inputs: [PlanNode.ID: Produced]
    ) throws -> Attempt? {
        let image = node.inputs.first.flatMap { inputs[$0] }
        switch node.action {
        case .gate(let condition, let wanted):
            let truth = condition.decided { field, id in
                inputs[id]?.forecast.value(of: field)
            } noted: { field in
                inputs[field.node]?.provenance.noted[field.key]?.known
            }
            guard let truth, let image else {
                throw RunFailure.other("the condition uses a field that the image does not have")
            }
            guard truth == wanted else { return .passedOver }
            var passed = image
            passed.calls = earlier(inputs)
            return .made(Step(produced: passed, finish: .free))
        case .noted(let names):
            guard var image, let found = node.inputs.last.flatMap({ inputs[$0] }) else {
                throw RunFailure.other("there is no image to note anything of")
            }
            for (name, key) in names { image.provenance.noted[name] = found.provenance.noted[key] }
            image.calls = earlier(inputs)
            return .made(
                Step(
                    produced: image, finish: .free, report: node.isSink ? .noted(image) : nil))
        case .fallback:
            return image.map { .made(Step(produced: $0, finish: .free)) } ?? .begun
        case .pick(let place, let count):
            let came = node.inputs.prefix(count).indices.filter { inputs[node.inputs[$0]] != nil }
            guard place < came.count else { return .passedOver }
            let index = node.inputs.count > count ? came[place] + count : came[place]
            guard let chosen = inputs[node.inputs[index]] else { return .passedOver }
            return .made(
                Step(produced: chosen, finish: .free, chosen: node.inputs[index]))
        case .rank(let place, let count, let ranking):
            let came = (0..<count).filter { inputs[node.inputs[$0]] != nil }
            let outcome = ranking.outcome(of: came, isFinal: true) { field, id in
                inputs[id]?.forecast.value(of: field)
            } noted: { field in
                inputs[field.node]?.provenance.noted[field.key]?.known
            }
            guard let outcome, place < outcome.order.count else { return .passedOver }
            let id = node.inputs[outcome.order[place]]
            guard let chosen = inputs[id] else { return .passedOver }
            if place == 0 { tell(of: ranking, outcome, node, inputs) }
            var made = chosen
            made.calls = earlier([id: chosen].merging(found(by: ranking, inputs)) { one, _ in one })
            return .made(Step(produced: made, finish: .free, chosen: id))
        default: return nil
        }
    }

    /// The looks that an order rests on.
    private func found(
        by ranking: Ranking, _ inputs: [PlanNode.ID: Produced]
    ) -> [PlanNode.ID: Produced] {
        inputs.filter { ranking.nodes.contains($0.key) }
    }

    /// What the order came to where nothing clear did.
    private func tell(
        of ranking: Ranking, _ outcome: Ranking.Outcome, _ node: PlanNode,
        _ inputs: [PlanNode.ID: Produced]
    ) {
        func name(_ place: Int) -> String {
            inputs[node.inputs[place]]?.provenance.itemAndSeed ?? "image \(place + 1)"
        }
        for (one, other) in outcome.ties {
            events(
                .remark(node, "a tie between \(name(one)) and \(name(other)): the earlier is kept"))
        }
        if case .nearest = ranking, !outcome.isMet {
            let round = (outcome.order.first ?? 0) + 1
            events(
                .remark(node, "no round met the condition: round \(round), the nearest, is taken"))
        }
    }

    private func step(
        _ node: PlanNode, _ inputs: [PlanNode.ID: Produced], _ rank: Int
    ) async throws -> Step {
        if case .call(let call) = node.action {
            var (produced, finish) = try await calls.run(node, call, inputs: inputs, rank: rank)
            produced.calls = earlier(inputs) + produced.calls
            return Step(produced: produced, finish: finish)
        }
        if case .held(let held) = node.action {
            let image = try await PixelWork.run { [world] in try world.held(held.id) }
            var made = Produced(
                image: image, identity: held.identity, provenance: held.forecast.provenance)
            made.isAnswer = held.isAnswer
            made.calls = held.calls
            return Step(produced: made, finish: .free)
        }
        let input = node.inputs.first.flatMap { inputs[$0] }
        // What was paid for and is nowhere else is made into its file, also for who interrupts.
        let isOnlyHere =
            !calls.keepsAnswers && inputs.values.contains(where: { !$0.calls.isEmpty })
        let image: Image
        do {
            image =
                isOnlyHere
                ? try await PixelWork.run { try local(node, input, inputs) }
                : try await PixelWork.runUntilCancelled { try local(node, input, inputs) }
        } catch let error as ImageError {
            guard case .tooLongFor = error, case .save(let save) = node.action, let input else {
                throw error
            }
            throw try await rescued(input, save, of: node, inputs, from: error)
        }
        switch node.action {
        case .save(let save):
            var made = Produced(
                image: image,
                identity: input.map { save.identity(of: $0.identity) } ?? node.identity,
                provenance: input?.provenance ?? node.forecast.provenance)
            made.calls = earlier(inputs)
            let report = try await saver.save(
                made, save, of: node, inputs: inputs, remark: { events(.remark(node, $0)) }
            ) { path in
                facts.recipe(for: node, in: plan, savedAs: path)
            }
            return Step(produced: made, finish: .free, report: report)
        case .info:
            guard let input else { throw RunFailure.other("there is no image to describe") }
            // Equal images are one node, and each is reported by its own name.
            var told = input
            told.provenance.stem = node.forecast.provenance.stem
            told.provenance.index = node.forecast.provenance.index
            told.provenance.verbs = node.forecast.provenance.verbs
            return Step(produced: told, finish: .free, report: .told(told))
        case .show:
            guard let input else { throw RunFailure.other("there is no image to show") }
            let drawn = try await PixelWork.runUntilCancelled { [draw] in
                Result { try draw(node, input.image) }
            }
            return Step(produced: input, finish: .free, report: .shown(input, drawn))
        default:
            var provenance = node.forecast.provenance.settled(by: input?.provenance)
            provenance.seed = input?.provenance.seed ?? provenance.seed
            provenance = provenance.filled(nil, from: input?.provenance)
            let identity =
                switch (node.action, input) {
                case (.free(let operation as any OptionalOperation), let input?)
                where !operation.isNeeded(
                    for: node.inputs.compactMap { inputs[$0]?.image.facts.size }):
                    input.identity
                case (.free(let operation), let input?):
                    input.identity.applying(
                        operation,
                        with: node.inputs.dropFirst().compactMap { inputs[$0]?.identity })
                case (.returnedMask, let input?): input.identity.returnedMask
                case (.returnedImage(let number), let input?):
                    input.other(number).map { .content(hash: $0.hash) } ?? node.identity
                default: node.identity
                }
            var made = Produced(
                image: image, identity: identity.resolved(dpi: node.dpi), provenance: provenance)
            if case .free(let operation) = node.action, operation is any OptionalOperation {
                made.isAnswer = input?.isAnswer ?? false
            }
            if case .returnedImage(let number) = node.action {
                made.isAnswer = true
                made.provenance.seed = input?.other(number)?.seed ?? made.provenance.seed
            }
            made.calls = earlier(inputs)
            return Step(produced: made, finish: .free)
        }
    }

    /// What was paid for and is too long for the format of its file is saved as PNG next to it.
    ///
    /// - Returns: What the run says of it.
    private func rescued(
        _ input: Produced, _ save: SaveStep, of node: PlanNode,
        _ inputs: [PlanNode.ID: Produced], from error: ImageError
    ) async throws -> RunFailure {
        var made = input
        made.calls = earlier(inputs)
        if case .standardOutput = save.target { return .picture(error) }
        guard !made.calls.isEmpty else { return .picture(error) }
        made.image = try await PixelWork.run { [saver] in
            try saver.converted(input.image, save.asPNG)
        }
        let path = try saver.saveBeside(made, save.asPNG, inputs: inputs) { path in
            facts.recipe(for: node, in: plan, savedAs: path)
        }
        return .savedAsPNG(error, path: path)
    }

    /// The answers that these were made from, each once.
    func earlier(_ inputs: [PlanNode.ID: Produced]) -> [String] {
        var seen: Set<String> = []
        return inputs.sorted { $0.key < $1.key }.flatMap(\.value.calls)
            .filter { seen.insert($0).inserted }
    }

    /// What needs no network; blocks.
    private func local(
        _ node: PlanNode, _ input: Produced?, _ inputs: [PlanNode.ID: Produced]
    ) throws -> Image {
        switch node.action {
        case .load(let path):
            // What is paid for is worth the milliseconds.
            guard
                let bytes = try world.planned(
                    path, hash: node.identity.fileHash, trusting: !hasCalls)
            else {
                throw RunFailure.other("`\(path)` was changed after the plan was made")
            }
            let image = try Image(encoded: bytes)
            // Where pages can be asked for, the plan says which is taken.
            if image.facts.pages.isEmpty, Animation.isOne(bytes, image.facts.format) {
                events(.remark(node, "`\(path)` is an animation: its first frame is used"))
            }
            return image
        case .standardInput:
            guard let bytes = world.standardInputBytes() else {
                throw RunFailure.other("standard input is a terminal")
            }
            return try Image(encoded: bytes)
        case .free(let operation):
            guard let operation = try filled(operation, inputs) as? any LocalOperation else {
                throw RunFailure.other("`\(operation)` cannot be done on this machine")
            }
            try check(operation, of: node)
            let images = node.inputs.compactMap { inputs[$0]?.image }
            if let colors = try images.first?.otherColors(), operation.converts(colors),
                !operation.isNothing(for: images.map(\.facts.size))
            {
                let note = PlanNote.converted(colors)
                if !node.notes.contains(note) { events(.remark(node, note)) }
            }
            return try operation.apply(to: images).resolved(dpi: node.dpi)
        case .returnedImage(let number):
            return try input.flatMap { $0.other(number) }.map(\.image)
                ?? { throw RunFailure.fewerImages(came: 1 + (input?.others.count ?? 0), number) }()
        case .returnedMask:
            guard let mask = input?.mask else {
                throw RunFailure.other("the response has no mask")
            }
            // Nova shows in black what it replaced, as in the masks that it takes; here white changes.
            return try mask.mask().inverted().asPNG()
        case .save(let save):
            guard let input else { throw RunFailure.other("there is no image to save") }
            let alt = try save.alternativeText?.filled { inputs[$0]?.forecast }
            return try saver.converted(input.image, save, alternativeText: alt)
        case .call, .held, .noted, .info, .show, .gate, .fallback, .pick, .rank:
            guard let input else { throw RunFailure.other("there is no image") }
            return input.image
        }
    }
}

/// How a node ended.
enum Attempt: Sendable {
    case made(Step)
    /// It lets others begin, and makes nothing itself.
    case begun
    /// What it decides came out against it: what rests on it is left out.
    case passedOver
    case failed(RunFailure)
}

/// What a node gave.
struct Step: Sendable {
    enum Report: Sendable {
        case saved(path: String, isUnchanged: Bool)
        case picture([UInt8])
        case told(Produced)
        case noted(Produced)
        case shown(Produced, Result<String?, any Error>)
    }

    var produced: Produced
    var finish: RunEvent.Finish
    var report: Report?
    /// The input that went on, where one of several did.
    var chosen: PlanNode.ID?
}

extension RunFailure {
    /// Whatever a step threw, as a failure of the run.
    init(_ error: any Error) {
        switch error {
        case let failure as RunFailure: self = failure
        case let error as BedrockError: self = .bedrock(error)
        case let error as ImageError: self = .picture(error)
        case let problem as FoundProblem: self = .found(problem)
        case let failure as FileSystem.Failure: self = .file(failure)
        case is CancellationError: self = .cancelled
        default: self = .other("\(error)")
        }
    }
}

extension PlanAction {
    /// Costs nothing, and leaves nothing on the disk.
    fileprivate var isShown: Bool {
        switch self {
        case .info, .show: true
        default: false
        }
    }
}
