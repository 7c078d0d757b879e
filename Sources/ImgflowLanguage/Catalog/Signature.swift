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

    /// The part of the help that lists it.
    package enum Group: CaseIterable, Sendable {
        case files, paid, seeing, free, masks

        package var title: String {
            switch self {
            case .files: "INPUT AND OUTPUT"
            case .paid: "GENERATE AND EDIT (PAID)"
            case .seeing: "DESCRIBE AND JUDGE (PAID, LESS THAN A CENT)"
            case .free: "RESIZE AND COMPOSE (FREE, ON THIS MACHINE)"
            case .masks: "MASKS (FREE, ON THIS MACHINE)"
            }
        }
    }

    package var name: String
    /// One line, lower case, no full stop.
    package var summary: String
    package var group: Group
    package var intake: Intake
    /// It costs money, so its result must be saved, shown or used.
    package var isPaid: Bool
    /// It saves, shows or describes the image, so a paid result that reaches it is not lost.
    package var isSink: Bool
    /// What it finds is told by the run, so that it may stand last.
    package var tells: Bool { group == .seeing }
    /// Newer than version 1 of the language: a `def` of this name is used in its place, with a warning.
    package var isNewer: Bool
    /// The parameter that a value without a name fills.
    package var positional: Parameter?
    package var parameters: [Parameter]
    /// Whole programs, shown in help and run as tests.
    package var examples: [Example]
    /// The fields that a stage with these arguments gives its image: `describe into:caption` gives `{caption}`.
    package var fields: @Sendable ([String: CheckedArgument]) -> [String]

    package init(
        _ name: String, _ summary: String, takes intake: Intake, isPaid: Bool = false,
        isSink: Bool = false, isNewer: Bool = false, group: Group? = nil,
        positional: Parameter? = nil, parameters: [Parameter] = [], examples: [Example],
        fields: @escaping @Sendable ([String: CheckedArgument]) -> [String] = { _ in [] }
    ) {
        self.fields = fields
        self.group = group ?? (isPaid ? .paid : .free)
        self.name = name
        self.summary = summary
        self.intake = intake
        self.isPaid = isPaid
        self.isSink = isSink
        self.isNewer = isNewer
        self.positional = positional
        let types = ([positional].compactMap(\.self) + parameters).map(\.type)
        self.parameters =
            parameters + (types.contains(where: \.isMeasured) ? [.resolution] : [])
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
    /// A list of values runs the stage once for each; else it is a mistake.
    package var sweeps: Bool

    /// Of every verb that accepts a length or a size.
    static let resolution = Parameter(
        "dpi", .integer(PrintLength.resolutions), default: "300",
        "dots per inch for mm, cm, in and pt; becomes the resolution of the image")

    package init(
        _ name: String, _ type: ValueType, isRequired: Bool = false,
        default defaultText: String? = nil, sweeps: Bool = true,
        _ summary: String
    ) {
        self.sweeps = sweeps
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.defaultText = defaultText
        self.summary = summary
    }

    /// The same where a list of values is a mistake.
    package var unswept: Parameter {
        var parameter = self
        parameter.sweeps = false
        return parameter
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
package struct Catalog: Sendable {
    package let signatures: [Signature]
    private let byName: [String: Signature]

    package init(_ signatures: [Signature]) {
        self.signatures = signatures
        byName = Dictionary(
            signatures.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package subscript(name: String) -> Signature? { byName[name] }

    /// The stage that writes a field of this name: `describe`, `judge "…"`; nil where no verb does.
    package func writer(ofField name: String) -> String? {
        signatures.first { $0.fields([:]).contains(name) }.map { signature in
            let isLone = signature.positional?.isRequired != true
            return isLone ? signature.name : "\(signature.name) \"…\""
        }
    }

    package var names: [String] { signatures.map(\.name) }
}
