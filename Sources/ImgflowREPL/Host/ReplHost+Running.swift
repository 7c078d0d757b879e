import Dispatch
import ImgflowEngine
import ImgflowImages
import ImgflowModels
import ImgflowPlanner
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal
import Synchronization

/// Lines are run, and their images kept at hand.
extension ReplHost {
    /// Asks once for all that is entered at once.
    ///
    /// - Returns: What of it needs no further question; nil where it is not to be run, which is told.
    func agree(to programs: [PlannedProgram]) -> EntryAgreement? {
        guard let engine else { return nil }
        let series = PlanSeries(programs.compactMap(\.plan))
        var run = runConfiguration
        run.budget = rest
        run.isAgreed = run.isAgreed || always.covers(series)
        do {
            try asking(engine, of: series) { try $0.agree(to: programs, run) }
        } catch {
            engine.console.report(error)
            return nil
        }
        return EntryAgreement(series, threshold: engine.configuration.askAbove)
    }

    /// Where the user may answer that it is so for the next times too.
    private func asking<Result>(
        _ engine: Engine, of series: PlanSeries, _ body: (Engine) throws -> Result
    ) rethrows -> Result {
        let isAlways = Flag()
        var engine = engine
        if StandingAgreement.isPriced(series) {
            engine.console.ask = { [console] question in
                let answer = console.ask(question.replacing("[y/N]", with: "[y/N/always]"))
                guard answer?.lowercased() == "always" else { return answer }
                isAlways.value.withLock { $0 = true }
                return "y"
            }
        }
        let result = try body(engine)
        if isAlways.value.withLock({ $0 }) { always.add(series) }
        return result
    }

    private final class Flag: Sendable {
        let value = Mutex(false)
    }

    /// - Parameters:
    ///   - planned: the plan of the line, where nothing ran since it was made.
    ///   - agreed: of the entry that the line is part of; what it costs is taken off.
    func run(
        _ step: Session.Step, planned: PlannedProgram?, agreed: inout EntryAgreement
    ) -> LineOutcome {
        guard let engine else { return LineOutcome(.refused) }
        let planned = planned ?? engine.plan(input(step.program, step), runs: true)
        var run = runConfiguration
        run.budget = rest
        run.askAbove = agreed.left
        run.isAgreed = run.isAgreed || agreed.covers(planned.plan)
        let start = ContinuousClock.now
        let series = PlanSeries([planned.plan].compactMap(\.self))
        let (status, observer) = asking(engine, of: series) { make(step, planned, $0, run, style) }
        agreed.spend(observer.spent)
        endedBy = endedBy ?? observer.signal
        // Whoever went to another window hears that it is over.
        if console.takesSequences, .now - start > .seconds(10) {
            console.writeError(
                (DesktopNote.text("run \(step.entry.number) ended", console.environment) ?? "")
                    + "\u{7}")
        }
        if observer.isBilled {
            spent = spent + observer.spent
        } else {
            pretended = pretended + observer.spent
        }
        if let plan = observer.plan { remember(plan) }
        guard let status else { return LineOutcome(.refused) }
        return observer.outcome(
            status == .done ? .done : .failed, store: engine.store, nextRecipe: nextRecipe)
    }

    /// - Returns: How the run ended; nil where there was none, which is told.
    private func make(
        _ step: Session.Step, _ planned: PlannedProgram, _ engine: Engine, _ run: RunConfiguration,
        _ style: ReportStyle, keepsImages: Bool = false
    ) -> (status: ExitStatus?, observer: ReplRunObserver) {
        let observer = ReplRunObserver(
            step, isBilled: engine.backend.isBilled, painter: painter,
            console: engine.console, shelf: shelf,
            isSeen: engine.console.isErrorTerminal && !style.isQuiet && !style.isJSON,
            keepsImages: keepsImages)
        let audience = ReplAudience(engine: engine, style: style, observer: observer)
        let result = Mutex<ExitStatus?>(nil)
        Blocking.run {
            do {
                let status = try await engine.run(planned, run, for: audience)
                result.withLock { $0 = status }
            } catch {
                if !(error is ExitRequest) { engine.console.report(error) }
            }
        }
        return (result.withLock { $0 }, observer)
    }

    func draw(_ number: Int, _ session: Session) {
        guard let image = image(of: number, session) else { return }
        let (columns, rows) = ReplRunObserver.thumbnail
        guard let drawn = try? painter.draw(image, width: columns, rows: rows) else { return }
        show(drawn)
    }

    /// The image of a result: at hand, or made again where every answer is known. Nothing is ever
    /// paid for a look.
    func image(of number: Int, _ session: Session) -> Image? {
        if let held = session.entry(number)?.held.last {
            return try? shelf.image(held.id)
        }
        return looked(at: number, session, keepsImages: false)?.picture?.image
    }

    /// All images of a result, in order; fewer where they are not at hand any more.
    func images(of number: Int, _ session: Session) -> [Image] {
        if let held = session.entry(number)?.held, !held.isEmpty {
            return held.compactMap { try? shelf.image($0.id) }
        }
        return looked(at: number, session, keepsImages: true)?.images ?? []
    }

    private func looked(
        at number: Int, _ session: Session, keepsImages: Bool
    ) -> ReplRunObserver? {
        guard let step = try? session.steps("$\(number)").first, let engine else { return nil }
        let planned = engine.plan(input(step.program, step), runs: true)
        guard let plan = planned.plan, plan.calls.allSatisfy({ $0.call.isKnown }) else {
            return nil
        }
        var style = style
        style.isQuiet = true
        return make(step, planned, engine, runConfiguration, style, keepsImages: keepsImages)
            .observer
    }
}

/// A prompt: its line was checked before, and its results are told by the session.
private struct ReplAudience: RunAudience, Sendable {
    let engine: Engine
    let style: ReportStyle
    let observer: ReplRunObserver

    func checked(_ program: PlannedProgram, isDryRun: Bool) {}
    func refused(_ program: PlannedProgram) {
        CommandLineAudience(engine, style).refused(program)
    }
    func dryRun(_ plan: Plan, of program: PlannedProgram, jobs: Int?) {
        CommandLineAudience(engine, style).dryRun(plan, of: program, jobs: jobs)
    }
    func observers(of plan: Plan) -> [any RunObserver] {
        observer.planned(plan)
        let text = TextReporter(
            plan: plan, engine: engine, style: style, focus: observer, painter: observer.painter)
        let all: [any RunObserver] = [observer, text]
        guard style.isJSON else { return all }
        return all + [JSONReporter(plan: plan, console: engine.console, style: style)]
    }
}
