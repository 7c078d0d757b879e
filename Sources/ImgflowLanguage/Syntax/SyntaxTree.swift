/// A program as written. Every node knows its place; nothing is looked up yet.
package struct Program: Hashable, Sendable {
    package var statements: [Statement]
    package var span: Span
    /// Names that come from statements which this version does not understand, so that their use
    /// is not a second mistake.
    package var unreadNames: UnreadNames
}

package enum UnreadNames: Hashable, Sendable {
    case these(Set<String>)
    /// `use "file"` brings names that nobody can know here.
    case any

    package func contains(_ name: String) -> Bool {
        switch self {
        case .these(let names): names.contains(name)
        case .any: true
        }
    }
}

package enum Statement: Hashable, Sendable {
    /// `imgflow 1`
    case version(Int, span: Span)
    /// `let name = value` or `let name = stage | stage`
    case binding(Binding)
    /// `stage | stage`
    case pipeline(Pipeline)

    package var span: Span {
        switch self {
        case .version(_, let span): span
        case .binding(let binding): binding.span
        case .pipeline(let pipeline): pipeline.span
        }
    }
}

package struct Binding: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// `"text"`, `[1, 2]`, `$name`; also a lone word, which may be a verb.
        case value(Value)
        /// `stage | stage`
        case pipeline(Pipeline)
    }

    package var name: Name
    package var content: Content
    package var span: Span
}

/// A name where it stands.
package struct Name: Hashable, Sendable {
    package var text: String
    package var span: Span
}

/// `stage | stage | stage`
package struct Pipeline: Hashable, Sendable {
    package var stages: [Stage]
    package var span: Span
}

package enum Stage: Hashable, Sendable {
    /// `verb value name:value`
    case call(Call)
    /// `$name`, `$`
    case recall(VariableReference)
    /// `as name`
    case name(Name, span: Span)
    /// What is wrong here has been said.
    case invalid(Span)

    package var span: Span {
        switch self {
        case .call(let call): call.span
        case .recall(let reference): reference.span
        case .name(_, let span), .invalid(let span): span
        }
    }
}

package struct Call: Hashable, Sendable {
    package var verb: Name
    /// Values without a name; a verb takes one at most.
    package var values: [Value]
    package var arguments: [Argument]
    package var span: Span
}

/// `name:value`
package struct Argument: Hashable, Sendable {
    package var name: Name
    package var value: Value
    package var span: Span
}

package struct Value: Hashable, Sendable {
    package indirect enum Kind: Hashable, Sendable {
        /// `"…"`, `'…'`, `"""…"""`, `'''…'''`
        case string(StringLiteral)
        /// `7`
        case integer(Int)
        /// `0.35`
        case number(Double)
        /// `40%`
        case percent(Double)
        /// `512px`
        case pixels(Int)
        /// `1024x768`
        case size(width: Int, height: Int)
        /// `16:9`
        case ratio(Ratio)
        /// `1..8`
        case range(from: Int, through: Int)
        /// `creative`
        case word(String)
        /// `true`, `false`
        case truth(Bool)
        /// `$name`, `$`
        case variable(String?)
        /// `[value, label:value]`
        case list([Item])
        /// `(stage | stage)`
        case pipeline(Pipeline)
        /// `-`
        case standardStream
        /// What is wrong here has been said.
        case invalid
    }

    package var kind: Kind
    package var span: Span
}

/// `value` or `label:value` in a list.
package struct Item: Hashable, Sendable {
    package var label: Name?
    package var value: Value
    package var span: Span
}
