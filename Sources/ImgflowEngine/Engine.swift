import FoundationEssentials
import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowRuntime
import ImgflowVerbs

/// Everything between the command line and a plan: text, check, plan, in that order.
struct Engine {
    let console: Console
    let options: PlanningOptions
    let backend: Backend
    let configuration: Configuration
    private let spread: [String]
    let store: AnswerStore?
    let book: LedgerBook
    let world: DiskWorld
    /// Of several files those that cannot be read are left out, as in a run with `--keep-going`.
    var skipsUnreadable = false

    init(_ options: PlanningOptions, _ console: Console) throws(CLIError) {
        self.console = console
        self.options = options
        backend = try Backend(options, console)
        configuration = try Configuration(console)
        spread = try Self.regions(options)
        store =
            options.ephemeral
            ? nil : Self.store(options, configuration, console)
        let book = LedgerBook(console)
        self.book = book
        world = DiskWorld(
            folder: console.folder,
            today: CalendarDate(secondsSince1970: Int(console.now().timeIntervalSince1970)),
            store: store, home: console.variable("HOME"), ledger: { try? book.existing() },
            readStandardInput: { console.isInputTerminal ? nil : console.readInput() })
    }

    /// Of a day; the sandbox bills nothing.
    var dayLimit: Dollars? { backend.isBilled ? configuration.dayLimit : nil }

    static func store(
        _ options: PlanningOptions, _ configuration: Configuration, _ console: Console
    ) -> AnswerStore {
        if let folder = options.store ?? console.variable("IMGFLOW_STORE") ?? configuration.store {
            return AnswerStore(folder: Path.join(console.folder, folder), isShared: true)
        }
        let home = console.variable("HOME") ?? "/"
        let data = console.variable("XDG_DATA_HOME") ?? "\(home)/.local/share"
        return AnswerStore(folder: "\(data)/imgflow/answers")
    }

    func source(_ program: ProgramArguments) throws(CLIError) -> SourceText {
        if let script = console.script { return script.source }
        if let text = program.text {
            if let file = program.file, Imgflow.commandNames.contains(file) {
                throw CLIError(
                    message: "`\(file)` is a command, and commands come first",
                    hints: ["imgflow \(file) [options] -c …"])
            }
            if let file = program.file {
                let place = Path.join(console.folder, file)
                let command =
                    FileSystem.kind(place) == nil
                    ? NearestName.of(file, in: Imgflow.commandNames) : nil
                throw CLIError(
                    message: "`-c` is the program, and `\(file)` is another",
                    hints: [
                        command.map { "did you mean the command `\($0)`?" } ?? "keep one of them"
                    ])
            }
            return SourceText(name: "-c", text: text)
        }
        if program.file == nil, !console.isInputTerminal {
            let bytes = console.readInput()
            if !bytes.isEmpty {
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw CLIError(
                        message: "standard input is not text in UTF-8", code: ExitStatus.program)
                }
                return SourceText(name: "standard input", text: text)
            }
        }
        guard let file = program.file.map(console.found) else {
            throw CLIError(
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
            throw CLIError(
                message: "`\(file)` is a command, and commands come first",
                hints: ["imgflow \(file) [options]"])
        }
        if let argument = program.arguments.first {
            if file != "-", FileSystem.kind(Path.join(console.folder, file)) == nil {
                throw missing(file)
            }
            throw CLIError(
                message: "`\(file)` takes no arguments, found `\(argument)`",
                hints: ["put options such as --yes anywhere, and nothing else"])
        }
        do {
            let bytes =
                file == "-"
                ? console.readInput()
                : try FileSystem.read(Path.join(console.folder, file))
            guard let text = String(validating: bytes, as: UTF8.self) else {
                let isPicture = (try? ImageHeader.read(bytes)) != nil
                throw CLIError(
                    message: "`\(file)` is \(isPicture ? "a picture" : "not text in UTF-8")",
                    hints: isPicture ? ["imgflow -c 'load \"\(file)\" | … | save'"] : [],
                    code: ExitStatus.program)
            }
            return SourceText(
                name: file == "-" ? "standard input" : file, text: text,
                folder: file == "-" ? "." : ScriptCall.folder(of: file, console),
                isFile: file != "-")
        } catch let complaint as CLIError {
            throw complaint
        } catch {
            throw unreadable(file, error)
        }
    }

