/// What a parameter takes. It drives the checker, help and completion alike.
package indirect enum ValueType: Hashable, Sendable {
    /// Text of `1...maximum` characters; fields in braces are filled in for each image.
    case text(maximum: Int)
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// Any number; a percentage is a share of one.
    case number(ClosedRange<Double>)
    /// Pixels (`512`, `512px`), a length on paper (`30mm`), or a percentage of the image's own measure.
    case length(ClosedRange<Int>)
    /// A size of a file, in bytes: `300kB`, `2MB` (thousands), or a whole number.
    case bytes(ClosedRange<Int>)
    /// Pixels, or a length on paper; no percentage.
    case pixels(ClosedRange<Int>)
    /// `1024x768`.
    case size(side: ClosedRange<Int>)
    /// `16:9`; an empty list takes any ratio.
    case ratio([Ratio])
    /// One of these words.
    case word([String])
    /// A word of the user's own: the name of a field that the stage makes.
    case name
    /// `true` or `false`.
    case truth
    /// `"#2E8B57"`.
    case color
    /// A string that names a file, a pattern or a folder.
    case path
    /// A lone `-`: standard input or output.
    case standardStream
    /// An image: a pipeline in parentheses, a variable, or a string that is a path.
    case image
    /// A list; it never sweeps.
    case list(of: ValueType, count: ClosedRange<Int>)
    /// A list of these names, each alone or with one of the states: `[face, hands:off]`.
    case switches([String], states: [String])
    /// Any of these, tried in order.
    case either([ValueType])
}

/// A ratio of width to height, as written: `16:9`.
package struct Ratio: Hashable, Sendable {
    package var width: Int
    package var height: Int

    package init(_ width: Int, _ height: Int) {
        self.width = width
        self.height = height
    }

    package var value: Double { Double(width) / Double(height) }
}

extension Ratio: CustomStringConvertible {
    package var description: String { "\(width):\(height)" }
}
