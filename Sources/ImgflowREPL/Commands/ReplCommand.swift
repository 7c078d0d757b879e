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
            ReplCommand("help", "these commands, or a word: :help upscale", .topic, run: help),
            ReplCommand(
                "why",
                "why a result's models were taken, or a file was paid for: :why $3, :why a.png",
                .picture, run: why),
            ReplCommand("models", "the models, their prices and Regions") { host, _, _ in
                host.run(["models"])
            },
            ReplCommand("spend", "what was spent, :spend --by day", .text("options of spend")) {
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

    private static func help(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        guard rest.isEmpty else { return try helpOfWord(rest, host) }
        host.say(
            """
            Lines to paste:
              generate "a harbour at dawn" aspect:16:9
              | inpaint mask:"sky" text:"a storm"
              again text:"a calm sea"
              | upscale fast | save "harbour.png"
              load "harbour.png" | resize 50% | save "small.png"
              :save harbour.imgflow
            `$` is the last result, `$3` the third. A line that begins with `|`, or with a verb that
            needs a picture, goes on from the last. Tab completes, twice it explains. Ctrl-C stops a run.
            """)
        var table = TextTable()
        for command in names { table.add(":\(command.name)", command.summary) }
        host.say(table.text.trimmingLineEnd)
    }

    /// A verb, a word of the language, a code; or one of these commands.
    private static func helpOfWord(_ word: String, _ host: ReplHost) throws {
        let name = word.hasPrefix(":") ? String(word.dropFirst()) : word
        let isTopic = host.topics.contains { $0.text == word }
        if !isTopic,
            let found = names.first(where: { $0.name == name })
        {
            return host.say(":\(found.name): \(found.summary)")
        }
        host.run(["help", word])
        let models = host.models.choices(of: word)
        guard !models.isEmpty else { return }
        host.say("MODELS:")
        var table = TextTable()
        for model in models { table.add(model.text, model.summary) }
        host.say(table.text.trimmingLineEnd)
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
            let step = try session.steps("$\(entry.number)").first
        else { return }
        let analysis = engine.plan(host.input(step.program, step))
        guard let plan = analysis.plan, !plan.calls.isEmpty else {
            return host.say("no model had a part in $\(entry.number)")
        }
        let explanation = Explanation(
            plan, analysis.sources, engine.configuration.models, on: engine.today)
        host.say(explanation.text.trimmingLineEnd)
    }
}