    private func unreadable(_ file: String, _ error: any Error) -> CLIError {
        let place = Path.join(console.folder, file)
        let why = (error as? FileSystem.Failure)?.words ?? "\(error)"
        return FileSystem.kind(place) == nil && FileSystem.brokenLink(place) == nil
            ? missing(file) : CLIError(message: "`\(file)` cannot be read: \(why)")
    }

    /// A file that is not there may be a command that was mistyped.
    private func missing(_ file: String) -> CLIError {
        let place = Path.join(console.folder, file)
        let names = FileSystem.names(in: Path.folder(of: place))
        let near = NearestName.of(Path.name(of: file), in: Imgflow.commandNames + names)
        return CLIError(
            message: "there is no command or file `\(file)`",
            hints: near.map { ["did you mean `\($0)`?"] } ?? ["`imgflow help` lists the commands"])
    }

    /// What planning made of a program.
    struct Analysis {
        /// Nil where the program has errors, or parameters without a value.
        var plan: Plan?
        var diagnostics: [Diagnostic]
        var sources: Sources
        /// The parameters without a value.
        var missing: [String]

        var isRight: Bool { !diagnostics.contains { $0.severity == .error } }
    }

    /// The Regions that `--regions` names.
    static func regions(_ options: PlanningOptions) throws(CLIError) -> [String] {
        guard let text = options.regions else { return [] }
        if options.region != nil {
            throw CLIError(
                message: "`--region` binds calls to one Region, and `--regions` spreads them",
                hints: ["keep one of them"])
        }
        let known = Models.regions
        if text == "all" { return known }
        let names = text.split(separator: ",").map { $0.filter { $0 != " " } }
        for name in names where !known.contains(name) {
            let near = NearestName.of(name, in: known)
            throw CLIError(
                message: "no model lives in `\(name)`",
                hints: [
                    near.map { "did you mean `\($0)`?" }
                        ?? "the Regions are \(known.joined(separator: ", ")), or `all`"
                ])
        }
        guard !names.isEmpty else {
            throw CLIError(
                message: "`--regions` names none",
                hints: ["the Regions are \(known.joined(separator: ", ")), or `all`"])
        }
        return names
    }

    /// - Parameters:
    ///   - runs: The plan is to be run at once.
    ///   - settled: of a session: the lines that were run before.
    ///   - other: in the place of this machine's disk.
    func plan(
        _ source: SourceText, runs: Bool = false, settled: SettledLines? = nil,
        skipsUnreadable: Bool = false, usesDefaults: Bool = true, in other: (any World)? = nil
    ) -> Analysis {
        let parsed = console.script?.parsed ?? Parser.parse(source)
        let linked = Linker.link(
            parsed, id: identity(of: source), defaults: usesDefaults ? configuration.defaults : nil
        ) { path, folder in usedText(path, in: folder) }
        let checker = Checker(Verbs.catalogue(of: configuration.models))
        let checked = checker.check(linked, given: console.script?.given)
        if runs, checked.program?.calls(anyOf: Verbs.pixelNames) == true { PixelWork.prepare() }
        // What is right in a wrong program is planned too: all mistakes are told in one pass.
        let program = checked.program ?? checked.soundPart
        var region = backend.region(options)
        if options.region == nil, let wanted = program.settings.region {
            region = .bound(wanted.text)
        }
        var settings = PlanSettings(
            origin: backend.origin, region: region, spread: spread,
            stays: options.stay || configuration.stays,
            outputFolder: options.out ?? program.settings.out?.text ?? "",
            overwrites: options.overwrite, asksAfresh: options.fresh,
            models: configuration.models, settledBefore: settled?.before ?? 0,
            randomSeed: settled?.seed ?? PlanSettings.anySeed)
        settings.skipsUnreadable = skipsUnreadable || self.skipsUnreadable
        settings.author = author(of: source, settled)
        let planned = Planner(verbs: Verbs.all).plan(
            program, world: other ?? world, settings: settings)
        let forms = linked.otherForms.map {
            SourceProblem.otherForm($0.path, span: $0.span).diagnostic
        }
        let diagnostics = (forms + checked.diagnostics + planned.diagnostics).sorted {
            $0.primary.span.start < $1.primary.span.start
        }
        return Analysis(
            plan: checked.program == nil ? nil : planned.plan, diagnostics: diagnostics,
            sources: linked.sources, missing: checked.missing)
    }

