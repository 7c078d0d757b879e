import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal
import Synchronization

/// What stands behind the prompt: programs are checked, planned, agreed to and run as from a file.
final class ReplHost {
    var console: Console { didSet { made = nil } }
    var settings: EngineSettings { didSet { made = nil } }
    let runConfiguration: RunConfiguration
    let style: ReportStyle
    /// imgflow's own commands, and how one is run.
    let commandLine: ReplCommandLine
    /// `:budget 1.00`: what the session may spend from here on.
    var budget: Dollars?
    /// Where `always` was answered: what needs no question any more.
    var always = StandingAgreement()
    /// The signal that a run was ended by: nothing comes after it.
    var endedBy: Int32?
    /// What is on the bill.
    var spent = Dollars.zero
    /// What the sandbox made would have cost.
    var pretended = Dollars.zero
    /// The images of the results; and those by the names that programs have for them.
    private(set) var shelf: ResultShelf
    /// What the session writes down as it goes.
    var journal: SessionJournal { shelf.journal }
    private(set) var held: [String: [HeldImage]] = [:]
    private var recipes = 0
    private var toldOfRoom = false
    let painter: TerminalPainter
    /// What random seeds are drawn from, so that each line goes on meaning the same images.
    private(set) var session: UInt64
    /// The session, and from `:save` on the script: both are one program.
    private lazy var author = Author.session(session)
    private var script: String?
    /// What the files of each line were when they were first read.
    var loaded: [LoadedFile: Identity] = [:]

    /// The engine of the session; made again where a command changes what it rests on.
    private var made: Engine?

    init(
        _ settings: EngineSettings, _ run: RunConfiguration, _ style: ReportStyle,
        _ commandLine: ReplCommandLine, _ console: Console, shelf: ResultShelf,
        session: UInt64
    ) {
        self.settings = settings
        runConfiguration = run
        self.style = style
        self.commandLine = commandLine
        self.console = console
        self.shelf = shelf
        self.session = session
        // It is asked while keys are read, and never waited for.
        painter = TerminalPainter(
            environment: console.environment, columns: console.columns(),
            ask: { TerminalAnswers() })
        // It is the session's, not each line's.
        budget = run.budget
    }

    struct LoadedFile: Hashable {
        var line: Int
        var path: FilePath
    }

    func settled(before step: Session.Step, isAnew: Bool) -> SettledLines {
        var settled = SettledLines(before: step.entry.number, session: session, author: author)
        if !isAnew { settled.held = held }
        settled.keeper = shelf
        return settled
    }

    /// A result is what it was shown as from here on.
    func keep(_ entry: Entry) {
        guard entry.held.isEmpty else {
            held[LineText.name(of: entry.number)] = entry.held
            return
        }
        held[LineText.name(of: entry.number)] = nil
        guard !toldOfRoom, shelf.isFull else { return }
        toldOfRoom = true
        say(
            "note: this session keeps at most 2 GB of images: from $\(entry.number) on, a result is computed again"
        )
        say("  from its line each time it is used")
    }

    // MARK: What is written down

    /// What the commands of the session set.
    var standingState: JournalRecord.State {
        JournalRecord.State(
            folder: folder, backend: backendName, region: settings.region,
            endpoint: settings.endpointURL, profile: settings.profile,
            budget: budget?.millionths, spent: spent.millionths, pretended: pretended.millionths,
            script: script)
    }

    /// Another session in the place of this one, whose images and journal are left as they are.
    func resume(_ read: ReadSession, _ journal: SessionJournal, keepsBackend: Bool) {
        shelf.close()
        shelf = ResultShelf(journal, keeping: read.kept)
        session = read.head.session
        author = .session(session)
        script = nil
        held = [:]
        for entry in read.session.results { keep(entry) }
        recipes = read.recipes.keys.max() ?? 0
        loaded = [:]
        for file in read.loaded {
            loaded[LoadedFile(line: file.line, path: FilePath(file.path))] = file.identity
        }
        always = StandingAgreement()
        guard let state = read.state else { return }
        budget = state.budget.map { Dollars(millionths: $0) } ?? budget
        spent = Dollars(millionths: state.spent)
        pretended = Dollars(millionths: state.pretended)
        if FileSystem.kind(state.folder) == .folder {
            console.folder = state.folder
        } else {
            say("note: its folder `\(state.folder)` no longer exists: using this one")
        }
        if let path = state.script {
            author = .script(FilePath(path))
            script = path
        }
        guard !keepsBackend else { return }
        var settings = settings
        settings.backend = state.backend
        settings.endpointURL = state.backend == "sandbox" ? nil : state.endpoint
        settings.region = state.region
        settings.profile = state.profile
        do {
            _ = try Engine(settings, console)
            self.settings = settings
        } catch {
            complain(error)
        }
    }

