/// What comes out of a stage, as far as the checker cares.
struct Flow {
    /// Whether there is a current image.
    var hasImage: Bool
    /// The paid results that went into it, as indices into `ProgramCheck.paidResults`.
    var paid: Set<Int> = []

    static let start = Flow(hasImage: false)
}

/// Where a value stands: what `$`, fields and names mean there.
struct Surroundings {
    var flow: Flow
    var names: Names
    /// The value of a `let`: its fields are asked of the image where it is used.
    var isBinding = false
    /// The paid results that the values read here depend on.
    var dependencies: Set<Int> = []
}

/// What `as` bound so far in a pipeline and in those around it.
struct Names {
    var byName: [String: (span: Span, paid: Set<Int>)] = [:]
}

/// A call that costs money.
struct PaidResult {
    var verb: String
    var span: Span
    var statement: Int
    /// Some stage saves or shows it, or something made of it.
    var isUsed = false
}

/// What a `let` binds.
struct BoundName {
    enum Content {
        case value(Operand)
        case images(paid: Set<Int>)
        /// What is wrong with it has been said.
        case unknown
    }

    var content: Content
    var span: Span
    var isUsed = false
}
