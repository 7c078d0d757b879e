import ArgumentParser
import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowReports
import ImgflowVerbs

/// `imgflow help`, `imgflow help upscale`.
struct HelpCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Show help for a command, verb, keyword, or message.")

    @ArgumentParser.Argument(
        help:
            "A verb such as `upscale`, a word such as `when`, a message such as `E031`, or a command."
    )
    var topic: String?

    func run(_ call: CommandCall) async throws {
        let console = call.console
        let models = Configuration.models(console)
        let catalog = Verbs.catalog(of: models)
        guard let topic else {
            console.print(call.commandLine.help(nil) ?? "")
            let today = console.today
            console.put(VerbList.text(catalog, models: models, on: today))
            console.put(WordPage.list)
            return
        }
        if let signature = catalog[topic] {
            console.put(VerbHelp.page(signature))
            return
        }
        if let page = CodePage(of: topic) {
            console.put(page.text)
            return
        }
        if let page = WordPage.all.first(where: { $0.word == topic }) {
            console.put(page.text)
            return
        }
        if topic == VerbHelp.commonTopic { return console.put(VerbHelp.commonOptions) }
        if let page = call.commandLine.help(topic) { return console.print(page) }
        if let page = ValuesPage(topic, in: catalog) { return console.put(page.text) }
        let words = catalog.names + WordPage.all.map(\.word)
        if let verb = Synonyms.verb(topic, in: words) {
            console.put("In imgflow, `\(topic)` is `\(verb)`.\n\n")
            if let signature = catalog[verb] {
                console.put(VerbHelp.page(signature))
            } else if let page = WordPage.all.first(where: { $0.word == verb }) {
                console.put(page.text)
            }
            return
        }
        if let page = Self.parameter(topic, in: catalog) { return console.put(page) }
        let names =
            catalog.names + call.commandLine.names + WordPage.all.map(\.word)
            + ValuesPage.all(catalog).map(\.topic) + [VerbHelp.commonTopic]
        throw CLIError(
            message: "no verb, word, message, or command is named `\(topic)`",
            hints: NearestName.of(topic, in: names).map { ["did you mean `\($0)`?"] }
                ?? ["`imgflow help` lists them"])
    }

    /// The parameter that a word means in other tools, and the verbs that have it.
    private static func parameter(_ topic: String, in catalog: Catalog) -> String? {
        guard let name = Synonyms.parameter(topic) else { return nil }
        let verbs = catalog.signatures.compactMap { signature -> String? in
            guard let parameter = signature.parameter(named: name) else { return nil }
            return "    \(signature.name) \(name):  \(parameter.summary)\n"
        }
        guard !verbs.isEmpty else { return nil }
        return "In imgflow, `\(topic)` is the parameter `\(name)` of these verbs:\n\n"
            + verbs.joined()
    }
}
