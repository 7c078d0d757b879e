import ImageFacts
import ImgflowEngine
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal
import Synchronization

/// What a prompt sees of a run, and goes on with whatever came of it.
final class ReplRunObserver: RunObserver, ReportFocus {
    private struct State {
        var plan: Plan?
        var starts: [PlanNode.ID: ContinuousClock.Instant] = [:]
        var milliseconds: [PlanNode.ID: Int] = [:]
        /// What is said of them: the pictures themselves are in the store.
        var finished: [PlanNode.ID: (picture: Picture, finish: RunEvent.Finish)] = [:]
        var shown: [(node: PlanNode.ID, picture: Picture)] = []
        var last: Produced?
        /// With what may be on the bill.
        var spent = Dollars.zero
        var drawn: Set<PlanNode.ID> = []
        var told: Set<String> = []
    }

    private let step: Session.Step
    let isBilled: Bool
    /// The session's own: it has asked the terminal.
    let painter: TerminalPainter
    private let begun = ContinuousClock.now
    private let state = Mutex(State())
    /// A screenful says enough.
    private static let mostDrawn = 8

    /// Columns and rows of the small picture that stands beside each result.
    static let thumbnail: (Int?, Int?) = (40, 12)

    /// Of several, so that a screen holds some.
    var thumbnail: (Int?, Int?) {
        state.withLock { looks(in: $0).count } > 1 ? (40, 6) : Self.thumbnail
    }

    private let console: Console

    init(_ step: Session.Step, isBilled: Bool, painter: TerminalPainter, console: Console) {
        self.step = step
        self.console = console
        self.isBilled = isBilled
        self.painter = painter
    }

    // MARK: What the run tells

    func planned(_ plan: Plan) { state.withLock { $0.plan = plan } }

    func ended(_ end: RunEnd) {
        if let undrawn { console.complain(undrawn) }
        state.withLock { $0.spent = end.spent + end.doubtful }
    }

    func take(_ event: RunEvent) {
        state.withLock { state in
            switch event {
            case .started(let node): state.starts[node.id] = .now
            case .finished(let node, let produced, let finish):
                guard case .call = node.action else { return }
                state.finished[node.id] = (Picture(produced, seed: finish.seed), finish)
                let time = state.starts[node.id].map { ContinuousClock.now - $0 } ?? .zero
                state.milliseconds[node.id] = Int(time / .milliseconds(1))
            case .shown(let node, let produced, _) where isLook(node):
                state.shown.append((node.id, Picture(produced, seed: produced.provenance.seed)))
                state.last = produced
            default: break
            }
        }
    }

    // MARK: What the reporter asks

    /// The lines of its program are those of the session, which nobody counts.
    var namesLines: Bool { false }

    func tellsCost(of outcome: RunOutcome) -> Bool { outcome.exitStatus != .done }

    /// What an earlier line told of, or the line of the result will, is not said twice.
    func isNews(_ node: PlanNode, _ finish: RunEvent.Finish) -> Bool {
        !isAlone(node) && !(isEarlier(node) && finish.isKnown)
    }

    /// It belongs to an earlier line, which told of it.
    private func isEarlier(_ node: PlanNode) -> Bool { node.origin.line < step.entry.number }

    /// The look at the result that the prompt itself wants.
    func isLook(_ node: PlanNode) -> Bool {
        guard case .show = node.action, let last = step.stages.last else { return false }
        return node.origin.place.start >= step.look ?? last.offset
    }

    /// Where one stage of this line alone pays, the line of the result says all of it.
    private func isAlone(_ node: PlanNode) -> Bool {
        state.withLock { state in
            state.plan?.calls.allSatisfy { call in
                call.node.origin.place.start == node.origin.place.start || isEarlier(call.node)
            } ?? false
        }
    }

    /// What the planner decided that was not typed, once each; nobody has looked at a plan.
    func notes(of node: PlanNode) -> [String] {
        guard !isEarlier(node) else { return [] }
        return state.withLock { state in node.notes.filter { state.told.insert($0).inserted } }
    }

    /// What stands above a small picture; nil where it was not drawn.
    func caption(of node: PlanNode, _ produced: Produced) -> String? {
        guard isLook(node) else { return nil }
        return state.withLock { state in
            let looks = looks(in: state)
            guard state.drawn.contains(node.id), looks.count > 1,
                let place = looks.firstIndex(of: node.id)
            else { return nil }
            let which = produced.provenance.seed.map { "seed \($0)" } ?? produced.provenance.stem
            return "  \(place + 1)" + (which.map { "  \(Printable.text($0))" } ?? "")
        }
    }

    /// Whether there is room for this picture on the screen, which it then takes.
    func claimsDrawing(of node: PlanNode) -> Bool {
        state.withLock { state in
            state.drawn.count < Self.mostDrawn && state.drawn.insert(node.id).inserted
        }
    }

    /// What is said of the pictures that came and were not drawn, when all have come.
    private var undrawn: String? {
        state.withLock { state in
            let more = state.shown.count - Self.mostDrawn
            return more > 0 ? "  … and \(more) more: $ | sheet shows them all" : nil
        }
    }

    // MARK: What came of it

    var plan: Plan? { state.withLock { $0.plan } }
    var spent: Dollars { state.withLock { $0.spent } }

    /// The last picture.
    var picture: Produced? { state.withLock { $0.last } }

    func outcome(_ ending: LineOutcome.Ending) -> LineOutcome {
        state.withLock { state in
            var outcome = LineOutcome(ending)
            outcome.milliseconds = Int((ContinuousClock.now - begun) / .milliseconds(1))
            let looks = looks(in: state)
            outcome.expected = looks.count
            for (node, picture) in state.shown {
                outcome.pictures.append(picture)
                outcome.places.append((looks.firstIndex(of: node) ?? 0) + 1)
            }
            for (place, stage) in step.stages.enumerated() {
                let next = place + 1 < step.stages.count ? step.stages[place + 1].offset : .max
                guard let finished = finished(stage.offset, next, in: state) else { continue }
                outcome.finished.append(finished)
            }
            let own = state.finished.filter { id, _ in
                state.plan.map { !isEarlier($0.nodes[id]) } ?? false
            }
            outcome.payment = payment(own.values.map(\.finish))
            return outcome
        }
    }

    private func looks(in state: State) -> [PlanNode.ID] {
        (state.plan?.steps ?? []).filter(isLook).map(\.id)
    }

    /// The calls whose pictures a stage gives on, in the order of its pictures: its own, or the last ones of the
    /// branches of a `fork` or an `each`. Nil where pictures and calls are not one to one: a branch that ends in free
    /// work, or a way that is only tried.
    private func calls(_ offset: Int, _ next: Int, in plan: Plan) -> [PlanNode]? {
        let own = plan.calls.map(\.node).filter { $0.origin.place.start == offset }
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
        // Copies count on from the first; other pictures of a stream have each a seed of their own.
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
    fileprivate var seed: Int? {
        switch self {
        case .free: nil
        case .paid(_, let seed), .known(let seed): seed
        }
    }
}

extension Picture {
    fileprivate init(_ produced: Produced, seed: Int?) {
        let facts = produced.image.facts
        self.init(
            width: facts.size.width, height: facts.size.height, format: facts.format.rawValue,
            seed: seed, model: produced.provenance.model)
    }
}
