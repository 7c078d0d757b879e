import ArgumentParser
import FoundationEssentials
import ImgflowModels
import ImgflowTerminal

/// `imgflow models`: what there is, where, for how much.
struct ModelsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Lists the models with regions, price, quota and lifecycle.")

    @Flag(help: "Write JSON on standard output.")
    var json = false

    func run(_ console: Console) async throws {
        let today = CalendarDate(secondsSince1970: Int(console.now().timeIntervalSince1970))
        let cards = Models.all.map { $0.card }
        guard !json else {
            console.print(
                JSONReport.text(cards.map { JSONReport.Model($0, on: today) }))
            return
        }
        var table = TextTable(indent: 0)
        table.add("NAME", "PRICE", "PER MINUTE", "LIFECYCLE", "REGIONS", "ID")
        for card in cards {
            let stage = card.lifecycle.stage(on: today)
            let ends = card.lifecycle.endsOn.map { " \($0)" } ?? ""
            table.add(
                card.name, "\(card.price.amount)", "\(card.quota.requestsPerMinute)",
                "\(stage.rawValue)\(ends)", card.regions.joined(separator: " "), card.invocationID)
        }
        console.writeOutput(Array(table.text.utf8))
    }
}
