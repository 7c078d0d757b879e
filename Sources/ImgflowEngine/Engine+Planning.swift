import FoundationEssentials
import ImageFacts
import ImgflowImages
package import ImgflowLanguage
package import ImgflowModels
package import ImgflowPlanner
import ImgflowRuntime
import ImgflowVerbs

/// From a text to a plan.
extension Engine {
    /// A program that was read, linked and checked.
    struct CheckedInput {
        var input: ProgramInput
        var linked: LinkedProgram
        var checked: Checker.Result
        var world: DiskWorld
    }

    package var today: CalendarDate { console.today }

    /// The disk as it is now; what was looked at once is taken to stay so.
    private func freshWorld(_ settled: SettledLines?) -> DiskWorld {
        DiskWorld(
            folder: console.folder, today: today, store: store, home: console.variable("HOME"),
            ledger: { [book] in try? book.existing() }, keeper: settled?.keeper, looks: looks,
            readStandardInput: { [console] in
                console.isInputTerminal ? nil : console.readInput()
            })
    }

    private var planner: ProgramPlanner {
        ProgramPlanner(models: configuration.models, optionNames: settings.optionNames)
    }

    /// A program with the files that it uses.
    package func link(_ input: ProgramInput) -> LinkedProgram {
        link(input, freshWorld(input.settled))
    }

    private func link(_ input: ProgramInput, _ world: DiskWorld) -> LinkedProgram {
        Linker.link(
            input.parsed ?? Parser.parse(input.source),
            id: input.source.isFile ? world.resolved(input.source.name) : nil,
            defaults: input.usesDefaults ? configuration.defaults : nil
        ) { path, folder in usedText(path, in: folder, input, world) }
    }

    /// How many mistakes of the language a program has; files and models are not looked at.
    package func mistakes(in linked: LinkedProgram) -> Int {
        planner.check(linked).diagnostics.count { $0.severity == .error }
    }

    func check(_ input: ProgramInput) -> CheckedInput {
        let world = freshWorld(input.settled)
        let linked = link(input, world)
        return CheckedInput(
            input: input, linked: linked,
            checked: planner.check(
                linked, given: input.given, held: input.settled?.held ?? [:]),
            world: world)
    }

    func plan(_ program: CheckedInput, _ run: RunConfiguration) -> PlannedProgram {
        plan(
            program, runs: !run.isDryRun, skipsUnreadable: run.afterFailure == .keepGoing, in: nil)
    }

    /// - Parameters:
    ///   - runs: The plan is to be run at once.
    ///   - other: in the place of this machine's disk.
    package func plan(
        _ input: ProgramInput, runs: Bool = false, in other: (any World)? = nil
    ) -> PlannedProgram {
        plan(check(input), runs: runs, skipsUnreadable: false, in: other)
    }

    private func plan(
        _ program: CheckedInput, runs: Bool, skipsUnreadable: Bool, in other: (any World)?
    ) -> PlannedProgram {
        let checked = program.checked
        if runs, checked.program?.calls(anyOf: Verbs.pixelNames) == true { PixelWork.prepare() }
        var settings = planSettings(checked.program ?? checked.soundPart, program)
        settings.skipsUnreadable = skipsUnreadable || self.settings.skipsUnreadable
        let planned = planner.plan(checked, in: other ?? program.world, settings)
        let forms = program.linked.otherForms.map {
            SourceProblem.otherForm($0.path, span: $0.span).diagnostic
        }
        let diagnostics = (forms + planned.diagnostics).sorted {
            $0.primary.span.start < $1.primary.span.start
        }
        return PlannedProgram(
            input: program.input, plan: planned.plan, soundPlan: planned.soundPlan,
            diagnostics: diagnostics, linked: program.linked, missing: checked.missing,
            world: program.world)
    }

    private func planSettings(_ sound: CheckedProgram, _ program: CheckedInput) -> PlanSettings {
        var region = backend.region
        if settings.region == nil, let wanted = sound.settings.region {
            region = .bound(wanted.text)
        }
        let settled = program.input.settled
        var plan = PlanSettings(
            origin: backend.origin, region: region, spread: spread,
            stays: settings.stays || configuration.stays,
            outputFolder: settings.outputFolder ?? sound.settings.out?.text ?? "",
            overwrites: settings.overwrites, asksAfresh: settings.asksAfresh,
            models: configuration.models, settledBefore: settled?.before ?? 0,
            randomSeed: settled?.seed ?? PlanSettings.anySeed)
        plan.held = settled?.held ?? [:]
        plan.author = author(of: program.input, program.world)
        return plan
    }

    /// Whose the files are that a program writes.
    func author(of input: ProgramInput, _ world: DiskWorld) -> Author {
        if let settled = input.settled { return settled.author }
        let source = input.source
        return source.isFile ? .script(world.resolved(source.name)) : .text(source.text)
    }

    /// What a `use` means: a path from the folder of the file that it stands in.
    private func usedText(
        _ path: String, in folder: String, _ input: ProgramInput, _ world: DiskWorld
    ) -> UsedText {
        let written = folder == "." ? path : Path.join(folder, path)
        let name = world.otherForm(of: written) ?? written
        let id = world.resolved(name)
        if let text = input.unsaved(id) {
            return .found(
                id: id, name: name, folder: Path.folder(of: name), text: text,
                isOtherForm: FilePath(name) != FilePath(written))
        }
        let place = Path.join(console.folder, name)
        if let why = FileSystem.brokenLink(place) { return .unreadable(why: why) }
        // A pipe or a device might never end.
        switch FileSystem.kind(place) {
        case .file, nil: break
        case .folder: return .unreadable(why: "it is a folder")
        case .other: return .unreadable(why: "it is not a file")
        }
        do {
            let bytes = try FileSystem.read(place)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return .unreadable(why: "it is not text in UTF-8")
            }
            return .found(
                id: id, name: name, folder: Path.folder(of: name), text: text,
                isOtherForm: FilePath(name) != FilePath(written))
        } catch {
            guard FileSystem.kind(place) == nil else { return .unreadable(why: "\(error)") }
            let near = NearestName.of(
                Path.name(of: name), in: FileSystem.names(in: Path.folder(of: place)))
            return .unreadable(
                why: "file not found" + (near.map { "; did you mean `\($0)`?" } ?? ""))
        }
    }

    /// What the plan needs besides money; a ledger that cannot be read tells no times.
    package func estimate(_ plan: Plan, jobs: Int? = nil) -> PlanEstimate {
        let ledger = try? book.existing()
        return PlanEstimate(
            plan,
            typical: { [origin = backend.origin] in
                try? ledger?.typicalTime(of: $0, origin: origin)
            }, jobs: Jobs(jobs, unpaced: backend.unpacedJobs))
    }
}
