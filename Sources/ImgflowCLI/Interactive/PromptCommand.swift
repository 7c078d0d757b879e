import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowREPL
import ImgflowRuntime
import ImgflowTerminal
import ImgflowVerbs

/// A line that begins with a colon, and is not about the session itself.
struct PromptCommand {
    var name: String
    var summary: String
    var run: (Workshop, _ rest: String, Session) throws -> Void

    nonisolated(unsafe) static let all: [PromptCommand] = [
        PromptCommand(name: "help", summary: "these commands, or a verb: :help upscale", run: help),
        PromptCommand(name: "plan", summary: "what a line would do and cost", run: plan),
        PromptCommand(name: "why", summary: "why a saved picture was paid for: :why a.png") {
            shop, rest, _ in
            try command(["why", rest], on: shop)
        },
        PromptCommand(name: "models", summary: "the models, their prices and Regions") {
            shop, _, _ in
            try command(["models"], on: shop)
        },
        PromptCommand(name: "spend", summary: "what was spent") { shop, rest, _ in
            try command(["spend"] + rest.split(separator: " ").map(String.init), on: shop)
        },
        PromptCommand(
            name: "budget", summary: "what the session may spend: :budget 1.00", run: budget),
        PromptCommand(name: "backend", summary: "aws or sandbox", run: backend),
        PromptCommand(name: "region", summary: "the Region to call: :region us-east-1") {
            shop, rest, _ in
            shop.options.region = rest.isEmpty ? nil : rest
        },
        PromptCommand(name: "cd", summary: "another folder", run: changeFolder),
        PromptCommand(name: "ls", summary: "the pictures here", run: list),
        PromptCommand(name: "show", summary: "a result or a file, large", run: show),
        PromptCommand(name: "info", summary: "facts of a file: :info a.png") { shop, rest, _ in
            try command(["-c", "load \(Recipe.quoted(rest)) | info", "--ephemeral"], on: shop)
        },
        PromptCommand(name: "recipe", summary: "how a saved picture was made: :recipe a.png") {
            shop, rest, _ in
            try command(["recipe", rest], on: shop)
        },
        PromptCommand(name: "replay", summary: "make a saved picture again: :replay a.png") {
            shop, rest, _ in
            try command(["replay", rest] + backend(of: shop), on: shop)
        },
    ]

    private static func help(_ shop: Workshop, _ rest: String, _ session: Session) throws {
        guard rest.isEmpty else { return try command(["help", rest], on: shop) }
        shop.say(
            """
            Lines to paste:
              generate "a harbour at dawn" aspect:16:9
              | upscale fast
              $ | resize 50% | save "small.png"
              load "a.png" | inpaint mask:"sky" text:"a storm"
              again text:"a calm sea"
              :save harbour.imgflow
            `$` is the last result, `$3` the third; a line that begins with `|` goes on from the last. \
            Tab completes, twice it explains.
            """)
        var table = TextTable()
        for (name, summary) in Prompt.ownCommands + all.map({ ($0.name, $0.summary) }) {
            table.add(":\(name)", summary)
        }
        shop.say(table.text)
    }

    private static func plan(_ shop: Workshop, _ program: String, _ session: Session) throws {
        guard !program.isEmpty, let bench = shop.bench else {
            throw Complaint(message: "expected a line: :plan $ | upscale creative")
        }
        let source = SourceText(name: "line", text: program)
        let analysis = bench.plan(source)
        bench.report(analysis.diagnostics, of: analysis.sources)
        guard let plan = analysis.plan else { return }
        shop.say(PlanText.make(plan, source, bench.backend, bench.estimate(plan)))
    }

    private static func budget(_ shop: Workshop, _ rest: String, _ session: Session) throws {
        guard !rest.isEmpty else {
            return shop.say(shop.budget.map { "the session may spend \($0)" } ?? "no budget is set")
        }
        guard let dollars = Dollars(text: rest) else {
            throw Complaint(message: "expected dollars such as 1.00, found `\(rest)`")
        }
        shop.budget = dollars
        shop.say("the session may spend \(dollars)")
    }

    private static func backend(_ shop: Workshop, _ rest: String, _ session: Session) throws {
        guard ["aws", "sandbox"].contains(rest) else {
            throw Complaint(message: "expected `aws` or `sandbox`, found `\(rest)`")
        }
        shop.options.backend = rest
    }

    /// As the session has it: who answers, where answers are kept, what may be spent.
    private static func backend(of shop: Workshop) -> [String] {
        let options = shop.options
        let given = [
            ("--backend", options.backend), ("--endpoint-url", options.endpointUrl),
            ("--profile", options.profile), ("--region", options.region),
            ("--regions", options.regions), ("--store", options.store),
            ("--budget", shop.rest?.plain),
        ]
        return given.flatMap { name, value in value.map { [name, $0] } ?? [] }
            + (options.stay ? ["--stay"] : [])
    }

    private static func changeFolder(_ shop: Workshop, _ rest: String, _ session: Session) throws {
        let home = shop.console.variable("HOME") ?? "/"
        let place = rest.isEmpty ? home : Path.join(shop.folder, rest.replacing("~", with: home))
        guard FileSystem.kind(place) == .folder else {
            throw Complaint(message: "`\(rest)` is no folder")
        }
        shop.console.folder = Path.resolved(place, in: "/")
        shop.say(shop.console.folder)
    }

    private static func list(_ shop: Workshop, _ rest: String, _ session: Session) throws {
        let place = rest.isEmpty ? shop.folder : Path.join(shop.folder, rest)
        let names = FileSystem.names(in: place).sorted().filter { !$0.hasPrefix(".") }
        guard !names.isEmpty else { return shop.say("nothing is here") }
        let painter = TerminalPainter(
            environment: shop.console.environment, columns: shop.console.width)
        var drawn = 0
        for name in names {
            guard FileSystem.kind(Path.join(place, name)) == .file,
                let bytes = try? FileSystem.read(Path.join(place, name)),
                let image = try? Image(encoded: bytes)
            else {
                let isFolder = FileSystem.kind(Path.join(place, name)) == .folder
                if isFolder || name.hasSuffix(".imgflow") {
                    shop.say(Printable.text(name) + (isFolder ? "/" : ""))
                }
                continue
            }
            let facts = image.facts
            shop.say("\(Printable.text(name))  \(facts.size) \(facts.format.rawValue)")
            // A screenful says enough.
            if drawn < 12, let picture = try? painter.draw(image, width: 16) {
                shop.say(picture.trimmingLineEnd)
                drawn += 1
            }
        }
    }

    private static func show(_ shop: Workshop, _ rest: String, _ session: Session) throws {
        let painter = TerminalPainter(
            environment: shop.console.environment, columns: shop.console.width)
        let number = rest.isEmpty ? session.current : Int(rest.replacing("$", with: ""))
        if let number, let image = shop.shown[number] {
            return shop.say(try painter.draw(image).trimmingLineEnd)
        }
        guard !rest.isEmpty else { throw Complaint(message: "there is no picture yet") }
        guard FileSystem.kind(Path.join(shop.folder, rest)) == .file else {
            throw Complaint(message: "there is no picture `\(rest)`")
        }
        let image = try Image(encoded: FileSystem.read(Path.join(shop.folder, rest)))
        shop.say(try painter.draw(image).trimmingLineEnd)
    }

    /// One of imgflow's own commands, as the shell would call it.
    private static func command(_ words: [String], on shop: Workshop) throws {
        let console = shop.console
        Blocking.run { _ = await CommandLineTool.run(words.filter { !$0.isEmpty }, console) }
    }
}
