/// What one image costs, and who says so.
///
/// Where sources disagree the higher figure is the price: a plan may promise too much spending,
/// never too little.
package struct Price: Hashable, Sendable {
    package var amount: Dollars
    package var source: String
    /// When the source was read or written: `2026-08`.
    package var asOf: String
    /// Nobody has said what it costs: a plan with it has no total.
    package var isUnknown = false

    /// Who says so, and when.
    package var citation: String {
        asOf.isEmpty ? source : "\(source), \(asOf)"
    }

    /// Of a model that imgflow does not know.
    package static let unknown: Price = {
        var price = Price(.zero, source: "not specified", asOf: "")
        price.isUnknown = true
        return price
    }()

    /// Of so many images.
    package func times(_ count: Int) -> Price {
        var price = self
        price.amount = amount * count
        return price
    }

    package init(_ amount: Dollars, source: String, asOf: String) {
        self.amount = amount
        self.source = source
        self.asOf = asOf
    }
}

extension Price {
    /// AWS's pricing page, as the rows of a public price map (litellm) cite it: all 16 living models,
    /// equal to what accounts are shown in `ListFoundationModelAgreementOffers` where that was read.
    static func listed(cents: Int) -> Price {
        Price(
            Dollars(cents: cents), source: "AWS's pricing page, as cited by litellm",
            asOf: "2026-11")
    }
}
