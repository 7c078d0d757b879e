import ArgumentParser
import FoundationEssentials
import ImgflowEngine
import ImgflowModels
import ImgflowReports
import ImgflowTerminal
import ImgflowVerbs

/// `imgflow models`: what there is, where, for how much, and until when.
struct ModelsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List models with their verbs, Regions, prices, quotas, and retirement dates.",
        discussion: """
            Models under SEEING look at images; their price is of a million tokens in and \
            out, in their first Region. Facts in config.toml override the built-in ones and are \
            marked with a star.
            """)

    @Flag(help: "Show retirement dates.")
    var eol = false

    @Flag(help: "Ask AWS which models exist and what this account pays. Nothing is billed.")
    var live = false

    @OptionGroup var options: PlanningOptions
    private var json: Bool { options.json }

    func run(_ call: CommandCall) async throws {
        let console = call.console
        let today = console.today
        let models = try Configuration(console).models
        if live {
            let rows = try await LiveModels(models, options.settings, console).rows()
            if json {
                console.print(JSONReport.text(rows))
            } else {
                console.put(LiveModels.text(rows))
            }
            return
        }
        guard !json else {
            console.print(
                JSONReport.text(
                    models.entries.map {
                        JSONReport.Model($0, verbs: Verbs.names(calling: $0.model), on: today)
                    }
                        + models.seeing.map {
                            JSONReport.Model($0, verbs: Verbs.seeingNames, on: today)
                        }))
            return
        }
        if eol {
            console.put(Self.ends(models, on: today).text)
        } else {
            console.put(Self.all(models, on: today).text)
            console.put("\n" + Self.seeing(models, on: today).text)
        }
    }

    private static func all(_ models: ModelCatalog, on today: CalendarDate) -> TextTable {
        var table = TextTable(indent: 0)
        table.add("NAME", "PRICE", "PER MINUTE", "LIFECYCLE", "VERBS", "REGIONS", "ID")
        for entry in models.entries {
            let card = entry.card
            func marked(_ text: String, _ facts: String...) -> String {
                facts.contains(where: entry.overruled.contains) ? text + "*" : text
            }
            let ends = card.lifecycle.endsOn.map { " \($0)" } ?? ""
            table.add(
                card.name, marked("\(card.price.amount)", "price"),
                marked("\(card.quota.requestsPerMinute)", "quota"),
                marked(
                    "\(card.lifecycle.stage(on: today).rawValue)\(ends)", "ends-on", "legacy-from"),
                Verbs.names(calling: entry.model).joined(separator: " "),
                marked(card.regions.joined(separator: " "), "regions"),
                marked(card.invocationID, "id"))
        }
        return table
    }

    /// The models that answer about images: paid by the million of tokens, in their first Region.
    private static func seeing(_ models: ModelCatalog, on today: CalendarDate) -> TextTable {
        var table = TextTable(indent: 0)
        table.add(
            "SEEING", "IN", "OUT", "PER MINUTE", "LIFECYCLE", "REQUIRES", "ID", "REGIONS")
        for entry in models.seeing {
            let card = entry.card
            guard let route = card.routes.first else { continue }
            func marked(_ text: String, _ facts: String...) -> String {
                facts.contains(where: entry.overruled.contains) ? text + "*" : text
            }
            let ends = card.lifecycle.endsOn.map { " \($0)" } ?? ""
            table.add(
                card.name, marked("\(route.price.input)", "price-in"),
                marked("\(route.price.output)", "price-out"),
                marked("\(route.quota.requestsPerMinute)", "quota"),
                marked(
                    "\(card.lifecycle.stage(on: today).rawValue)\(ends)", "ends-on", "legacy-from"),
                card.needsForm ? "form" : "-",
                marked(card.invocationID(by: route), "id"),
                marked(card.regions.joined(separator: " "), "regions"))
        }
        return table
    }

    /// The first to end first, and last those of which no end is known.
    private static func ends(_ models: ModelCatalog, on today: CalendarDate) -> TextTable {
        var table = TextTable(indent: 0)
        table.add("NAME", "STANDS", "LEGACY FROM", "ENDS ON", "AS OF", "SOURCE")
        let never = CalendarDate(9_999, 12, 31)
        let all =
            models.entries.map { (name: $0.card.name, life: $0.card.lifecycle) }
            + models.seeing.map { (name: $0.card.name, life: $0.card.lifecycle) }
        let sorted = all.sorted {
            ($0.life.endsOn ?? never, $0.name) < ($1.life.endsOn ?? never, $1.name)
        }
        for (name, life) in sorted {
            table.add(
                name, life.stage(on: today).rawValue,
                life.legacyFrom.map { "\($0)" } ?? "not announced",
                life.endsOn.map { "\($0)" } ?? "not announced", life.asOf, life.source)
        }
        return table
    }
}
