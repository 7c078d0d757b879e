/// An amount of US dollars, kept in whole millionths so that sums are exact. What would be more than
/// the largest is the largest.
package struct Dollars: Hashable, Comparable, Sendable {
    package var millionths: Int

    package init(millionths: Int) { self.millionths = millionths }

    /// `Dollars(cents: 7)` is $0.07.
    package init(cents: Int) { millionths = cents * 10_000 }

    /// Reads `2`, `2.00`, `$0.05`; nil for anything else, a sign, or more than six decimals.
    package init?(text: String) {
        let digits = text.hasPrefix("$") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard
            (1...2).contains(parts.count), !digits.isEmpty,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let whole = Int(parts[0].isEmpty ? "0" : parts[0]), whole < 1_000_000_000
        else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard parts.count == 1 || (1...6).contains(fraction.count) else { return nil }
        let padded = fraction + String(repeating: "0", count: 6 - fraction.count)
        millionths = whole * 1_000_000 + (Int(padded) ?? 0)
    }

    package static let zero = Dollars(millionths: 0)

    package static func + (left: Dollars, right: Dollars) -> Dollars {
        let (sum, isBeyond) = left.millionths.addingReportingOverflow(right.millionths)
        return Dollars(millionths: isBeyond ? (left < .zero ? .min : .max) : sum)
    }

    package static func += (left: inout Dollars, right: Dollars) { left = left + right }

    package static func - (left: Dollars, right: Dollars) -> Dollars {
        Dollars(millionths: left.millionths - right.millionths)
    }

    package static func * (one: Dollars, count: Int) -> Dollars {
        let (product, isBeyond) = one.millionths.multipliedReportingOverflow(by: count)
        let isNegative = (one < .zero) != (count < 0)
        return Dollars(millionths: isBeyond ? (isNegative ? .min : .max) : product)
    }

    /// One of so many equal parts.
    package func divided(by count: Int) -> Dollars { Dollars(millionths: millionths / count) }

    package static func < (left: Dollars, right: Dollars) -> Bool {
        left.millionths < right.millionths
    }
}

extension Dollars: CustomStringConvertible {
    /// `$0.07`; a third decimal only where there is one. Rounded up to a hundredth of a cent: nobody is promised
    /// less than is paid.
    package var description: String { "$" + roundedUp.plain }

    private var roundedUp: Dollars {
        let hundredth = 100
        let rest = millionths % hundredth
        return rest <= 0
            ? self : Dollars(millionths: millionths - rest) + Dollars(millionths: hundredth)
    }

    /// The number alone, as it is written in JSON and in `--budget`.
    package var plain: String {
        var fraction = String(millionths.magnitude % 1_000_000)
        fraction = String(repeating: "0", count: 6 - fraction.count) + fraction
        while fraction.count > 2, fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(millionths < 0 ? "-" : "")\(millionths.magnitude / 1_000_000).\(fraction)"
    }
}
