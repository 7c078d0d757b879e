/// A condition whose fields and types are known to be right.
package indirect enum CheckedCondition: Sendable {
    case constant(Bool)
    case comparison(Condition.Comparison, CheckedOperand, CheckedOperand)
    case both(CheckedCondition, CheckedCondition)
    case either(CheckedCondition, CheckedCondition)
    case not(CheckedCondition)
}

/// A condition and where it stands.
package struct CheckedTest: Sendable {
    package var condition: CheckedCondition
    package var span: Span
}

/// One side of a comparison.
package enum CheckedOperand: Sendable {
    case number(Double)
    case text(Template)
    /// `width`, `$cut.width`: a field that holds a number, of the image of this name.
    case measure(Field, of: String?, span: Span)
    /// A swept parameter, or a field that a verb made: a number where its value is one.
    case swept(String)
}

/// The same block, each time with other seeds, until a condition is met.
package struct CheckedRepetition: Sendable {
    package var rounds: Int
    package var test: CheckedTest
    package var block: CheckedPipeline
    /// What is done where no round meets the condition; nil takes the nearest.
    package var other: CheckedPipeline?
    package var span: Span

    /// Of one repetition.
    package static let most = 2...20
}

/// Which images of a stream go on, by their places from 1.
package struct CheckedSelection: Sendable {
    package enum Rule: Hashable, Sendable {
        /// In the order in which they are named.
        case places([Int])
        case first(Int)
        case allBut(Int)
    }

    package var rule: Rule
    package var span: Span
}

/// A call of a `def`: its body with the parameters put in, once for each value that is swept.
package struct Expansion: Sendable {
    package struct Turn: Sendable {
        package var body: CheckedPipeline
        /// What the swept parameters are in this turn.
        package var swept: [(name: String, item: CheckedItem)]
        /// The images that its parameters stand for.
        package var images: [(name: String, value: CheckedValue, span: Span)]
    }

    /// Tells this call from all others: one body has different images in each.
    package var id: Int
    package var name: String
    package var callSpan: Span
    package var turns: [Turn]
}

/// What `set` says of the whole run.
package struct RunSettings: Sendable {
    /// Dollars as written, such as `2.00`.
    package var budget: (text: String, span: Span)?
    package var region: (text: String, span: Span)?
    /// The folder that `save` without a name writes to.
    package var out: (text: String, span: Span)?
    /// What the user's own configuration gave verbs that the program uses, as a stage would write it.
    package var defaults: [String] = []

    package init() {}
}
