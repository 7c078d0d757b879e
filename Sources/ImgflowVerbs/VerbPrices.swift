import ImgflowLanguage
package import ImgflowModels
import ImgflowPlanner

extension Verbs {
    /// What one image of each paid verb costs, as help writes it: `$0.04`, `$0.03 to $0.60`. A verb whose
    /// models are all retired says so; one that calls any model has no price.
    package static func prices(
        of models: ModelCatalog, on today: CalendarDate
    ) -> [String: String] {
        var prices: [String: String] = [:]
        for verb in all where verb.signature.isPaid && !verb.models.isEmpty {
            let cards = verb.models.map { models.entry(of: $0).card }
            let amounts = cards.filter { $0.lifecycle.stage(on: today) != .retired }
                .map(\.price.amount)
            guard let least = amounts.min(), let most = amounts.max() else {
                prices[verb.signature.name] = "retired"
                continue
            }
            prices[verb.signature.name] = least == most ? "\(least)" : "\(least) to \(most)"
        }
        for name in seeingNames { prices[name] = "under $0.01" }
        return prices
    }
}
