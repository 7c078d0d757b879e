/// A program as written. Every node knows its place; nothing is looked up yet.
package struct Program: Hashable, Sendable {
    package var statements: [Statement]
    package var span: Span
}

package enum Statement: Hashable, Sendable {
    /// `imgflow 1`
    case version(Int, span: Span)
    /// `let name = value` or `let name = stage | stage`
    case binding(Binding)
    /// `stage | stage`
    case pipeline(Pipeline)
    /// `param name: type = default "what it is"`
    case parameter(ParameterDeclaration)
    /// `use "brand.imgflow"`
    case use(Use)
    /// `def name(parameters) = stage | stage`
    case definition(Definition)
    /// `set verb name:value`, `set budget:2.00`
    case setting(Setting)

    package var span: Span {
        switch self {
        case .version(_, let span): span
        case .binding(let binding): binding.span
        case .pipeline(let pipeline): pipeline.span
        case .parameter(let parameter): parameter.span
        case .use(let use): use.span
        case .definition(let definition): definition.span
        case .setting(let setting): setting.span
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
    /// `tee { stage | stage }`
    case tee(Block, span: Span)
    /// `fork { … } { … }`
    case fork([Block], span: Span)
    /// `when condition { … } else { … }`
    case when(Condition, Block, else: Block?, span: Span)
    /// `where condition`
    case filter(Condition, span: Span)
    /// `try { … } else { … }`
    case attempt(Block, else: Block, span: Span)
    /// `repeat 3 until condition { … } else { … }`
    case repeated(Repetition)
    /// `pick 2`, `take 3`, `skip 1`
    case selection(Selection)
    /// What is wrong here has been said.
    case invalid(Span)

    package var span: Span {
        switch self {
        case .call(let call): call.span
        case .recall(let reference): reference.span
        case .selection(let selection): selection.span
        case .repeated(let repetition): repetition.span
        case .name(_, let span), .tee(_, let span), .fork(_, let span), .when(_, _, _, let span),
            .filter(_, let span), .attempt(_, _, let span), .invalid(let span):
            span
        }
    }
}

/// `{ stage | stage }`
package struct Block: Hashable, Sendable {
    package var pipeline: Pipeline
    package var span: Span
}

/// `repeat 3 until score >= 7 { … } else { … }`
package struct Repetition: Hashable, Sendable {
    package var rounds: Value
    package var condition: Condition
    package var block: Block
    package var other: Block?
    package var span: Span
}

/// `pick [1, 3]`, `take 3`, `skip 1`
package struct Selection: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable { case pick, take, skip }

    package var kind: Kind
    package var value: Value
    package var span: Span
}

/// `width > 2000 and not (ext == "png")`
package struct Condition: Hashable, Sendable {
    package enum Comparison: String, Sendable {
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case equal = "=="
        case notEqual = "!="
    }

    package indirect enum Kind: Hashable, Sendable {
        /// Bare words are fields here.
        case comparison(Comparison, Value, Value)
        /// `true`, `$flag`
        case value(Value)
        case both(Condition, Condition)
        case either(Condition, Condition)
        case not(Condition)
        /// `( … )`
        case group(Condition)
    }

    package var kind: Kind
    package var span: Span

    package init(_ kind: Kind, _ span: Span) {
        self.kind = kind
        self.span = span
    }
}

/// `name: type = default "what it is"`
package struct ParameterDeclaration: Hashable, Sendable {
    package var name: Name
    package var type: Name
    package var defaultValue: Value?
    package var summary: Summary?
    package var span: Span
}

extension ParameterDeclaration {
    /// Its type is missing, which has been said.
    static func untyped(_ name: Name) -> ParameterDeclaration {
        ParameterDeclaration(
            name: name, type: Name(text: "", span: name.span), defaultValue: nil, summary: nil,
            span: name.span)
    }
}

/// The words that document a parameter.
package struct Summary: Hashable, Sendable {
    package var literal: StringLiteral
    package var span: Span

    package var text: String {
        literal.parts.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    }
}

package struct Use: Hashable, Sendable {
    package var path: String
    package var pathSpan: Span
    package var span: Span
}

package struct Definition: Hashable, Sendable {
    package var name: Name
    package var parameters: [ParameterDeclaration]
    /// False where the parameters could not be read, which has been said.
    package var isSound: Bool
    package var body: Pipeline
    /// `def name(parameters)`
    package var head: Span
    package var span: Span
}

package struct Setting: Hashable, Sendable {
    package var verb: Name?
    /// Values without a name, which nothing takes here.
    package var values: [Value]
    package var arguments: [Argument]
    package var span: Span
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
        /// `297mm`
        case printLength(PrintLength)
        /// `297mmx420mm`
        case printSize(width: PrintLength, height: PrintLength)
        /// `300kB`
        case bytes(Int)
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
        /// `$cut.width`, `$.width`
        case field(of: String?, name: String)
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
