/// One walk over a program, statement by statement, with what is known so far.
struct ProgramCheck {
    let linked: LinkedProgram
    let catalog: Catalog
    let optionNames: @Sendable () -> Set<String>
    /// What the command line gave the parameters; nil where it was not asked.
    let given: [String: [String]]?
    /// Fields that the images behind a name have already.
    var heldFields: [String: Set<String>] = [:]
    private(set) var errors: [CheckError] = []
    /// What names mean here.
    var scope = Scope()
    /// The names that something asked for, by where they are bound.
    var usedNames: Set<Span> = []
    var paidResults: [PaidResult] = []
    /// Stages so far that save, show or describe an image.
    var sinks = 0
    /// The paid results that made fields, by the fields' names.
    var fieldPayments: [String: Set<Int>] = [:]
    /// Pipelines of the root that cost nothing and end in nothing, by their statement.
    var lost: [Int: LostResult] = [:]
    /// Where each `let` and `def` of the current file stands, to tell "not yet" from "never".
    var namesBelow: [String: Span] = [:]
    /// Some names are not known because what would bind them could not be read.
    var hasUnreadNames = false
    /// Bytes of text that variables put into strings.
    var substitutedBytes = 0
    /// Names used above the `let` that binds them, which has been said.
    var usedEarly: Set<String> = []
    /// The number of the statement of the root; nil in a used file.
    var statement: Int? = 0
    /// The statements of the root in which something is wrong, or rests on what is.
    var brokenStatements: Set<Int> = []
    var settings = RunSettings()
    /// What used files give, by their base.
    var exports: [Int: Scope] = [:]
    /// The `let` statements of used files, in order.
    var usedBindings: [CheckedStatement] = []
    /// The calls of definitions around this place, outermost first.
    var calls: [(name: String, span: Span)] = []
    var expansions = 0
    /// A definition's body is looked at on its own: nothing in it is paid for.
    var isTrial = false
    /// The definition that is looked at.
    var trialName: String?
    private var reported: Set<Report> = []
    private var errorCount = 0
    private var warningCount = 0

    private struct Report: Hashable {
        var code: DiagnosticCode
        var span: Span
    }

    var sources: Sources { linked.sources }

    init(
        _ linked: LinkedProgram, _ catalog: Catalog,
        optionNames: @escaping @Sendable () -> Set<String>, given: [String: [String]]?
    ) {
        self.linked = linked
        self.catalog = catalog
        self.optionNames = optionNames
        self.given = given
    }

    /// The statements of the root with their numbers; those of used files stand first, without.
    mutating func statements() -> [(number: Int?, CheckedStatement)] {
        for error in linked.errors { report(error) }
        hasUnreadNames = !linked.errors.isEmpty || linked.files.values.contains(where: \.hasErrors)
        var checked: [(number: Int?, CheckedStatement)] = []
        defaults()
        enter(linked.root)
        for (index, syntax) in linked.root.program.statements.enumerated() {
            statement = index
            if let statement = self.statement(syntax) { checked.append((index, statement)) }
        }
        reportUnused()
        let used = usedBindings.filter { statement in
            statement.nameSpan.map(usedNames.contains) ?? false
        }
        return used.map { (nil, $0) } + checked
    }

    /// What the user's own configuration says of verbs; a program's `set` overrules it.
    private mutating func defaults() {
        guard let defaults = linked.defaults else { return }
        let around = statement
        statement = nil
        for case .setting(let setting) in defaults.program.statements { set(setting) }
        statement = around
    }

