import Dispatch
import FoundationEssentials
import Glibc
import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowREPL
import ImgflowRuntime
import ImgflowTerminal
import Synchronization

/// Whether runs above the threshold need no question any more.
private final class Agreement: Sendable {
    let isGiven = Mutex(false)
}

/// What stands behind the prompt: programs are checked, planned, agreed to and run as from a file.
final class Workshop: PromptHost {
    var console: Console
    var options: PlanningOptions
    var running: RunOptions
    /// `:budget 1.00`: what the session may spend from here on.
    var budget: Dollars?
    /// `always` was answered.
    private let agreement = Agreement()
    private var spent = Dollars.zero
    /// The latest picture of each result, encoded; the store has those that were paid for.
    private(set) var shown: [Int: Image] = [:]

    init(_ options: PlanningOptions, _ running: RunOptions, _ console: Console) {
        self.options = options
        self.running = running
        self.console = console
        // It is the session's, not each line's.
        budget = running.budget.flatMap { Dollars(text: $0) }
    }

    /// What is left of the session's budget.
    var rest: Dollars? { budget.map { $0 > spent ? $0 - spent : .zero } }

    var usesColour: Bool { console.usesColour }
    var folder: String { console.folder }

    var bench: Workbench? {
        do {
            return try Workbench(options, console)
        } catch {
            complain(error)
            return nil
        }
    }

    var standing: String {
        let name = options.backend ?? console.variable("IMGFLOW_BACKEND") ?? "aws"
        return name == "sandbox" ? "sandbox" : "\(name) \(spent)"
    }

    func say(_ text: String) { console.complain(text) }

    func complain(_ error: any Error) {
        guard let complaint = error as? Complaint else { return say("error: \(error)") }
        say("error: \(complaint.message)")
        for hint in complaint.hints { say("  = \(hint)") }
    }

    func complete(_ program: String) -> (replaces: Int, [Completion.Candidate]) {
        let completion = ShellCompletion.completer.complete(program)
        let replaces = program.utf8.count - completion.replaces.start
        guard let path = completion.path else { return (replaces, completion.candidates) }
        let quote = program.utf8.dropLast(replaces).last == UInt8(ascii: "'") ? "'" : "\""
        return (
            replaces,
            PathCompletion.candidates(path, in: console.folder).map {
                .init($0.hasSuffix("/") ? $0 : $0 + quote)
            }
        )
    }

    // MARK: Programs

    private func source(_ program: String) -> SourceText { SourceText(name: "line", text: program) }

    /// In the words of what was typed, wherever it points there; what points into earlier lines is
    /// told with the whole.
    func mistake(in step: Session.Step, typed: String) -> Int? {
        guard let bench else { return -1 }
        let analysis = bench.plan(source(step.program))
        let lineSource = SourceText(name: "line", text: typed)
        var place: Int?
        for diagnostic in analysis.diagnostics {
            let labels = [diagnostic.primary] + diagnostic.secondary
            let isError = diagnostic.severity == .error
            guard diagnostic.primary.span.start >= step.start || isError else { continue }
            guard labels.allSatisfy({ $0.span.start >= step.start }) else {
                bench.report([diagnostic], of: analysis.sources)
                if isError { place = place ?? -1 }
                continue
            }
            var own = diagnostic
            func moved(_ label: Diagnostic.Label) -> Diagnostic.Label {
                let start = step.typedOffset(of: label.span.start)
                let end = max(start, step.typedOffset(of: label.span.end))
                return .init(
                    Span(min(start, typed.utf8.count), min(end, typed.utf8.count)), label.text)
            }
            own.primary = moved(diagnostic.primary)
            own.secondary = diagnostic.secondary.map(moved)
            bench.report([own], of: Sources(lineSource))
            if isError { place = place ?? own.primary.span.start }
        }
        if let missing = analysis.missing.first {
            say("error: the parameter `\(missing)` has no value: give it one, or use `let`")
            return -1
        }
        guard !analysis.isRight || analysis.plan == nil else { return nil }
        return place ?? -1
    }

    func recipe(of path: String) -> String? {
        do {
            let text = try FoundRecipe(of: path, console).text
            return text.split(separator: "\n").filter { $0 != "imgflow 1" }.joined(separator: "; ")
        } catch {
            complain(error)
            return nil
        }
    }

    func run(_ program: String, line: Int) -> PromptRun {
        let collected = Mutex<[Produced]>([])
        let result = Mutex<Int32?>(nil)
        var console = console
        console.ask = { [console, agreement] question in
            let answer = console.ask(question.replacing("[y/N]", with: "[y/N/always]"))
            guard answer?.lowercased() == "always" else { return answer }
            agreement.isGiven.withLock { $0 = true }
            return "y"
        }
        var running = running
        running.yes = running.yes || agreement.isGiven.withLock { $0 }
        running.budget = rest?.plain
        let paid = Mutex(Dollars.zero)
        do {
            let bench = try Workbench(options, console)
            let launch = Launch(
                bench: bench, source: source(program), running: running, isInteractive: true,
                tally: { sum in paid.withLock { $0 = sum } }
            ) { event in
                switch event {
                case .shown(_, let produced): collected.withLock { $0.append(produced) }
                default: break
                }
            }
            let done = DispatchSemaphore(value: 0)
            Task {
                do {
                    let code = try await launch.outcome()
                    result.withLock { $0 = code }
                } catch let complaint as Complaint {
                    console.complain("error: \(complaint.message)")
                    for hint in complaint.hints { console.complain("  = \(hint)") }
                } catch {
                    if !(error is Exit) { console.complain("error: \(error)") }
                }
                done.signal()
            }
            done.wait()
        } catch {
            complain(error)
            return .refused
        }
        spent = spent + paid.withLock { $0 }
        let pictures = collected.withLock { $0 }
        shown[line] = pictures.last?.image
        guard let code = result.withLock({ $0 }) else { return .refused }
        let facts = pictures.map { picture in
            Picture(
                width: picture.image.facts.size.width, height: picture.image.facts.size.height,
                format: picture.image.facts.format.rawValue, seed: picture.provenance.seed,
                model: picture.provenance.model)
        }
        return code == ExitCode.done ? .done(facts) : .failed(facts)
    }

    // MARK: Commands

    var commandNames: [(name: String, summary: String)] {
        PromptCommand.all.map { ($0.name, $0.summary) }
    }

    func command(_ name: String, _ rest: String, _ session: Session) -> Bool {
        guard let command = PromptCommand.all.first(where: { $0.name == name }) else {
            return false
        }
        do {
            try command.run(self, rest, session)
        } catch {
            complain(error)
        }
        return true
    }
}
