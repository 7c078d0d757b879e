import ImageFacts
import ImgflowBedrock
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowRuntime
import ImgflowTerminal
import Synchronization

/// Tells of a run: paths and pictures on standard output, all else on standard error.
final class TextReporter: Sendable {
    private let plan: Plan
    private let engine: Engine
    private let isTracing: Bool
    /// Which of many each step is about.
    private let names: ItemNames
    /// Steps stand on several lines, so that each is told with its own.
    private let hasLines: Bool
    /// Paths go to standard error where standard output carries a picture.
    private let writesPicture: Bool
    private let board: StatusBoard
    private let painter: TerminalPainter
    /// Each saved picture is shown small.
    private let previews: Bool
    private static let previewColumns = 32
    private let counts: Mutex<RunTally>
    /// What failed, for the summary: the file or step, and why.
    private let losses = Mutex<[(who: String, why: String)]>([])
    /// Causes, and the hints behind them: many pictures that fail alike need these once.
    private let mentioned = Mutex<Set<[String]>>([])
    private let starts = Mutex<[PlanNode.ID: ContinuousClock.Instant]>([:])
    /// Who follows the run, and tells of its result.
    private let prompt: ReplRunObserver?
    private let times: TypicalTimes

    init(
        plan: Plan, engine: Engine, isTracing: Bool, previews: Bool = false,
        prompt: ReplRunObserver? = nil, board: StatusBoard
    ) {
        self.previews = previews
        self.prompt = prompt
        times = TypicalTimes(engine)
        painter = prompt?.painter ?? engine.console.painter
        self.plan = plan
        names = ItemNames(plan)
        // The lines of a prompt's program are those of the session, which nobody counts.
        hasLines = prompt == nil && Set(plan.nodes.map(\.origin.line)).count > 1
        writesPicture = plan.nodes.contains { node in
            guard case .save(let save) = node.action, case .standardOutput = save.target else {
                return false
            }
            return true
        }
        counts = Mutex(RunTally(plan))
        self.engine = engine
        self.isTracing = isTracing
        self.board = board
    }

    private var console: Console { engine.console }

    @Sendable func take(_ event: RunEvent) {
        switch event {
        case .started(let node): started(node)
        case .calling(let node, let call, let request, let pictures):
            counts.withLock { $0.underWay[node.id] = call.price.amount }
            showAll()
            if isTracing {
                trace(
                    Trace.request(
                        call, request, pictures, endpoint: engine.backend.customEndpoint))
            }
        case .bedrock(let node, let event): happened(event, node)
        case .remark(let node, let text): say("\(place(node)): \(text)")
        case .finished(let node, let produced, let finish): finished(node, produced, finish)
        case .failed(let node, let failure): failed(node, failure)
        case .told(let node, let produced): told(node, produced)
        case .shown(let node, let produced, let drawn): shown(node, produced, drawn)
        case .saved(let node, let path, let isUnchanged): saved(node, path, isUnchanged)
        case .picture(let bytes): console.writeOutput(bytes)
        }
    }

    private func say(_ text: String) {
        if !engine.options.quiet { board.say(Printable.text(text)) }
    }

    private func trace(_ text: String) { board.say(Printable.screen(text)) }

    /// `inpaint (line 3) (photo.jpg)`: the line where there are several, the image where it is one of
    /// many.
    private func place(_ node: PlanNode) -> String {
        let stage =
            hasLines ? "\(node.origin.verb) (line \(node.origin.line))" : node.origin.verb
        return names.ofMany(node).map { "\(stage) (\($0))" } ?? stage
    }

    private func started(_ node: PlanNode) {
        // Here, where nobody is left behind by Ctrl-C: the terminal would stay without an echo.
        if case .show = node.action, showsPictures { painter.prepare() }
        // What is known takes no time and costs nothing.
        guard case .call(let call) = node.action, call.known == nil else {
            if prompt == nil { sayNotes(of: node) }
            return
        }
        if prompt == nil { sayNotes(of: node) }
        starts.withLock { $0[node.id] = .now }
        for note in prompt?.notes(of: node) ?? [] { say("  = \(note)") }
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
        if case .call(let call) = node.action, call.known != nil { return }
        for note in node.notes {
            let kind = counts.withLock(\.isCrowd) ? note.filter { !$0.isNumber } : note
            guard mentioned.withLock({ $0.insert([node.origin.verb, kind]).inserted }) else {
                continue
            }
            say("\(place(node)): \(note)")
        }
    }