    private mutating func enter(_ parsed: ParsedProgram) {
        usedEarly = []
        namesBelow = Dictionary(
            parsed.program.statements.compactMap {
                switch $0 {
                case .binding(let binding): (binding.name.text, binding.name.span)
                case .definition(let definition): (definition.name.text, definition.name.span)
                default: nil
                }
            }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func statement(_ syntax: Statement) -> CheckedStatement? {
        switch syntax {
        case .version: return nil
        case .binding(let binding): return self.binding(binding)
        case .pipeline(let pipeline):
            let (sinks, paid) = (sinks, paidResults.count)
            let (checked, flow) = self.pipeline(pipeline, entering: .start, names: Names())
            use(flow.told)
            if let statement, self.sinks == sinks {
                if paidResults.count == paid, flow.paid.isEmpty, let last = pipeline.stages.last {
                    lost[statement] = LostResult(last)
                }
            } else if let statement, let last = pipeline.stages.last, isUseless(last) {
                lost[statement] = LostResult(last, isBehindSink: true)
            }
            return .pipeline(checked)
        case .parameter(let declaration): return parameter(declaration)
        case .use(let use): self.use(use)
        case .definition(let definition): define(definition)
        case .setting(let setting): set(setting)
        }
        return nil
    }

    /// What a used file gives: its `let` and `def`, nothing else.
    mutating func exports(of base: Int) -> Scope {
        if let known = exports[base] { return known }
        guard let parsed = linked.files[base] else { return Scope() }
        let around = (scope, namesBelow, usedEarly, statement)
        scope = Scope()
        statement = nil
        defaults()
        enter(parsed)
        var own = Scope()
        for syntax in parsed.program.statements {
            switch syntax {
            case .use(let use): self.use(use)
            case .binding(let binding):
                if let checked = self.binding(binding) { usedBindings.append(checked) }
                own.bindings[binding.name.text] = scope.bindings[binding.name.text]
            case .definition(let definition):
                define(definition)
                own.definitions[definition.name.text] = scope.definitions[definition.name.text]
            case .version, .pipeline, .parameter, .setting: continue
            }
        }
        (scope, namesBelow, usedEarly, statement) = around
        exports[base] = own
        return own
    }

    // MARK: - Money

    /// Nil where nothing is paid for: in a definition that is looked at on its own.
    mutating func pay(_ verb: Name) -> Int? {
        guard !isTrial else { return nil }
        let call = calls.first
        paidResults.append(
            PaidResult(
                verb: call?.name ?? verb.text, span: call?.span ?? verb.span, statement: statement))
        return paidResults.count - 1
    }

    mutating func use(_ paid: Set<Int>) {
        for index in paid { paidResults[index].isUsed = true }
    }

    // MARK: - Reporting

    mutating func report(_ kind: CheckError.Kind, _ span: Span) {
        report(CheckError(kind: kind, span: span))
    }

    /// More than are shown are not kept: each may have taken a search. What a definition's body has
    /// wrong is said once, however often it is called.
    mutating func report(_ error: CheckError) {
        let code = error.kind.code
        if code.severity == .error, let statement { brokenStatements.insert(statement) }
        guard reported.insert(Report(code: code, span: error.span)).inserted else { return }
        var error = error
        error.call = calls.last?.span
        if code.severity == .warning {
            warningCount += 1
            if warningCount <= LanguageLimits.warnings + 1 { errors.append(error) }
        } else {
            errorCount += 1
            if errorCount <= LanguageLimits.errors + 1 { errors.append(error) }
        }
    }

    /// How many errors there were so far, shown or not.
    var errorTotal: Int { errorCount }

    /// What this statement rests on is wrong, which has been said.
    mutating func rests() {
        if let statement { brokenStatements.insert(statement) }
    }

    /// A word that is none of these, and what it may have been meant to be: never a paid verb for its spelling
    /// alone.
    func unknownVerb(_ word: String, in names: [String]) -> CheckError.Kind {
        let meant = Synonyms.verb(word, in: names)
        let near = meant == nil ? nearest(word, in: names) : nil
        let isPaid = near.flatMap { catalog[$0]?.isPaid } ?? false
        return .unknownVerb(
            word, right: meant ?? (isPaid ? nil : near), paid: isPaid ? near : nil,
            all: catalog.names)
    }

    /// The search is spared where its answer would not be shown.
    func nearest(_ name: String, in candidates: [String]) -> String? {
        errorCount <= LanguageLimits.errors ? NearestName.of(name, in: candidates) : nil
    }
}
