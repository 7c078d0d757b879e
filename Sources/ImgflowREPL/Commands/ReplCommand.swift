import ImgflowEngine
import ImgflowLanguage
import ImgflowPlanner
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal

/// A line that begins with a colon, and is not about the session itself.
package struct ReplCommand: Sendable {
    typealias Run = @Sendable (ReplHost, _ rest: String, Session) throws -> Void

    var name: CommandName
    var run: Run

    init(
        _ name: String, _ summary: String, _ subject: CommandName.Subject = .nothing,
        run: @escaping Run
    ) {
        self.name = CommandName(name, summary, subject)
        self.run = run
    }

    static let all: [ReplCommand] =
        [
            ReplCommand(
                "help", "list commands, or describe a word: :help upscale", .topic, run: help),
            ReplCommand(
                "why",
                "show why models were chosen or calls were paid: :why $3, :why a.png",
                .picture, run: why),
            ReplCommand(
                "models", "list models, prices, and Regions; :models --eol lists retirement dates",
                .word(["--eol", "--live"])
            ) { host, rest, _ in
                host.run(["models"] + rest.split(separator: " ").map(String.init))
            },
            ReplCommand("spend", "show spending: :spend --by day", .text("options of spend")) {
                host, rest, _ in
                host.run(["spend"] + rest.split(separator: " ").map(String.init))
            },
        ] + settings + pictures

    /// Those of the session too; the way out comes last.
    package static var names: [CommandName] { all.map(\.name) + ofSession }

    /// Runs the command of that name, and tells what is wrong with it.
    ///
    /// - Returns: False where there is no such command.
    static func run(
        _ name: String, _ rest: String, _ host: ReplHost, _ session: Session
    ) -> Bool {
        guard let command = all.first(where: { $0.name.name == name }) else { return false }
        do {
            try command.run(host, rest, session)
        } catch {
            host.complain(error)
        }
        return true
    }

    /// Of a result, why its stages went where they went; of a file, why it was paid for.
    private static func why(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        let isFile = !rest.isEmpty && !rest.hasPrefix("$") && Int(rest) == nil
        if isFile {
            try host.needFile(rest, "a result or a file: :why $3")
            return host.run(["why", rest])
        }
        let entry = try session.result(named: rest)
        guard let engine = host.engine,
            let step = try session.steps("$\(entry.number)", isAnew: true).first
        else { return }
        let analysis = engine.plan(host.input(step.program, step, isAnew: true))
        guard let plan = analysis.plan else {
            return host.say(
                "$\(entry.number) cannot be planned again: its input is gone")
        }
        guard !plan.calls.isEmpty else {
            return host.say("no model was used for $\(entry.number)")
        }
        let explanation = Explanation(
            plan, analysis.sources, engine.configuration.models, on: engine.today)
        host.say(explanation.text.trimmingLineEnd)
    }
}
