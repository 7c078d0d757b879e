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
    /// Whether runs above the threshold need no question any more: `always` was answered.
    let agreement = Agreement()
    /// What is on the bill.
    var spent = Dollars.zero
    /// What the sandbox made would have cost.
    var pretended = Dollars.zero
    var pictures = RecentPictures()
    let painter: TerminalPainter
    /// What random seeds are drawn from, so that each line goes on meaning the same pictures.
    let session = UInt64.random(in: 0...(.max))
    /// The session, and from `:save` on the script: both are one program.
    private lazy var author = Author.session(session)
    /// What the files of each line were when they were first read.
    var loaded: [LoadedFile: Identity] = [:]

    /// The engine of the session; made anew where a command changes what it rests on.
    private var made: Engine?

    init(
        _ settings: EngineSettings, _ run: RunConfiguration, _ style: ReportStyle,
        _ commandLine: ReplCommandLine, _ console: Console
    ) {
        self.settings = settings
        runConfiguration = run
        self.style = style
        self.commandLine = commandLine
        self.console = console
        painter = console.painter
        // It is the session's, not each line's.
        budget = run.budget
    }

    struct LoadedFile: Hashable {
        var line: Int
        var path: FilePath
    }

    func settled(before step: Session.Step) -> SettledLines {
        SettledLines(before: step.entry.number, session: session, author: author)
    }

    final class Agreement: Sendable {
        let isGiven = Mutex(false)
    }

    private var backendName: String {
        settings.backend ?? console.variable("IMGFLOW_BACKEND") ?? "aws"
    }

    /// Of a budget: in the sandbox, what it would have cost.
    var used: Dollars { backendName == "sandbox" ? pretended : spent }

    /// What is left of the session's budget.
    var rest: Dollars? { budget.map { $0 > used ? $0 - used : .zero } }

    var usesColour: Bool { console.usesColour }
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
        let name = backendName
        guard name != "sandbox" else { return "sandbox" }
        return budget.map { "\(name) \(used) of \($0)" } ?? "\(name) \(spent)"
    }

    func say(_ text: String) { console.complain(text) }

    /// What the painter drew: codes of its own, which stay.
    func show(_ drawn: String) { console.writeError(drawn.trimmingLineEnd + "\n") }

    func sayFaintly(_ text: String) {
        let text = Printable.screen(text)
        console.writeError(usesColour ? "\u{1B}[2m\(text)\u{1B}[0m\n" : text + "\n")
    }

    func complain(_ error: any Error) { console.report(error) }

    // MARK: Recipes and commands

    func recipe(of path: String) -> String? {
        do {
            try needFile(path, "a picture: :fetch a.png")
            let text = Printable.program(try FoundRecipe(of: path, console).text)
            return text.split(separator: "\n").filter { $0 != "imgflow 1" }.joined(separator: "; ")
        } catch {
            complain(error)
            return nil
        }
    }

    func script(_ words: String) -> String? {
        do {
            return try LoadedScript.lines(words, self)
        } catch {
            complain(error)
            return nil
        }
    }

    func adopt(script name: String) {
        let script = Author.script(FilePath(Path.resolved(name, in: folder)))
        // Where the ledger cannot be used, the next line says so.
        try? engine?.book.existing()?.give(linesOf: author, to: script)
        author = script
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
                message: "there is no file `\(path)`",
                hints: near.map { ["did you mean `\($0)`?"] } ?? [":ls tells what is here"])
        }
    }

    /// One of imgflow's own commands, as the shell would call it.
    func run(_ words: [String]) {
        let (console, run) = (console, commandLine.run)
        Blocking.run { await run(words.filter { !$0.isEmpty }, console) }
    }
}
