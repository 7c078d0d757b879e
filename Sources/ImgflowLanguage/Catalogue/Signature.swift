/// All that the language knows of a verb: the one value that checking, planning, help and
/// completion read.
package struct Signature: Sendable {
    /// What a verb does with the stream of images that enters it.
    package enum Intake: Sendable {
        /// `generate`, `load`: starts a pipeline; after a pipe it runs once for each image that comes.
        case nothing
        /// `resize`: needs an image.
        case image
        /// `invoke`: takes the image that comes, and can do without.
        case imageOrNothing
    }

    package var name: String
    /// One line, lower case, no full stop.
    package var summary: String
    package var intake: Intake
    /// It costs money, so its result must be saved, shown or used.
    package var isPaid: Bool
    /// It saves, shows or tells of the image, so a paid result that reaches it is not lost.
    package var isSink: Bool
    /// The parameter that a value without a name fills.
    package var positional: Parameter?
    package var parameters: [Parameter]
    /// Whole programs, shown in help and run as tests.
    package var examples: [Example]

    package init(
        _ name: String, _ summary: String, takes intake: Intake, isPaid: Bool = false,
        isSink: Bool = false, positional: Parameter? = nil, parameters: [Parameter] = [],
        examples: [Example]
    ) {
        self.name = name
        self.summary = summary
        self.intake = intake
        self.isPaid = isPaid
        self.isSink = isSink
        self.positional = positional
        self.parameters = parameters
        self.examples = examples
    }

    /// The positional parameter can be given by its name too.
    package func parameter(named name: String) -> Parameter? {
        if let positional, positional.name == name { return positional }
        return parameters.first { $0.name == name }
    }

    /// The positional first, then the named ones as listed.
    package var allParameters: [Parameter] { (positional.map { [$0] } ?? []) + parameters }
}

/// One parameter of a verb.
package struct Parameter: Sendable {
    package var name: String
    package var type: ValueType
    package var isRequired: Bool
    /// As it would be written; shown in help.
    package var defaultText: String?
    /// One line, lower case, no full stop, with the unit where there is one.
    package var summary: String

    package init(
        _ name: String, _ type: ValueType, isRequired: Bool = false,
        default defaultText: String? = nil,
        _ summary: String
    ) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.defaultText = defaultText
        self.summary = summary
    }
}

/// A program that shows a verb at work, and what it does in a few words.
package struct Example: Sendable {
    package var program: String
    package var meaning: String

    package init(_ program: String, _ meaning: String) {
        self.program = program
        self.meaning = meaning
    }
}

/// The verbs that a program may use.
package struct Catalogue: Sendable {
    package let signatures: [Signature]
    private let byName: [String: Signature]

    package init(_ signatures: [Signature]) {
        self.signatures = signatures
        byName = Dictionary(
            signatures.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package subscript(name: String) -> Signature? { byName[name] }
    package var names: [String] { signatures.map(\.name) }
}
