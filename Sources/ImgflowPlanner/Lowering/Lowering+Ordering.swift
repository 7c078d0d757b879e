import ImgflowLanguage
import ImgflowModels

/// Verbs that put the images of a stream in an order.
extension Lowering {
    mutating func order(
        _ call: CheckedCall, by verb: any OrderingVerb, _ items: [Item]
    ) -> [Item]? {
        guard let first = items.first else { return [] }
        guard let values = values(of: call, for: first) else { return nil }
        let errors = plan.findings.errorCount
        do {
            let stages = try items.map { item throws(PlanProblem) in
                context(
                    of: try withFields(call.filled(with: item.swept), of: verb, for: item),
                    for: item, wish: wish(), names: names(in: call, for: item), values: values)
            }
            let order = try verb.order(stages, in: &plan)
            guard plan.findings.errorCount == errors else { return nil }
            switch order {
            case .places(let places): return renumbered(places.map { items[$0] }, after: [])
            case .images(let images):
                return renumbered(images.map { placed($0, among: items) }, after: [])
            }
        } catch {
            report(error)
            return nil
        }
    }

    /// One of these items, which only the run knows: it has what all of them have.
    private func placed(_ image: PlannedImage, among items: [Item]) -> Item {
        var placed = items[0]
        placed.image = image
        placed.noted = image.forecast.provenance.noted
        placed.swept = placed.swept.filter { swept in
            items.allSatisfy { $0.swept[swept.key] == swept.value }
        }
        placed.names = placed.names.filter { name in
            items.allSatisfy { $0.names[name.key]?.node == name.value.node }
        }
        return placed
    }
}
