/// A program in which every name, type and range is known to be right.
///
/// Text and numbers bound by `let` have been put where they are used; variables that are left hold
/// images.
package struct CheckedProgram: Sendable {
    package var sources: Sources
    package var statements: [CheckedStatement]
    /// What the program sets for its own run.
    package var settings: RunSettings

    package init(sources: Sources, statements: [CheckedStatement], settings: RunSettings = .init())
    {
        self.sources = sources
        self.settings = settings
        self.statements = statements
    }
}

package enum CheckedStatement: Sendable {
    /// `let logo = load "logo.png" | resize 128`: images, evaluated once.
    case binding(name: String, nameSpan: Span, CheckedPipeline)
    case pipeline(CheckedPipeline)

    var pipeline: CheckedPipeline {
        switch self {
        case .binding(_, _, let pipeline), .pipeline(let pipeline): pipeline
        }
    }

    /// Where a `let` names what it binds.
    var nameSpan: Span? {
        if case .binding(_, let nameSpan, _) = self { nameSpan } else { nil }
    }

    package var span: Span {
        switch self {
        case .binding(_, let nameSpan, let pipeline): nameSpan.union(pipeline.span)
        case .pipeline(let pipeline): pipeline.span
        }
    }
}

package struct CheckedPipeline: Sendable {
    package var stages: [CheckedStage]
    package var span: Span

    package init(stages: [CheckedStage], span: Span) {
        self.stages = stages
        self.span = span
    }
}

package enum CheckedStage: Sendable {
    case call(CheckedCall)
    /// `$photo` as a stage, or `$` alone.
    case recall(VariableReference)
    /// `as photo`.
    case name(String, span: Span)
    /// `tee { … }`.
    case tee(CheckedPipeline, span: Span)
    /// `fork { … } { … }`.
    case fork([CheckedPipeline], span: Span)
    /// `when … { … } else { … }`.
    case when(CheckedTest, CheckedPipeline, else: CheckedPipeline?, span: Span)
    /// `where …`.
    case filter(CheckedTest, span: Span)
    /// `try { … } else { … }`.
    case attempt(CheckedPipeline, else: CheckedPipeline, span: Span)
    /// `repeat 3 until … { … } else { … }`.
    case repeated(CheckedRepetition)
    /// `pick 2`, `take 3`, `skip 1`.
    case select(CheckedSelection)
    /// A call of a `def`.
    case expansion(Expansion)

    package var span: Span {
        switch self {
        case .call(let call): call.span
        case .recall(let reference): reference.span
        case .select(let selection): selection.span
        case .repeated(let repetition): repetition.span
        case .expansion(let expansion): expansion.callSpan
        case .name(_, let span), .tee(_, let span), .fork(_, let span), .when(_, _, _, let span),
            .filter(_, let span), .attempt(_, _, let span):
            span
        }
    }
}

/// A verb with its arguments, by the parameters' names; the positional value is under its own.
package struct CheckedCall: Sendable {
    package var verb: String
    package var verbSpan: Span
    /// The whole stage.
    package var span: Span
    package var arguments: [String: CheckedArgument]

    package init(verb: String, verbSpan: Span, span: Span, arguments: [String: CheckedArgument]) {
        self.verb = verb
        self.verbSpan = verbSpan
        self.span = span
        self.arguments = arguments
    }
}

package struct CheckedArgument: Sendable {
    package var value: CheckedValue
    /// The value alone.
    package var valueSpan: Span
    /// Name and value, as written: `mask:"sky"`.
    package var span: Span

    package init(_ value: CheckedValue, valueSpan: Span, span: Span) {
        self.value = value
        self.valueSpan = valueSpan
        self.span = span
    }
}

package indirect enum CheckedValue: Sendable {
    case text(Template)
    case integer(Int)
    case number(Double)
    case pixels(Int)
    /// 0.5 for `50%`.
    case share(Double)
    case size(width: Int, height: Int)
    /// Of a stage whose `dpi:` is still to be applied.
    case printLength(PrintLength)
    case printSize(width: PrintLength, height: PrintLength)
    case ratio(Ratio)
    case word(String)
    case truth(Bool)
    /// Red, green, blue, 0 to 255.
    case color(red: UInt8, green: UInt8, blue: UInt8)
    /// A string where the parameter takes a path.
    case path(Template)
    case standardStream
    case list([CheckedItem])
    case variable(VariableReference)
    /// `$cut.width`: put in where the image is planned.
    case field(FieldReference)
    case pipeline(CheckedPipeline)
    /// Several values where the parameter takes one: the stage runs once for each.
    case sweep([CheckedItem])
}

/// An item of a list, with its label if it has one: `[spring:"a meadow", "deep snow"]`.
package struct CheckedItem: Sendable {
    package var label: String?
    package var value: CheckedValue
    package var span: Span

    package init(label: String?, _ value: CheckedValue, span: Span) {
        self.label = label
        self.value = value
        self.span = span
    }
}

/// `$` (no name) or `$photo`, where it stands.
package struct VariableReference: Hashable, Sendable {
    package var name: String?
    package var span: Span

    package init(name: String?, span: Span) {
        self.name = name
        self.span = span
    }
}

/// Text with fields to fill in for each image.
package struct Template: Hashable, Sendable {
    package enum Part: Hashable, Sendable {
        case text(String)
        /// `{$who}` behind other text, or of a parameter that is no path: in the name of a file it brings no
        /// slash with it.
        case value(String)
        /// `{stem}`, or `{$cut.stem}` of a named image; a whole number of at least so many digits.
        case field(Field, of: String?, digits: Int = 0, span: Span)
        /// `{style}`, the value of a parameter that was swept on the way here, or `{score}`, a field that a
        /// verb made.
        case swept(String, of: String?, digits: Int = 0, span: Span)

        /// As the program has it; nil of what is filled in for each image.
        package var text: String? {
            switch self {
            case .text(let text), .value(let text): text
            case .field, .swept: nil
            }
        }
    }

    package var parts: [Part]
    package var span: Span

    package init(parts: [Part], span: Span) {
        self.parts = parts
        self.span = span
    }

    /// As the path of a file: a value that stands alone is the path.
    package var asPath: Template {
        guard parts.count == 1, case .value(let path)? = parts.first else { return self }
        return Template(parts: [.text(path)], span: span)
    }

    /// The text, when no field is left in it.
    package var literal: String? {
        var text = ""
        for part in parts {
            switch part {
            case .text(let piece), .value(let piece): text += piece
            case .field, .swept: return nil
            }
        }
        return text
    }
}
