import ArgumentParser
import FoundationEssentials
import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal

/// `imgflow store`: the answers that were paid for.
struct StoreCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Show, verify, or prune cached results.",
        discussion: """
            imgflow store                                number, size, and models
            imgflow store list                           list every result
            imgflow store verify                         check every image for damage
            imgflow store prune --origin sandbox --yes   remove matching results and partial files
            imgflow store prune --paid                   also remove unused responses that may have been billed
            """)

    enum Action: String, ExpressibleByArgument, CaseIterable { case summary, list, verify, prune }

    @ArgumentParser.Argument(help: "summary, list, verify or prune.")
    var action: Action = .summary

    @Option(help: "Prune: results from this backend: aws, sandbox, or an endpoint.")
    var origin: String?

    @Option(help: "Prune: results of this model.")
    var model: String?

    @Option(help: ArgumentHelp("Prune: results older than this.", valueName: "days"))
    var olderThan: Int?

    @Flag(help: "Prune: also remove unused responses and images that may have been billed.")
    var paid = false

    @Flag(help: "Prune without confirmation.")
    var yes = false

    @OptionGroup var options: PlanningOptions

    func run(_ call: CommandCall) async throws {
        let console = call.console
        let store = Engine.store(options.store, try Configuration(console), console)
        let folder = store.folder
        if action != .prune, origin != nil || model != nil || olderThan != nil || yes || paid {
            throw CLIError(
                message:
                    "`--origin`, `--model`, `--older-than`, `--paid` and `--yes` belong to `store prune`"
            )
        }
        let survey = store.survey()
        switch action {
        case .summary: console.put(summary(survey, folder))
        case .list: list(survey, console)
        case .verify: try verify(store, survey, console)
        case .prune: try prune(store, survey, console)
        }
        for path in survey.unreadable where action != .verify {
            console.complain("warning: `\(Printable.text(path))` cannot be read")
        }
    }

    private func summary(_ survey: AnswerStore.Survey, _ folder: String) -> String {
        if options.json { return JSONReport.text(Summary(survey, folder)) + "\n" }
        var text =
            "\(Printable.text(folder)): \(Count(survey.answers.count, "result")), \(ByteCount(survey.bytes))\n"
        var table = TextTable()
        for group in Self.groups(of: survey) {
            table.add(
                group.origin, group.model, Count(group.count, "result").description,
                "\(ByteCount(group.bytes))", group.origin == "sandbox" ? "" : "\(group.paid)")
        }
        if !survey.answers.isEmpty { text += "\n" + table.text }
        if !survey.strays.isEmpty {
            text +=
                "\n\(Count(survey.strays.count, "leftover file")) not part of any result: imgflow store prune\n"
        }
        if !survey.paid.isEmpty {
            text += "\n\(Self.mayBePaid(survey)): imgflow store prune --paid\n"
        }
        return text
    }

    private static func mayBePaid(_ survey: AnswerStore.Survey) -> String {
        "\(Count(survey.paid.count, "file")) that may have been billed "
            + "(rejected responses, images requested again since)"
    }

    private struct Group {
        var origin: String
        var model: String
        var count = 0
        var bytes = 0
        var paid = Dollars.zero
    }

    private static func groups(of survey: AnswerStore.Survey) -> [Group] {
        var groups: [String: Group] = [:]
        for entry in survey.answers {
            let answer = entry.answer
            let name = "\(answer.origin)\n\(answer.model)"
            var group = groups[name] ?? Group(origin: answer.origin, model: answer.model)
            group.count += 1
            group.bytes += entry.bytes
            group.paid = group.paid + Dollars(millionths: answer.priceInMillionths)
            groups[name] = group
        }
        return groups.sorted { $0.key < $1.key }.map(\.value)
    }

    private func list(_ survey: AnswerStore.Survey, _ console: Console) {
        if options.json { return console.print(JSONReport.text(survey.answers.map(\.answer))) }
        var table = TextTable(indent: 0)
        for entry in survey.answers {
            let answer = entry.answer
            table.add(
                answer.time, answer.origin, answer.model, "\(answer.width)x\(answer.height)",
                answer.format, "\(Dollars(millionths: answer.priceInMillionths))",
                answer.seed.map { "seed \($0)" } ?? "", String(answer.key.prefix(12)))
        }
        console.put(table.text)
    }

    private func verify(
        _ store: AnswerStore, _ survey: AnswerStore.Survey, _ console: Console
    ) throws {
        let broken = survey.answers.map(\.answer).filter { !store.isSound($0) }
        for answer in broken {
            console.complain(
                "error: \(answer.key.prefix(12)) (\(answer.model), \(answer.time)): the image differs from what the model returned"
            )
        }
        for path in survey.unreadable {
            console.complain("error: `\(Printable.text(path))` cannot be read")
        }
        let sound = survey.answers.count - broken.count
        console.print(
            "\(Count(sound, "result")) of \(survey.answers.count + survey.unreadable.count) sound")
        if sound < survey.answers.count + survey.unreadable.count {
            throw ExitRequest(.failed)
        }
    }

    private func prune(
        _ store: AnswerStore, _ survey: AnswerStore.Survey, _ console: Console
    ) throws {
        guard !paid || (origin == nil && model == nil && olderThan == nil) else {
            throw CLIError(
                message:
                    "`--paid` removes responses without a usable image; their origin, model, and age are unknown",
                hints: ["use --paid without them"])
        }
        let chosen = survey.answers.filter { fits($0.answer, console) }
        let files = survey.strays + (paid ? survey.paid : [])
        let bytes = chosen.reduce(0) { $0 + $1.bytes } + files.reduce(0) { $0 + $1.bytes }
        let rest =
            paid || survey.paid.isEmpty
            ? "" : "\(Self.mayBePaid(survey)) remain: imgflow store prune --paid"
        guard !chosen.isEmpty || !files.isEmpty else {
            console.print("nothing to remove" + (rest.isEmpty ? "" : "; \(rest)"))
            return
        }
        let worth = chosen.filter { $0.answer.origin != "sandbox" }
            .reduce(Dollars.zero) { $0 + Dollars(millionths: $1.answer.priceInMillionths) }
        var what = "\(Count(chosen.count, "result")), \(ByteCount(bytes))"
        if worth > .zero { what += ", paid \(worth)" }
        if !survey.strays.isEmpty {
            what += ", with \(Count(survey.strays.count, "leftover file")) not part of any result"
        }
        if paid, !survey.paid.isEmpty { what += ", with \(Self.mayBePaid(survey))" }
        if !yes {
            guard console.isInputTerminal, console.isErrorTerminal else {
                throw CLIError(
                    message: "this would remove \(what), and there is no terminal to confirm",
                    hints: ["pass --yes"], exitStatus: .noConsent)
            }
            let answer = console.ask("remove \(what)? [y/N] ")
            guard let answer, ["y", "yes"].contains(answer.lowercased()) else {
                throw CLIError(
                    message: "not confirmed: nothing was removed", exitStatus: .noConsent)
            }
        }
        for entry in chosen { store.remove(entry.answer) }
        for file in files { store.remove(file) }
        console.print("removed \(what)" + (rest.isEmpty ? "" : "; \(rest)"))
    }

    /// Without a wish only what no answer describes goes.
    private func fits(_ answer: StoredAnswer, _ console: Console) -> Bool {
        guard origin != nil || model != nil || olderThan != nil else { return false }
        if let origin, answer.origin != origin { return false }
        if let model, answer.model != model { return false }
        if let olderThan {
            let limit = console.now().addingTimeInterval(-86_400 * Double(olderThan))
            guard let time = try? Date(answer.time, strategy: .iso8601), time < limit else {
                return false
            }
        }
        return true
    }

    private struct Summary: Encodable {
        struct Group: Encodable {
            var origin: String
            var model: String
            var answers: Int
            var bytes: Int
            var paid: String
        }

        var schema = 1
        var folder: String
        var answers: Int
        var bytes: Int
        var strays: Int
        var mayBePaid: Int
        var unreadable: [String]
        var groups: [Group]

        init(_ survey: AnswerStore.Survey, _ folder: String) {
            self.folder = folder
            answers = survey.answers.count
            bytes = survey.bytes
            strays = survey.strays.count
            mayBePaid = survey.paid.count
            unreadable = survey.unreadable
            groups = StoreCommand.groups(of: survey).map {
                Group(
                    origin: $0.origin, model: $0.model, answers: $0.count, bytes: $0.bytes,
                    paid: $0.paid.plain)
            }
        }
    }
}