    /// What the plan needs besides money; a ledger that cannot be read tells no times.
    func estimate(_ plan: Plan, jobs: Int? = nil) -> PlanEstimate {
        let ledger = try? book.existing()
        return PlanEstimate(
            plan,
            typical: { [origin = backend.origin] in
                try? ledger?.typicalTime(of: $0, origin: origin)
            }, jobs: Jobs(jobs, unpaced: backend.unpacedJobs))
    }

    private func identity(of source: SourceText) -> FilePath? {
        source.isFile ? world.resolved(source.name) : nil
    }

    /// Whose the files are that a program writes.
    func author(of source: SourceText, _ settled: SettledLines?) -> Author {
        if let settled { return settled.author }
        return identity(of: source).map(Author.script) ?? .text(source.text)
    }

    /// What a `use` means: a path from the folder of the file that it stands in.
    private func usedText(_ path: String, in folder: String) -> UsedText {
        let written = folder == "." ? path : Path.join(folder, path)
        let name = world.otherForm(of: written) ?? written
        if let why = FileSystem.brokenLink(Path.join(console.folder, name)) {
            return .unreadable(why: why)
        }
        // A pipe or a device might never end.
        switch FileSystem.kind(Path.join(console.folder, name)) {
        case .file, nil: break
        case .folder: return .unreadable(why: "it is a folder")
        case .other: return .unreadable(why: "it is not a file")
        }
        do {
            let bytes = try FileSystem.read(Path.join(console.folder, name))
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return .unreadable(why: "it is not text in UTF-8")
            }
            return .found(
                id: world.resolved(name), name: name, folder: Path.folder(of: name), text: text,
                isOtherForm: FilePath(name) != FilePath(written))
        } catch {
            let place = Path.join(console.folder, name)
            guard FileSystem.kind(place) == nil else { return .unreadable(why: "\(error)") }
            let near = NearestName.of(
                Path.name(of: name), in: FileSystem.names(in: Path.folder(of: place)))
            return .unreadable(
                why: "there is no such file" + (near.map { "; did you mean `\($0)`?" } ?? ""))
        }
    }

    /// The plan of a program that has one. What is to be said of it is said, as text or as JSON; where
    /// there is no plan, that ends the command.
    func planned(
        _ program: ProgramArguments
    ) throws -> (plan: Plan, sources: Sources, diagnostics: [Diagnostic]) {
        let source = try source(program)
        let analysis = plan(source)
        let (diagnostics, sources) = (analysis.diagnostics, analysis.sources)
        if !options.json { report(diagnostics, of: sources) }
        if analysis.isRight { try demand(analysis.missing, source) }
        guard let plan = analysis.plan else {
            if options.json {
                console.print(
                    JSONReport.text(JSONReport.Check(sources, diagnostics, isRight: false)))
            }
            throw ExitRequest(ExitStatus.program)
        }
        return (plan, sources, diagnostics)
    }

    /// A run needs a value for every parameter.
    func demand(_ missing: [String], _ source: SourceText) throws(CLIError) {
        guard let first = missing.first else { return }
        let interface = ScriptInterface(Parser.parse(source))
        let parameter = interface.parameters.first { $0.name == first }
        let what = parameter?.summary.map { ", \($0)" } ?? ""
        throw CLIError(
            message: "`\(source.name)` needs `\(first)`\(what)",
            hints: [
                "usage: \(ScriptHelp.usage(interface, name: source.name))",
                "`\(ScriptHelp.command(source.name)) --help` tells more",
            ])
    }

    /// Tells what is wrong, on standard error.
    func report(_ diagnostics: [Diagnostic], of sources: Sources) {
        let shown = options.quiet ? diagnostics.filter { $0.severity == .error } : diagnostics
        let renderer = DiagnosticRenderer(sources, style: console.usesColour ? .ansi : .plain)
        for diagnostic in shown { console.writeError(renderer.render(diagnostic) + "\n") }
    }
}
