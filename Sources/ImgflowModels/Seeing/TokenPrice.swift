/// What the tokens of a model cost, and who says so.
package struct TokenPrice: Hashable, Sendable {
    /// Of a million tokens that go in.
    package var input: Dollars
    /// Of a million tokens that come out.
    package var output: Dollars
    /// Above so many tokens in, both cost so many times as much.
    package var surcharge: Surcharge?
    package var source: String
    package var asOf: String

    package struct Surcharge: Hashable, Sendable {
        package var above: Int
        package var times: Int
    }

    /// - Parameters:
    ///   - input: millionths of a dollar for a million tokens.
    ///   - output: the same of what comes out.
    package init(
        input: Int, output: Int, surcharge: Surcharge? = nil,
        source: String = "AWS's offer file, as cited by litellm", asOf: String = "2026-11"
    ) {
        self.input = Dollars(millionths: input)
        self.output = Dollars(millionths: output)
        self.surcharge = surcharge
        self.source = source
        self.asOf = asOf
    }

    /// `$0.33 in, $2.75 out per million tokens`.
    package var words: String { "\(input) in, \(output) out per million tokens" }

    package var citation: String { asOf.isEmpty ? source : "\(source), \(asOf)" }

    /// Of one call, to a millionth of a dollar, rounded up: a plan may promise too much spending,
    /// never too little.
    package func amount(of usage: TokenUsage) -> Dollars {
        let times = surcharge.map { usage.input > $0.above ? $0.times : 1 } ?? 1
        // Tokens times millionths for a million tokens: millionths of millionths, more than an `Int` holds
        // where somebody configures a high price.
        let ins = Int128(usage.input) * Int128(input.millionths)
        let outs = Int128(usage.output) * Int128(output.millionths)
        let exact = (ins + outs) * Int128(times)
        return Dollars(millionths: Int(clamping: (exact + 999_999) / 1_000_000))
    }
}

/// What a call took in and gave out, as the bill counts it.
package struct TokenUsage: Hashable, Sendable {
    package var input: Int
    package var output: Int

    package init(input: Int, output: Int) {
        self.input = input
        self.output = output
    }
}

/// What a call costs at least and at most, before it is made.
package struct PriceRange: Hashable, Sendable {
    package var least: Dollars
    package var most: Dollars

    package init(least: Dollars, most: Dollars) {
        self.least = least
        self.most = most
    }

    package static let zero = PriceRange(least: .zero, most: .zero)

    package static func + (left: PriceRange, right: PriceRange) -> PriceRange {
        PriceRange(least: left.least + right.least, most: left.most + right.most)
    }

    package static func * (one: PriceRange, count: Int) -> PriceRange {
        PriceRange(least: one.least * count, most: one.most * count)
    }
}

extension PriceRange: CustomStringConvertible {
    package var description: String {
        least == most ? "\(most)" : "\(least) to \(most)"
    }
}