    private func happened(_ event: BedrockEvent, _ node: PlanNode) {
        switch event {
        case .attempt(let number) where number > 1: say("\(place(node)): try \(number)")
        case .attempt: break
        case .waiting(let duration, let cause):
            let seconds = max(1, Int(duration.components.seconds))
            switch cause {
            case .quota:
                guard case .call(let call) = node.action, seconds >= 3 else { return }
                let isNews = counts.withLock { $0.slowed.insert(call.card.name).inserted }
                let quota = call.card.quota.requestsPerMinute
                if isNews {
                    say(
                        "\(call.card.name): AWS takes \(Count(quota, "call")) a minute in \(call.region), and the rest waits"
                    )
                }
            case .throttled: say("\(place(node)): throttled, waiting \(seconds) s")
            case .notReady: say("\(place(node)): the model is being loaded, waiting \(seconds) s")
            case .transient(let why): say("\(place(node)): \(why); again in \(seconds) s")
            }
        case .sending(let method, let url, let headers):
            guard isTracing else { return }
            trace(Trace.sending(method, url, headers))
        }
    }

    /// In a pipe there is nothing to see, and nothing is written.
    private var showsPictures: Bool {
        console.isErrorTerminal && !engine.options.quiet && !engine.options.json && painter.draws
    }

    /// A picture as the terminal shows it; nil where it does not. Blocks.
    @Sendable func draw(_ node: PlanNode, _ image: Image) throws -> String? {
        guard showsPictures else { return nil }
        var width: Int?
        var rows: Int?
        if case .show(let asked?) = node.action {
            width = asked
        } else if let prompt, prompt.isLook(node) {
            guard prompt.claimsDrawing(of: node) else { return nil }
            (width, rows) = prompt.thumbnail
        }
        return try painter.draw(image, width: width, rows: rows).trimmingLineEnd
    }

    private func shown(
        _ node: PlanNode, _ produced: Produced, _ drawn: Result<String?, any Error>
    ) {
        if engine.options.json { return printShown(produced) }
        guard showsPictures else { return }
        if case .show(nil) = node.action, let caption = prompt?.caption(of: node, produced),
            !caption.isEmpty
        {
            board.say(Printable.screen(caption))
        }
        say(drawn, of: node)
    }

    private func printShown(_ produced: Produced) {
        printEvent(Event(event: "shown", message: "\(produced.image.facts.size)"))
    }

    private func say(_ drawn: Result<String?, any Error>, of node: PlanNode) {
        switch drawn {
        case .success(let picture?): board.say(picture)
        case .success(nil): break
        case .failure(let error):
            say("\(place(node)): the picture cannot be shown: \(error)")
        }
    }

    private func finished(_ node: PlanNode, _ produced: Produced, _ finish: RunEvent.Finish) {
        if previews, engine.options.json, case .save = node.action {
            printShown(produced)
        } else if previews, showsPictures, case .save = node.action {
            let drawn = Result { () throws -> String? in
                try painter.draw(produced.image, width: Self.previewColumns).trimmingLineEnd
            }
            say(drawn, of: node)
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
        // What an earlier line told of, or the line of the result will, is not said twice.
        if let prompt, prompt.isAlone(node) || (prompt.isEarlier(node) && finish.isKnown) {
            return
        }
        let facts = produced.image.facts
        let what = "\(facts.size) \(facts.format.rawValue)"
        switch finish {
        case .free: break
        case .paid(let price, let seed):
            let seconds = starts.withLock { $0[node.id] }.map { ContinuousClock.now - $0 }
            if !isCrowd {
                say(
                    "\(place(node)): \(what), \(Self.seconds(seconds)), \(priced(price))\(Self.seed(seed))"
                )
            }
        case .known(let seed):
            if !isCrowd { say("\(place(node)): \(what), known\(Self.seed(seed))") }
        }
    }

    /// The line that tells of all calls.
    private func showAll() {
        let words = counts.withLock { $0.isCrowd ? $0.words : nil }
        if let words { board.show(-1, words) }
    }

    /// What Ctrl-C waits for; nil where nothing is on its way.
    @Sendable func waiting() -> String? {
        let (count, open) = counts.withLock { ($0.underWay.count, $0.open) }
        guard count > 0 else { return nil }
        return
            "stopping: nothing more is sent, \(Count(count, "call")) of \(open) on the way; Ctrl-C again leaves without"
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
            return say(Printable.text("\(place(node)): \(failure); going on with `else`"))
        }
        let (isNewCause, isNewRemedy) = mentioned.withLock {
            ($0.insert(["\(failure)"]).inserted, $0.insert([""] + failure.hints).inserted)
        }
        // What ends a run ends all that is under way: once is enough, and the summary names them.
        if isNewCause || !failure.endsRun {
            board.say(Printable.text("error: \(place(node)): \(failure)"))
        }
        if isNewRemedy { for hint in failure.hints { board.say(Printable.text("  = \(hint)")) } }
        if engine.options.json {
            printEvent(
                Event(
                    event: "failed", verb: node.origin.verb, line: node.origin.line,
                    item: names[node], message: "\(failure)"))
        }
    }

