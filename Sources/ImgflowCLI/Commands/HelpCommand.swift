import ArgumentParser
import ImgflowEngine
import ImgflowLanguage
import ImgflowReports
import ImgflowVerbs

/// `imgflow help`, `imgflow help upscale`.
struct HelpCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Tells of the command, or of a verb of the language.")

    @ArgumentParser.Argument(
        help:
            "A verb such as `upscale`, a word such as `when`, a message such as `E031`, or a command."
    )
    var topic: String?

    func run(_ call: CommandCall) async throws {
        let console = call.console
        guard let topic else {
            console.print(call.commandLine.help(nil) ?? "")
            console.put(VerbHelp.list(Verbs.catalogue))
            console.put(WordPage.list)
            return
        }
        if let signature = Verbs.catalogue[topic] {
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
        if let page = call.commandLine.help(topic) { return console.print(page) }
        let names = Verbs.catalogue.names + call.commandLine.names + WordPage.all.map(\.word)
        throw CLIError(
            message: "there is no verb, word, message or command `\(topic)`",
            hints: NearestName.of(topic, in: names).map { ["did you mean `\($0)`?"] }
                ?? ["the verbs are \(List(Verbs.catalogue.names, .and))"])
    }
}
