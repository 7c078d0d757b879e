/// What comes out of a stage, as far as the checker cares.
struct Flow {
    /// Whether there is a current image.
    var hasImage: Bool
    /// The paid results that went into it, as indices into `ProgramCheck.paidResults`.
    var paid: Set<Int> = []
    /// The parameters that were swept on the way here, and the fields that verbs made: strings and
    /// conditions may ask for them.
    var swept: Set<String> = []
    /// Paid results of the last stage that the run tells, whether or not anything comes of them.
    var told: Set<Int> = []
    /// Nothing is known of where it comes from: any field may be there.
    var isAnything = false

    static let start = Flow(hasImage: false)
}

/// Where a value stands: what `$`, fields and names mean there.
struct Surroundings {
    var flow: Flow
    var names: Names
    /// Parameters that this very call sweeps.
    var ownSwept: Set<String> = []
    /// The value of a `let`: its fields are asked of the image where it is used.
    var isBinding = false
    /// The paid results that the values read here depend on.
    var dependencies: Set<Int> = []
}

/// What `as` bound so far in a pipeline and in those around it.
struct Names {
    var byName: [String: (span: Span, paid: Set<Int>, swept: Set<String>)] = [:]
}

/// A call that costs money.
struct PaidResult {
    var verb: String
    var span: Span
    /// Of the root; nil in a used file.
    var statement: Int?
    /// Some stage saves or shows it, or something made of it.
    var isUsed = false
}

/// What a `let` or a `param` binds.
struct BoundName {
    enum Content {
        case value(Operand)
        case images(paid: Set<Int>, swept: Set<String>)
        /// What is wrong with it has been said.
        case unknown
    }

    var content: Content
    var span: Span
    /// Names the binding in the plan, whatever file it stands in.
    var key: String
}

/// What a `def` defines, with what it sees: what stands above it.
struct DefinedVerb {
    struct Parameter {
        var name: Name
        var type: DeclaredType
        var defaultValue: Operand?
        var summary: String?
        var isRequired: Bool { defaultValue == nil }
    }

    var name: Name
    var parameters: [Parameter]
    var body: Pipeline
    var scope: Scope
    /// Its own body has mistakes, which have been said: calls say nothing of the body.
    var isBroken = false
}

/// What names mean at a place in a program.
struct Scope {
    var bindings: [String: BoundName] = [:]
    var definitions: [String: DefinedVerb] = [:]
    /// `set verb name:value`, by verb and parameter.
    var defaults: [String: [String: CheckedArgument]] = [:]
}
