import Dispatch
import ImgflowImages
import ImgflowModels
import ImgflowPlanner
import ImgflowREPL
import ImgflowRuntime
import ImgflowTerminal
import Synchronization

/// Lines are run, and their pictures kept at hand.
extension ReplHost {
    func run(_ step: Session.Step) -> LineOutcome {
        do {
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
            let start = ContinuousClock.now
            let (code, watch) = try launch(step, options, running, console)
            // Whoever went to another window hears that it is over.
            if console.takesSequences, .now - start > .seconds(10) { console.writeError("\u{7}") }
            if watch.isBilled {
                spent = spent + watch.spent
            } else {
                pretended = pretended + watch.spent
            }
            if let plan = watch.plan { remember(plan) }
            pictures.add(watch.picture?.image, as: step.entry.number)
            guard let code else { return LineOutcome(.refused) }
            return watch.outcome(code == ExitStatus.done ? .done : .failed)
        } catch {
            complain(error)
            return LineOutcome(.refused)
        }
    }

    /// - Returns: The exit code of the run; nil where there was none, which is told.
    private func launch(
        _ step: Session.Step, _ options: PlanningOptions, _ running: RunOptions, _ console: Console
    ) throws -> (code: Int32?, watch: ReplRunObserver) {
        let engine = try Engine(options, console)
        let watch = ReplRunObserver(
            step, isBilled: engine.backend.isBilled, painter: painter,
            settled: settled(before: step)
        )
        let launch = RunApproval(
            engine: engine, source: source(step.program), running: running, prompt: watch)
        let result = Mutex<Int32?>(nil)
        Blocking.run {
            do {
                let code = try await launch.outcome()
                result.withLock { $0 = code }
            } catch let complaint as CLIError {
                console.complain("error: \(complaint.message)")
                for hint in complaint.hints { console.complain("  = \(hint)") }
            } catch {
                if !(error is ExitRequest) { console.complain("error: \(error)") }
            }
        }
        return (result.withLock { $0 }, watch)
    }

    func draw(_ number: Int, _ session: Session) {
        guard let image = image(of: number, session) else { return }
        let (columns, rows) = ReplRunObserver.thumbnail
        guard let drawn = try? painter.draw(image, width: columns, rows: rows) else { return }
        show(drawn)
    }

    /// The picture of a result: at hand, or made again where every answer is known. Nothing is ever
    /// paid for a look.
    func image(of number: Int, _ session: Session) -> Image? {
        if let image = pictures[number] { return image }
        var options = options
        options.quiet = true
        guard let step = try? session.steps("$\(number)").first,
            let engine = try? Engine(options, console),
            let plan = engine.plan(source(step.program), settled: settled(before: step)).plan,
            plan.calls.allSatisfy({ $0.call.known != nil }),
            let (_, watch) = try? launch(step, options, running, console)
        else { return nil }
        let image = watch.picture?.image
        pictures.add(image, as: number)
        return image
    }
}