    /// Of the next recipe.
    func nextRecipe() -> Int {
        recipes += 1
        return recipes
    }

    /// Who answers, as `:backend` and the prompt name it.
    var answerer: String { endpoint ?? backendName }

    private var backendName: String {
        settings.backend ?? console.variable("IMGFLOW_BACKEND") ?? "aws"
    }

    /// Of a budget: in the sandbox, what it would have cost.
    var used: Dollars { backendName == "sandbox" ? pretended : spent }

    /// What is left of the session's budget.
    var rest: Dollars? { budget.map { $0 > used ? $0 - used : .zero } }

    var usesColor: Bool { console.usesColor }
    var folder: String { console.folder }

    /// Nil where the settings are wrong, which is told.
    var engine: Engine? {
        if let made { return made }
        do {
            let engine = try Engine(settings, console)
            made = engine
            return engine
        } catch {
            complain(error)
            return nil
        }
    }

    /// The built-in ones where the settings are wrong.
    var models: ModelChoices { ModelChoices(engine?.configuration.models ?? .standard) }

    var topics: [(text: String, summary: String)] {
        ModelChoices.topics(commands: commandLine.topics())
    }

    var standing: String {
        guard backendName != "sandbox" else { return "sandbox" }
        let money = budget.map { "\(used) of \($0)" } ?? "\(spent)"
        return "\(endpoint ?? backendName) \(money)"
    }

    /// Host and port of an endpoint of the user's own; nil for AWS and for the sandbox in this process.
    var endpoint: String? {
        guard let origin = engine?.backend.customEndpoint else { return nil }
        let host = origin.split(separator: "/", omittingEmptySubsequences: true).last
        return Printable.text(host.map(String.init) ?? origin)
    }

    func say(_ text: String) { console.complain(text) }

    /// What the painter drew: codes of its own, which stay.
    func show(_ drawn: String) { console.writeError(drawn.trimmingLineEnd + "\n") }

    func sayFaintly(_ text: String) {
        let text = Printable.screen(text)
        console.writeError(usesColor ? "\u{1B}[2m\(text)\u{1B}[0m\n" : text + "\n")
    }

    func complain(_ error: any Error) { console.report(error) }

    // MARK: Recipes and commands

    func recipe(of path: String) -> String? {
        do {
            try needFile(path, "an image: :fetch a.png")
            let text = Printable.program(try FoundRecipe(of: path, console).text)
            return text.split(separator: "\n").filter { $0 != "imgflow 1" }.joined(separator: "; ")
        } catch {
            complain(error)
            return nil
        }
    }

    func script(_ words: String) -> (name: String, text: String)? {
        do {
            return try LoadedScript.lines(words, self)
        } catch {
            complain(error)
            return nil
        }
    }

    func adopt(script name: String) {
        let path = Path.resolved(name, in: folder)
        let adopted = Author.script(FilePath(path))
        // Where the ledger cannot be used, the next line says so.
        try? engine?.book.existing()?.give(linesOf: author, to: adopted)
        author = adopted
        script = path
    }

    func check(script name: String) { run(["check", name]) }

    /// A pipe or a device might never end.
    func needFile(_ path: String, _ expectation: String) throws(CLIError) {
        guard !path.isEmpty else { throw CLIError(message: "expected \(expectation)") }
        let place = Path.join(folder, path)
        switch FileSystem.kind(place) {
        case .file: return
        case .folder: throw CLIError(message: "`\(path)` is a folder")
        case .other: throw CLIError(message: "`\(path)` is not a file")
        case nil:
            let near = NearestName.of(
                Path.name(of: path), in: FileSystem.names(in: Path.folder(of: place)))
            throw CLIError(
                message: "file not found: `\(path)`",
                hints: near.map { ["did you mean `\($0)`?"] } ?? [":ls lists the images here"])
        }
    }

    /// One of imgflow's own commands, as the shell would call it.
    func run(_ words: [String]) {
        let (console, run) = (console, commandLine.run)
        Blocking.run { await run(words.filter { !$0.isEmpty }, console) }
    }
}
