import FoundationEssentials
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowRuntime
import ImgflowVerbs

/// Everything between the command line and a plan: text, check, plan, in that order.
struct Workbench {
    let console: Console
    let options: PlanningOptions
    let backend: Backend
    let configuration: Configuration
    let store: AnswerStore?
    let world: DiskWorld

    init(_ options: PlanningOptions, _ console: Console) throws(Complaint) {
        self.console = console
        self.options = options
        backend = try Backend(options, console)
        configuration = try Configuration(console)
        store =
            options.ephemeral
            ? nil : AnswerStore(folder: Self.storeFolder(options, configuration, console))
        world = DiskWorld(
            folder: console.folder,
            today: CalendarDate(secondsSince1970: Int(console.now().timeIntervalSince1970)),
            store: store,
            readStandardInput: { console.isInputTerminal ? nil : console.readInput() })
    }

    private static func storeFolder(
        _ options: PlanningOptions, _ configuration: Configuration, _ console: Console
    ) -> String {
        if let folder = options.store ?? console.variable("IMGFLOW_STORE") ?? configuration.store {
            return Path.join(console.folder, folder)
        }
        let home = console.variable("HOME") ?? "/"
        let data = console.variable("XDG_DATA_HOME") ?? "\(home)/.local/share"
        return "\(data)/imgflow/answers"
    }

    func source(_ program: ProgramArguments) throws(Complaint) -> SourceText {
        if let text = program.text {
            if let file = program.file, Imgflow.commandNames.contains(file) {
                throw Complaint(
                    message: "`\(file)` is a command, and commands come first",
                    hints: ["imgflow \(file) [options] -c …"])
            }
            if let file = program.file {
                throw Complaint(
                    message: "`-c` is the program, and `\(file)` is another",
                    hints: ["keep one of them"])
            }
            return SourceText(name: "-c", text: text)
        }
        guard let file = program.file else {
            throw Complaint(
                message: "expected a program, found none",
                hints: [
                    "give a file: imgflow storm.imgflow",
                    "or the program itself: imgflow -c 'load \"a.png\" | info'",
                    "or ask for help: imgflow help",
                ])
        }
        if Imgflow.commandNames.contains(file),
            FileSystem.kind(Path.join(console.folder, file)) == nil
        {
            throw Complaint(
                message: "`\(file)` is a command, and commands come first",
                hints: ["imgflow \(file) [options]"])
        }
        if let argument = program.arguments.first {
            throw Complaint(
                message: "`\(file)` takes no arguments, found `\(argument)`",
                hints: ["put options such as --yes anywhere, and nothing else"])
        }
        do {
            let bytes =
                file == "-"
                ? console.readInput()
                : try FileSystem.read(Path.join(console.folder, file))
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Complaint(
                    message: "`\(file)` is not text in UTF-8", code: ExitCode.program)
            }
            return SourceText(name: file == "-" ? "standard input" : file, text: text)
        } catch let complaint as Complaint {
            throw complaint
        } catch {
            throw unreadable(file, error)
        }
    }

    /// A file that is not there may be a command that was mistyped.
    private func unreadable(_ file: String, _ error: any Error) -> Complaint {
        let place = Path.join(console.folder, file)
        guard FileSystem.kind(place) == nil else {
            return Complaint(message: "`\(file)` cannot be read: \(error)")
        }
        let names = FileSystem.names(in: Path.folder(of: place))
        let near = NearestName.of(Path.name(of: file), in: Imgflow.commandNames + names)
        return Complaint(
            message: "there is no command or file `\(file)`",
            hints: near.map { ["did you mean `\($0)`?"] } ?? ["`imgflow help` lists the commands"])
    }

    /// The plan; nil where the program has errors.
    func plan(_ source: SourceText) -> (plan: Plan?, diagnostics: [Diagnostic]) {
        let parsed = Parser.parse(source)
        let checker = Checker(Verbs.catalogue(of: configuration.models))
        let (checked, found) = checker.check(parsed)
        // What is right in a wrong program is planned too: all mistakes are told in one pass.
        let planned = Planner(verbs: Verbs.all).plan(
            checked ?? checker.soundPart(of: parsed), world: world,
            settings: PlanSettings(
                origin: backend.origin, region: backend.region(options),
                stays: options.stay || configuration.stays, outputFolder: options.out ?? "",
                overwrites: options.overwrite, models: configuration.models))
        let diagnostics = (found + planned.diagnostics).sorted {
            $0.primary.span.start < $1.primary.span.start
        }
        return (checked == nil ? nil : planned.plan, diagnostics)
    }

    /// The plan of a program that has one. What is to be said of it is said, as text or as JSON; where
    /// there is no plan, that ends the command.
    func planned(
        _ program: ProgramArguments
    ) throws -> (plan: Plan, source: SourceText, diagnostics: [Diagnostic]) {
        let source = try source(program)
        let (plan, diagnostics) = plan(source)
        if !options.json { report(diagnostics, of: source) }
        guard let plan else {
            if options.json {
                console.print(
                    JSONReport.text(JSONReport.Check(source, diagnostics, isRight: false)))
            }
            throw Exit(ExitCode.program)
        }
        return (plan, source, diagnostics)
    }

    /// Tells what is wrong, on standard error.
    func report(_ diagnostics: [Diagnostic], of source: SourceText) {
        let shown = options.quiet ? diagnostics.filter { $0.severity == .error } : diagnostics
        let renderer = DiagnosticRenderer(source, style: console.usesColour ? .ansi : .plain)
        for diagnostic in shown { console.writeError(renderer.render(diagnostic) + "\n") }
    }
}