    /// The picture that a step was about: its file where one began it.
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
        if let bytes = produced.image.encoded { words += ", \(ByteCount(bytes.count))" }
        if !origin.verbs.isEmpty { words += ", made by \(origin.verbs.joined(separator: ", "))" }
        if let model = origin.model { words += ", model \(model)" }
        if let seed = origin.seed { words += ", seed \(seed)" }
        board.say(Printable.text(words))
        if engine.options.json {
            printEvent(
                Event(
                    event: "info", width: facts.size.width, height: facts.size.height,
                    format: facts.format.rawValue))
        }
    }

    private func saved(_ node: PlanNode, _ path: String, _ isUnchanged: Bool) {
        if isUnchanged { say("\(path) is unchanged") }
        if engine.options.json {
            printEvent(Event(event: "saved", path: path))
        } else if writesPicture {
            say(path)
        } else {
            console.print(path)
        }
    }

    /// For a process that ends before its calls do.
    @Sendable func lastWords() -> String? {
        board.close()
        let open = counts.withLock(\.open)
        return open > .zero ? "interrupted, \(open) may still be billed" : "interrupted"
    }

    /// The line at the end: what was spent and what was known.
    func summarize(_ outcome: RunOutcome, _ spending: Spending) async {
        let spent = await spending.spent
        let doubtful = await spending.doubtful
        let calls = await spending.paidCalls
        let known = counts.withLock { $0.known }
        for path in plan.present { say("\(path) is there already") }
        if outcome.isCancelled {
            let words = doubtful > .zero ? ", \(doubtful) may still be billed" : ""
            console.complain("interrupted\(words)")
            if engine.store != nil, spent > .zero {
                console.complain("  = run it again: what is paid for is not paid for again")
            }
        } else if doubtful > .zero {
            console.complain("\(doubtful) may be billed for calls that gave no picture")
        }
        tellLosses()
        if engine.options.json {
            for one in plan.leftOut {
                printEvent(Event(event: "failed", path: one.who, message: one.why))
            }
        }
        if outcome.missing > 0, outcome.shown > 0 {
            say(
                "\(outcome.shown) done, \(outcome.missing) not: the same command again does only what is missing"
            )
        }
        if engine.options.json {
            printEvent(
                Event(
                    event: "end", spent: spent.plain, doubtful: doubtful.plain, calls: calls,
                    known: known,
                    exitCode: Int(outcome.exitCode)))
        }
        guard calls + known > 0, prompt == nil || outcome.exitCode != ExitStatus.done else {
            return
        }
        let money =
            engine.backend.isBilled
            ? "spent \(spent)" : "sandbox, nothing is billed (\(spent) at AWS)"
        say("\(money): \(Count(calls, "call")) made, \(known) known")
    }

    /// One event as a line of JSON.
    private struct Event: Encodable {
        var event: String
        var path: String? = nil
        /// Where the path is not UTF-8.
        var pathBase64: String? = nil
        var verb: String? = nil
        var line: Int? = nil
        var item: String? = nil
        var message: String? = nil
        var width: Int? = nil
        var height: Int? = nil
        var format: String? = nil
        var spent: String? = nil
        var doubtful: String? = nil
        var calls: Int? = nil
        var known: Int? = nil
        var exitCode: Int? = nil
    }

    private func printEvent(_ event: Event) {
        guard !writesPicture else { return }
        var event = event
        event.pathBase64 = JSONReport.base64(event.path)
        console.print(JSONReport.text(event, isPretty: false))
    }
}

extension String {
    /// The board ends each line itself.
    var trimmingLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
