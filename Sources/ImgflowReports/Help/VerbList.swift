package import ImgflowLanguage
package import ImgflowModels
import ImgflowTerminal
import ImgflowVerbs

/// The verbs by groups, each with its price where it has one: a part of `imgflow help`.
package enum VerbList {
    package static func text(
        _ catalog: Catalog, models: ModelCatalog, on today: CalendarDate
    ) -> String {
        let prices = Verbs.prices(of: models, on: today)
        let groups = Signature.Group.allCases.map { group in
            var table = TextTable()
            for signature in catalog.signatures where signature.group == group {
                let price = prices[signature.name].map { " (\($0))" } ?? ""
                table.add(signature.name, signature.summary + price)
            }
            return "\(group.title):\n\(table.text)"
        }
        return groups.joined(separator: "\n")
            + "\n  Prices are per image. See `imgflow help <verb>` for parameters and examples.\n"
    }
}
