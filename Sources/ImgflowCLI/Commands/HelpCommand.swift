import ArgumentParser
import ImgflowLanguage
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

    func run(_ console: Console) async throws {
        guard let topic else {
            console.print(Imgflow.helpMessage(columns: 80))
            console.put(VerbHelp.list(Verbs.catalogue))
            console.put(WordPage.list)
            return
        }
        if let signature = Verbs.catalogue[topic] {
            console.put(VerbHelp.page(signature))
            return
        }
        if let page = CodePage.of(topic) {
            console.put(page.text)
            return
        }
        if let page = WordPage.all.first(where: { $0.word == topic }) {
            console.put(page.text)
            return
        }
        let commands = Imgflow.configuration.subcommands
        if let command = commands.first(where: { $0.configuration.commandName == topic }) {
            console.print(Imgflow.helpMessage(for: command, columns: 80))
            return
        }
        let names = Verbs.catalogue.names + Imgflow.commandNames + WordPage.all.map(\.word)
        throw CLIError(
            message: "there is no verb, word, message or command `\(topic)`",
            hints: NearestName.of(topic, in: names).map { ["did you mean `\($0)`?"] }
                ?? ["the verbs are \(List(Verbs.catalogue.names, .and))"])
    }
}
