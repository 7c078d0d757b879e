/// What one picture costs, and who says so.
///
/// Where sources disagree the higher figure is the price: a plan may promise too much spending,
/// never too little.
package struct Price: Hashable, Sendable {
    package var amount: Dollars
    package var source: String
    /// When the source was read or written: `2026-08`.
    package var asOf: String
    /// AWS says so, or the user: not only a table of others.
    package var isConfirmed = true
    /// Nobody has said what it costs: a plan with it has no total.
    package var isUnknown = false

    /// Who says so, and when.
    package var citation: String {
        (asOf.isEmpty ? source : "\(source), \(asOf)")
            + (isConfirmed ? "" : "; not confirmed by AWS")
    }

    /// Of a model that imgflow does not know.
    package static let unknown: Price = {
        var price = Price(.zero, source: "nobody has said", asOf: "")
        price.isUnknown = true
        return price
    }()

    package init(_ amount: Dollars, source: String, asOf: String, isConfirmed: Bool = true) {
        self.isConfirmed = isConfirmed
        self.amount = amount
        self.source = source
        self.asOf = asOf
    }
}

extension Price {
    /// `ListFoundationModelAgreementOffers` of a live account, read in August 2026.
    static func rateCard(cents: Int) -> Price {
        Price(
            Dollars(cents: cents), source: "AWS's price list as an account is shown it",
            asOf: "2026-08"
        )
    }

    /// The price table of a public gateway with live tests over these models.
    static func gatewayTable(cents: Int) -> Price {
        Price(
            Dollars(cents: cents), source: "price table of a third party (stdapi.ai)",
            asOf: "2026-07",
            isConfirmed: false)
    }
}
