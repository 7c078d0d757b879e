import ImageFacts
import ImgflowBedrock
package import ImgflowEngine
package import ImgflowImages
import ImgflowLanguage
import ImgflowModels
package import ImgflowPlanner
package import ImgflowRuntime
package import ImgflowTerminal
import Synchronization

/// Describes a run on standard error, and the paths of saved images on standard output.
package final class TextReporter: RunObserver {
    private let plan: Plan
    private let engine: Engine
    private let style: ReportStyle
    private let focus: any ReportFocus
    /// Which of many each step is about.
    private let names: ItemNames
    /// Steps stand on several lines, so that each is told with its own.
    private let hasLines: Bool
    /// Paths go to standard error where standard output carries an image.
    private let writesPicture: Bool
    private let board: StatusBoard
    private let painter: TerminalPainter
    private static let previewColumns = 32
    private let counts: Mutex<RunTally>
    /// What failed, for the summary: the file or step, and why.
    private let losses = Mutex<[(who: String, why: String)]>([])
    /// Causes, and the hints behind them: many images that fail alike need these once.
    private let mentioned = Mutex<Set<[String]>>([])
    private let starts = Mutex<[PlanNode.ID: ContinuousClock.Instant]>([:])
    private let times: TypicalTimes

    package init(
        plan: Plan, engine: Engine, style: ReportStyle, focus: any ReportFocus = WholeRun(),
        painter: TerminalPainter? = nil
    ) {
        self.plan = plan
        self.engine = engine
        self.style = style
        self.focus = focus
        let console = engine.console
        self.painter = painter ?? console.painter
        board = StatusBoard(
            isTerminal: console.takesSequences && !style.isQuiet, width: console.columns,
            write: console.writeError)
        names = ItemNames(plan)
        hasLines = focus.namesLines && Set(plan.nodes.map(\.origin.line)).count > 1
        writesPicture = plan.writesPicture
        counts = Mutex(RunTally(plan))
        times = TypicalTimes(engine)
    }

    private var console: Console { engine.console }

    package func take(_ event: RunEvent) {
        switch event {
        case .started(let node): started(node)
        case .calling(let node, let call, let request, let pictures):
            counts.withLock { $0.underWay[node.id] = call.price.amount }
            showAll()
            if style.traces {
                trace(
                    Trace.request(
                        call, request, pictures, endpoint: engine.backend.customEndpoint))
            }
        case .bedrock(let node, let event): happened(event, node)
        case .remark(let node, let text): tell("\(place(node)): \(text)")
        case .finished(let node, let produced, let finish): finished(node, produced, finish)
        case .failed(let node, let failure): failed(node, failure)
        case .told(let node, let produced): told(node, produced)
        case .noted(let node, let produced): noted(node, produced)
        case .shown(let node, let produced, let drawn): shown(node, produced, drawn)
        case .saved(let node, let path, let isUnchanged): saved(node, path, isUnchanged)
        case .picture(let bytes): console.writeOutput(bytes)
        }
    }

    private func tell(_ text: String) {
        if !style.isQuiet { board.say(Printable.text(text)) }
    }

    private func trace(_ text: String) { board.say(Printable.screen(text)) }

    /// `inpaint (line 3) (photo.jpg)`: the line where there are several, the image where it is one of
    /// many. `generate ($sky)`: what an earlier line of a session named.
    private func place(_ node: PlanNode) -> String {
        let line = hasLines ? "line \(node.origin.line)" : focus.owner(of: node)
        let stage = node.origin.verb + (line.map { " (\($0))" } ?? "")
        return names.ofMany(node).map { "\(stage) (\($0))" } ?? stage
    }

    private func started(_ node: PlanNode) {
        // Here, where nobody is left behind by Ctrl-C: the terminal would stay without an echo.
        if case .show = node.action, showsPictures { painter.prepare() }
        if focus.namesLines { sayNotes(of: node) }
        // What is known takes no time and costs nothing.
        guard case .call(let call) = node.action, !call.isKnown else { return }
        starts.withLock { $0[node.id] = .now }
        for note in focus.notes(of: node) { tell("  = \(note)") }
        guard !counts.withLock(\.isCrowd) else { return }
        board.show(
            node.id,
            Printable.text(
                "\(place(node)): \(call.card.name) in \(call.region), \(call.price.amount)"),
            typical: times[call.card.name])
    }

    /// What the plan says of an image, said by the run too. Many images of which the same is said but
    /// for its numbers need it once.
    private func sayNotes(of node: PlanNode) {
        if case .call(let call) = node.action, call.isKnown || call.seeing != nil { return }
        for note in node.notes {
            let kind = counts.withLock(\.isCrowd) ? note.filter { !$0.isNumber } : note
            guard mentioned.withLock({ $0.insert([node.origin.verb, kind]).inserted }) else {
                continue
            }
            tell("\(place(node)): \(note)")
        }
    }

    private func happened(_ event: BedrockEvent, _ node: PlanNode) {
        switch event {
        case .attempt(let number) where number > 1: tell("\(place(node)): try \(number)")
        case .attempt: break
        case .waiting(let duration, let cause):
            let seconds = max(1, Int(duration.components.seconds))
            switch cause {
            case .quota:
                guard case .call(let call) = node.action, seconds >= 3 else { return }
                let isNews = counts.withLock { $0.slowed.insert(call.card.name).inserted }
                let quota = call.card.quota.requestsPerMinute
                if isNews {
                    tell(
                        "\(call.card.name): the quota is \(Count(quota, "call")) per minute in \(call.region); the rest waits"
                    )
                }
            case .throttled: tell("\(place(node)): throttled, waiting \(seconds) s")
            case .notReady: tell("\(place(node)): the model is loading, waiting \(seconds) s")
            case .transient(let why): tell("\(place(node)): \(why); retrying in \(seconds) s")
            }
        case .sending(let method, let url, let headers):
            guard style.traces else { return }
            trace(Trace.sending(method, url, headers))
        }
    }

    /// In a pipe there is nothing to see, and nothing is written.
    private var showsPictures: Bool {
        console.isErrorTerminal && !style.isQuiet && !style.isJSON && painter.draws
    }

    package func draw(_ node: PlanNode, _ image: Image) throws -> String? {
        guard showsPictures else { return nil }
        var (width, rows): (Int?, Int?) = (nil, nil)
        if case .show(let asked?) = node.action {
            width = asked
        } else if focus.isLook(node) {
            guard focus.claimsDrawing(of: node) else { return nil }
            (width, rows) = focus.thumbnail
        }
        return try painter.draw(image, width: width, rows: rows).trimmingLineEnd
    }

    private func shown(
        _ node: PlanNode, _ produced: Produced, _ drawn: Result<String?, any Error>
    ) {
        guard showsPictures else { return }
        if case .show(nil) = node.action, let caption = focus.caption(of: node, produced),
            !caption.isEmpty
        {
            board.say(Printable.screen(caption))
        }
        tell(drawn, of: node)
    }

    private func tell(_ drawn: Result<String?, any Error>, of node: PlanNode) {
        switch drawn {
        case .success(let picture?): board.say(picture)
        case .success(nil): break
        case .failure(let error):
            tell("\(place(node)): the image cannot be shown: \(error)")
        }
    }

    private func finished(_ node: PlanNode, _ produced: Produced, _ finish: RunEvent.Finish) {
        if style.previews, showsPictures, case .save = node.action {
            let drawn = Result { () throws -> String? in
                try painter.draw(produced.image, width: Self.previewColumns).trimmingLineEnd
            }
            tell(drawn, of: node)
        }
        board.end(node.id)
        let isCrowd = counts.withLock { counts in
            counts.underWay[node.id] = nil
            switch finish {
            case .known: counts.known += 1
            case .paid(let price, _):
                counts.paid += 1
                counts.spent += price
            case .free: break
            }
            return counts.isCrowd && console.isErrorTerminal
        }
        showAll()
        guard focus.isNews(node, finish) else { return }
        let facts = produced.image.facts
        let saying = said(node, produced)
        let what = saying ?? "\(facts.size) \(facts.format.rawValue)"
        switch finish {
        case .free: break
        case .paid(let price, let seed):
            let seconds = starts.withLock { $0[node.id] }.map { ContinuousClock.now - $0 }
            if !isCrowd {
                tell(
                    "\(place(node)): \(what), \(Self.seconds(seconds)), \(priced(price))\(Self.seed(seed))"
                )
            }
        case .known(let seed):
            if !isCrowd { tell("\(place(node)): \(what), cached\(Self.seed(seed))") }
        }
    }

    /// What a model said of an image, in the order in which it is read.
    private func said(_ node: PlanNode, _ produced: Produced) -> String? {
        guard case .call(let call) = node.action, let seeing = call.seeing else { return nil }
        return seeing.question.words(
            for: produced.provenance.noted.compactMapValues(\.known))
    }

    /// The line that describes all calls.
    private func showAll() {
        let words = counts.withLock { $0.isCrowd ? $0.words : nil }
        if let words { board.show(-1, words) }
    }

    /// What Ctrl-C waits for; nil where nothing is on its way.
    package func waiting() -> String? {
        let (count, open) = counts.withLock { ($0.underWay.count, $0.open) }
        guard count > 0 else { return nil }
        return
            "stopping: no new calls, \(Count(count, "call")) of \(open) in flight; Ctrl-C again exits without"
    }

    private func priced(_ price: Dollars) -> String {
        engine.backend.isBilled ? "\(price)" : "sandbox (\(price) at AWS)"
    }

    private static func seed(_ seed: Int?) -> String { seed.map { ", seed \($0)" } ?? "" }

    private static func seconds(_ duration: Duration?) -> String {
        guard let duration else { return "0 s" }
        let tenths = Int(duration / .milliseconds(100))
        return "\(tenths / 10).\(tenths % 10) s"
    }

    private func failed(_ node: PlanNode, _ failure: RunFailure) {
        board.end(node.id)
        counts.withLock { counts in
            guard counts.underWay.removeValue(forKey: node.id) != nil else { return }
            counts.failed += 1
            counts.lastFailed = names[node].map { Printable.text($0) }
        }
        showAll()
        if case .cancelled = failure { return }
        if !node.isTried || failure.endsRun {
            losses.withLock { $0.append((who(node), "\(failure)")) }
        }
        if node.isTried, !failure.endsRun {
            return tell(Printable.text("\(place(node)): \(failure); continuing with `else`"))
        }
        let (isNewCause, isNewRemedy) = mentioned.withLock {
            ($0.insert(["\(failure)"]).inserted, $0.insert([""] + failure.hints).inserted)
        }
        // What ends a run ends all that is under way: once is enough, and the summary names them.
        if isNewCause || !failure.endsRun {
            board.say(Printable.text("error: \(place(node)): \(failure)"))
        }
        if isNewRemedy { for hint in failure.hints { board.say(Printable.text("  = \(hint)")) } }
    }

    /// The image that a step was about: its file where one began it.
    private func who(_ node: PlanNode) -> String { names[node] ?? place(node) }

    /// What failed and why, the same cause once.
    private func tellLosses() {
        let leftOut = plan.leftOut.map { (who: $0.who, why: $0.why) }
        let losses = losses.withLock { $0 } + leftOut
        guard losses.count > 1 || !leftOut.isEmpty else { return }
        var causes: [(why: String, who: [String])] = []
        for loss in losses {
            if let place = causes.firstIndex(where: { $0.why == loss.why }) {
                causes[place].who.append(loss.who)
            } else {
                causes.append((loss.why, [loss.who]))
            }
        }
        console.complain("\(losses.count) failed:")
        for cause in causes {
            let names = cause.who.prefix(5).joined(separator: ", ")
            let rest = cause.who.count > 5 ? " and \(cause.who.count - 5) more" : ""
            console.complain(Printable.text("  \(names)\(rest): \(cause.why)"))
        }
    }

    private func told(_ node: PlanNode, _ produced: Produced) {
        let facts = produced.image.facts
        let origin = produced.provenance
        let name = produced.forecast.value(of: .stem) ?? "image"
        var words = "\(name): \(facts.size) \(facts.format.rawValue)"
        if facts.hasAlpha { words += " with alpha" }
        if let dpi = facts.dpi { words += ", \(SourceWriter.number(dpi)) dpi" }
        if facts.hasLocation { words += ", with its location" }
        if facts.isSigned { words += ", signed (Content Credentials)" }
        if let bytes = produced.image.encoded { words += ", \(ByteCount(bytes.count))" }
        if !origin.verbs.isEmpty { words += ", made by \(origin.verbs.joined(separator: ", "))" }
        if let model = origin.model { words += ", model \(model)" }
        if let seed = origin.seed { words += ", seed \(seed)" }
        for (field, note) in origin.noted.sorted(by: { $0.key < $1.key }) {
            if let text = note.known { words += ", \(field) \"\(text)\"" }
        }
        board.say(Printable.text(words))
    }

    /// Where a line of its own would have filled the screen while it ran.
    private func noted(_ node: PlanNode, _ produced: Produced) {
        guard counts.withLock(\.isCrowd), console.isErrorTerminal,
            case .noted(let names) = node.action
        else { return }
        let texts = names.keys.sorted().compactMap { name in
            produced.provenance.noted[name]?.known.map { "\(name) \"\($0)\"" }
        }
        tell("\(place(node)): \(texts.joined(separator: ", "))")
    }

    private func saved(_ node: PlanNode, _ path: String, _ isUnchanged: Bool) {
        if isUnchanged { tell("\(path) is unchanged") }
        if style.isJSON { return }
        if writesPicture {
            tell(path)
        } else {
            console.print(path)
        }
    }

    /// For a process that ends before its calls do.
    package func lastWords() -> String? {
        board.close()
        let open = counts.withLock(\.open)
        return open > .zero ? "interrupted, \(open) may still be billed" : "interrupted"
    }

    package func say(_ text: String) -> Bool {
        board.say(text)
        return true
    }

    package func close() { board.close() }

    /// The line at the end: what was spent and what was known.
    package func ended(_ end: RunEnd) {
        let (outcome, spent, doubtful) = (end.outcome, end.spent, end.doubtful)
        let known = counts.withLock { $0.known }
        for path in plan.present { tell("\(path) already exists") }
        if outcome.isCancelled {
            let words = doubtful > .zero ? ", \(doubtful) may still be billed" : ""
            console.complain("interrupted\(words)")
            if engine.store != nil, spent > .zero {
                console.complain("  = run it again: paid results are cached")
            }
        } else if doubtful > .zero {
            console.complain("\(doubtful) may be billed for calls that returned no image")
        }
        tellLosses()
        if outcome.missing > 0, outcome.shown > 0 {
            tell(
                "\(outcome.shown) succeeded, \(outcome.missing) failed; run the same command again to retry only what failed"
            )
        }
        guard end.paidCalls + known > 0, focus.tellsCost(of: outcome) else { return }
        let money =
            engine.backend.isBilled
            ? "spent \(spent)" : "sandbox, nothing is billed (\(spent) at AWS)"
        tell("\(money): \(Count(end.paidCalls, "call")) made, \(known) cached")
    }
}

extension String {
    /// The board ends each line itself.
    package var trimmingLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
