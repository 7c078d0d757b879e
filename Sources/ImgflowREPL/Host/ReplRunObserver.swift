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
    struct State {
        var plan: Plan?
        var starts: [PlanNode.ID: ContinuousClock.Instant] = [:]
        var milliseconds: [PlanNode.ID: Int] = [:]
        /// What is said of them: the images themselves are in the store.
        var finished: [PlanNode.ID: (picture: Picture, finish: RunEvent.Finish, made: Made)] = [:]
        var shown: [(node: PlanNode.ID, picture: Picture, made: Made)] = []
        /// What was kept of steps that no look is at.
        var kept: [PlanNode.ID: Made] = [:]
        /// Steps whose images masks were made of.
        var pictured: Set<PlanNode.ID> = []
        var recipe: (@Sendable (PlanNode.ID, Int) -> HeldRecipe)?
        var last: Produced?
        /// What masks were made of, by their looks; and those images, as they come.
        var bases: [PlanNode.ID: PlanNode.ID] = [:]
        var under: [PlanNode.ID: Image] = [:]
        /// Of several looks, until all have come.
        var small: [PlanNode.ID: Image] = [:]
        var which: [PlanNode.ID: String] = [:]
        /// Of a look at all of them.
        var images: [PlanNode.ID: Image] = [:]
        /// With what may be on the bill.
        var spent = Dollars.zero
        var signal: Int32?
        var drawn: Set<PlanNode.ID> = []
        var saved: [(node: PlanNode.ID, path: String)] = []
        var told: Set<String> = []
    }

    /// An image without its pixels.
    struct Made {
        /// On the shelf; nil where there was no room.
        var id: String?
        var identity: Identity
        var forecast: Forecast
        var isAnswer: Bool
        var calls: [String]

        init(_ produced: Produced, id: String? = nil) {
            self.id = id
            identity = produced.identity
            forecast = produced.forecast
            isAnswer = produced.isAnswer
            calls = produced.calls
        }
    }

    let step: Session.Step
    let shelf: ResultShelf
    let isBilled: Bool
    /// The session's own: it has asked the terminal.
    let painter: TerminalPainter
    let begun = ContinuousClock.now
    let state = Mutex(State())
    /// A screenful says enough.
    private static let mostDrawn = 8

    /// Columns and rows of the small image that stands next to each result.
    static let thumbnail: (Int?, Int?) = (40, 12)

    var thumbnail: (Int?, Int?) { Self.thumbnail }

    let console: Console
    private let keepsImages: Bool
    /// Somebody looks at what is drawn.
    private let isSeen: Bool

    init(
        _ step: Session.Step, isBilled: Bool, painter: TerminalPainter, console: Console,
        shelf: ResultShelf, isSeen: Bool = true, keepsImages: Bool = false
    ) {
        self.isSeen = isSeen
        self.keepsImages = keepsImages
        self.step = step
        self.shelf = shelf
        self.console = console
        self.isBilled = isBilled
        self.painter = painter
    }

    // MARK: What the run tells

    func planned(_ plan: Plan) {
        state.withLock { state in
            state.plan = plan
            for look in looks(in: state) {
                guard let mask = plan.nodes[look].inputs.first else { continue }
                if let picture = plan.maskSources[mask] {
                    state.pictured.insert(picture)
                    state.bases[look] = picture
                }
            }
        }
    }

    /// One image stands alone; several wait for each other, and stand side by side. A mask is shown in red, over
    /// what it was made of.
    func draw(_ node: PlanNode, _ image: Image) throws -> String? {
        guard isSeen, isLook(node), painter.draws else { return nil }
        let base = state.withLock { state in state.bases[node.id].flatMap { state.under[$0] } }
        if state.withLock({ looks(in: $0).count }) > 1 {
            guard claimsPlace(of: node) else { return nil }
            let seen = try base.map { try TerminalPainter.overlay(of: image, on: $0) } ?? image
            let small = try painter.reduced(seen)
            state.withLock { $0.small[node.id] = small }
            return nil
        }
        guard let base else { return nil }
        let seen = try TerminalPainter.overlay(of: image, on: base)
        return try painter.draw(seen, width: Self.thumbnail.0, rows: Self.thumbnail.1)
            .trimmingLineEnd
    }

    private func drawStrips() {
        let images = state.withLock { state in
            looks(in: state).enumerated().compactMap { place, look in
                state.small[look].map { (image: $0, caption: caption(place, look, in: state)) }
            }
        }
        var rest = images[...]
        while !rest.isEmpty {
            // As many in each row, but for the last one.
            let row = rest.prefix(painter.imagesInRow)
            rest = rest.dropFirst(row.count)
            if let drawn = try? painter.strip(Array(row)) { console.writeError(drawn) }
        }
    }

    /// Its number, as `pick` takes it, and what tells it from the others.
    private func caption(_ place: Int, _ look: PlanNode.ID, in state: State) -> String {
        let which = state.which[look].map { " \(Printable.text($0))" } ?? ""
        return "\(place + 1)\(which)"
    }

    func ended(_ end: RunEnd) {
        drawStrips()
        if let undrawn { console.complain(undrawn) }
        state.withLock { state in
            state.spent = end.spent + end.doubtful
            state.signal = end.signal
            state.recipe = end.recipe
        }
    }

    func take(_ event: RunEvent) {
        state.withLock { state in
            switch event {
            case .started(let node): state.starts[node.id] = .now
            case .saved(let node, let path, _): state.saved.append((node.id, path))
            case .finished(let node, let produced, let finish):
                if state.pictured.contains(node.id) {
                    state.kept[node.id] = Made(
                        produced, id: shelf.put(produced.image, produced.identity))
                    state.under[node.id] = produced.image
                }
                guard case .call = node.action else { return }
                state.finished[node.id] = (
                    Picture(produced, seed: finish.seed), finish, Made(produced)
                )
                let time = state.starts[node.id].map { ContinuousClock.now - $0 } ?? .zero
                state.milliseconds[node.id] = Int(time / .milliseconds(1))
            case .shown(let node, let produced, _) where isLook(node):
                state.shown.append(
                    (
                        node.id, Picture(produced, seed: produced.provenance.seed),
                        Made(produced, id: shelf.put(produced.image, produced.identity))
                    ))
                state.last = produced
                state.which[node.id] =
                    produced.provenance.seed.map { "seed \($0)" } ?? produced.provenance.stem
                if keepsImages { state.images[node.id] = produced.image }
            default: break
            }
        }
    }

    // MARK: What the reporter asks

    /// The lines of its program are those of the session, which nobody counts.
    var namesLines: Bool { false }

    func tellsCost(of outcome: RunOutcome) -> Bool { outcome.exitStatus != .done }

    /// What an earlier line reported, or the line of the result will, is not said twice. What an earlier line named,
    /// and this one is the first to pay for, is.
    func isNews(_ node: PlanNode, _ finish: RunEvent.Finish) -> Bool {
        // What a model said of an image stands nowhere else.
        if case .call(let call) = node.action, call.seeing != nil {
            return !isEarlier(node) || !finish.isKnown
        }
        return isEarlier(node) ? !finish.isKnown : !isAlone(node)
    }

    /// `$sky`, or `$3`: the earlier line that a stage belongs to.
    func owner(of node: PlanNode) -> String? {
        guard isEarlier(node) else { return nil }
        let lines = step.program.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(node.origin.line - 1),
            let name = LineText.defined(by: String(lines[node.origin.line - 1]))
        else { return nil }
        return LineText.typed("$\(name)")
    }

    /// It belongs to an earlier line, which reported it.
    func isEarlier(_ node: PlanNode) -> Bool { node.origin.line < step.entry.number }

    /// The look at the result that the prompt itself wants.
    func isLook(_ node: PlanNode) -> Bool {
        guard case .show = node.action, let last = step.stages.last else { return false }
        return node.origin.place.start >= step.look ?? last.offset
    }

    /// Where one stage of this line alone pays, the line of the result says all of it. A definition may pay for
    /// several.
    private func isAlone(_ node: PlanNode) -> Bool {
        state.withLock { state in
            state.plan?.calls.allSatisfy { call in
                call.node.origin.place.start == node.origin.place.start
                    && call.node.origin.span == node.origin.span || isEarlier(call.node)
            } ?? false
        }
    }

    /// What the planner decided that was not typed, once each; nobody has looked at a plan.
    func notes(of node: PlanNode) -> [String] {
        guard !isEarlier(node) else { return [] }
        return state.withLock { state in node.notes.filter { state.told.insert($0).inserted } }
    }

    func caption(of node: PlanNode, _ produced: Produced) -> String? { nil }

    /// One is drawn by the reporter.
    func claimsDrawing(of node: PlanNode) -> Bool {
        state.withLock { looks(in: $0).count } == 1 && claimsPlace(of: node)
    }

    /// Whether there is room for this image on the screen, which it then takes.
    private func claimsPlace(of node: PlanNode) -> Bool {
        state.withLock { state in
            state.drawn.count < Self.mostDrawn && state.drawn.insert(node.id).inserted
        }
    }

    /// What is said of the images that came and were not drawn, when all have come.
    private var undrawn: String? {
        state.withLock { state in
            let more = state.shown.count - Self.mostDrawn
            return more > 0 ? "  … and \(more) more: $ | sheet shows them all" : nil
        }
    }
}
