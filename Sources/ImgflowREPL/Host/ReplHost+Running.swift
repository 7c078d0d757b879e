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
    /// - Parameter planned: the plan of the line, where nothing ran since it was made.
    func run(_ step: Session.Step, planned: PlannedProgram?) -> LineOutcome {
        guard let engine else { return LineOutcome(.refused) }
        var asking = engine
        asking.console.ask = { [console, agreement] question in
            let answer = console.ask(question.replacing("[y/N]", with: "[y/N/always]"))
            guard answer?.lowercased() == "always" else { return answer }
            agreement.isGiven.withLock { $0 = true }
            return "y"
        }
        var run = runConfiguration
        run.isAgreed = run.isAgreed || agreement.isGiven.withLock { $0 }
        run.budget = rest
        let start = ContinuousClock.now
        let planned = planned ?? engine.plan(input(step.program, step), runs: true)
        let (status, observer) = make(step, planned, asking, run, style)
        // Whoever went to another window hears that it is over.
        if console.takesSequences, .now - start > .seconds(10) { console.writeError("\u{7}") }
        if observer.isBilled {
            spent = spent + observer.spent
        } else {
            pretended = pretended + observer.spent
        }
        if let plan = observer.plan { remember(plan) }
        pictures.add(observer.picture?.image, as: step.entry.number)
        guard let status else { return LineOutcome(.refused) }
        return observer.outcome(status == .done ? .done : .failed)
    }

    /// - Returns: How the run ended; nil where there was none, which is told.
    private func make(
        _ step: Session.Step, _ planned: PlannedProgram, _ engine: Engine, _ run: RunConfiguration,
        _ style: ReportStyle
    ) -> (status: ExitStatus?, observer: ReplRunObserver) {
        let observer = ReplRunObserver(
            step, isBilled: engine.backend.isBilled, painter: painter, console: engine.console)
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
        if let image = pictures[number] { return image }
        guard let step = try? session.steps("$\(number)").first, let engine else { return nil }
        let planned = engine.plan(input(step.program, step), runs: true)
        guard let plan = planned.plan, plan.calls.allSatisfy({ $0.call.known != nil }) else {
            return nil
        }
        var style = style
        style.isQuiet = true
        let image = make(step, planned, engine, runConfiguration, style).observer.picture?.image
        pictures.add(image, as: number)
        return image
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
