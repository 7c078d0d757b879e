/// A length on paper: `297mm`, `8.5in`. How many pixels it is depends on the resolution of its stage.
package struct PrintLength: Hashable, Sendable {
    package enum Unit: String, CaseIterable, Sendable {
        case mm, cm, pt
        case inch = "in"

        var perInch: Double {
            switch self {
            case .mm: 25.4
            case .cm: 2.54
            case .pt: 72
            case .inch: 1
            }
        }
    }

    /// Dots per inch where a stage gives none.
    package static let usualResolution = 300
    /// Dots per inch that a file can hold: JPEG has 16 bits for them.
    package static let resolutions = 1...65_535

    package var amount: Double
    package var unit: Unit

    package init(_ amount: Double, _ unit: Unit) {
        self.amount = amount
        self.unit = unit
    }

    /// The nearest whole number of pixels.
    ///
    /// - Parameter dpi: dots per inch.
    package func pixels(dpi: Int) -> Int {
        let pixels = (amount / unit.perInch * Double(dpi)).rounded()
        return Int(min(max(pixels, -Double(Int32.max)), Double(Int32.max)))
    }
}

extension PrintLength: CustomStringConvertible {
    package var description: String { SourceWriter.number(amount) + unit.rawValue }
}
