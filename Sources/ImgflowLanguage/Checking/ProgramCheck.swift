/// One walk over a program, statement by statement, with what is known so far.
struct ProgramCheck {
    let source: SourceText
    let catalogue: Catalogue
    let parsed: ParsedProgram
    private(set) var errors: [CheckError] = []
    var bindings: [String: BoundName] = [:]
    var paidResults: [PaidResult] = []
    /// Where each `let` of the whole program stands, to tell "not yet" from "never".
    let bindingSpans: [String: Span]
    /// Bytes of text that variables put into strings.
    var substitutedBytes = 0
    /// Names used above the `let` that binds them, which has been said.
    private var usedEarly: Set<String> = []
    private(set) var statement = 0
    private var errorCount = 0
    private var warningCount = 0

    init(_ parsed: ParsedProgram, _ catalogue: Catalogue) {
        source = parsed.source
        self.catalogue = catalogue
        self.parsed = parsed
        bindingSpans = Dictionary(
            parsed.program.statements.compactMap {
                if case .binding(let binding) = $0 {
                    (binding.name.text, binding.name.span)
                } else {
                    nil
                }
            }, uniquingKeysWith: { first, _ in first })
    }

    mutating func statements() -> [CheckedStatement] {
        var checked: [CheckedStatement] = []
        for (index, syntax) in parsed.program.statements.enumerated() {
            statement = index
            switch syntax {
            case .version: continue
            case .binding(let binding):
                if let statement = self.binding(binding) { checked.append(statement) }
            case .pipeline(let syntax):
                checked.append(.pipeline(pipeline(syntax, entering: .start, names: Names()).0))
            }
        }
        reportUnused()
        return checked
    }

    // MARK: - Bindings

    private mutating func binding(_ binding: Binding) -> CheckedStatement? {
        let name = binding.name
        if name.text == Keywords.here { report(.reservedHere, name.span) }
        var result: CheckedStatement?
        let content: BoundName.Content
        switch binding.content {
        case .pipeline(let pipeline): (content, result) = images(name, pipeline)
        case .value(let value):
            switch value.kind {
            case .pipeline(let pipeline): (content, result) = images(name, pipeline)
            case .word(let word) where catalogue[word] != nil:
                let verb = Name(text: word, span: value.span)
                let call = Call(verb: verb, values: [], arguments: [], span: value.span)
                (content, result) = images(name, Pipeline(stages: [.call(call)], span: value.span))
            case .variable(let variable): (content, result) = alias(name, variable, value)
            case .standardStream:
                report(CheckError(kind: .unboundValue, span: value.span, found: "`-`"))
                content = .unknown
            default:
                var surroundings = Surroundings(flow: .start, names: Names(), isBinding: true)
                let operand = operand(value, in: &surroundings)
                content = operand.isInvalid ? .unknown : .value(operand)
            }
        }
        if let first = bindings[name.text] {
            report(.boundTwice(name.text, first: first.span), name.span)
        } else {
            bindings[name.text] = BoundName(
                content: content, span: name.span, isUsed: usedEarly.contains(name.text))
        }
        return result
    }

    private mutating func images(
        _ name: Name, _ syntax: Pipeline
    ) -> (BoundName.Content, CheckedStatement?) {
        let (pipeline, flow) = pipeline(syntax, entering: .start, names: Names())
        return (.images(paid: flow.paid), .binding(name: name.text, nameSpan: name.span, pipeline))
    }

    /// `let a = $b`: the value of a value, the images of images.
    private mutating func alias(
        _ name: Name, _ variable: String?, _ value: Value
    ) -> (BoundName.Content, CheckedStatement?) {
        let reference = VariableReference(name: variable, span: value.span)
        guard let variable else {
            report(.noCurrentImage("$"), value.span)
            return (.unknown, nil)
        }
        switch lookUp(variable, at: value.span, in: Names()) {
        case .value(let operand): return (.value(operand), nil)
        case .images: return images(name, Pipeline(stages: [.recall(reference)], span: value.span))
        case .unknown: return (.unknown, nil)
        }
    }

    // MARK: - Names

    /// What a name stands for here; says so when it stands for nothing.
    mutating func lookUp(_ name: String, at span: Span, in names: Names) -> BoundName.Content {
        if let named = names.byName[name] { return .images(paid: named.paid) }
        if let bound = bindings[name] {
            bindings[name]?.isUsed = true
            return bound.content
        }
        if name == Keywords.here {
            report(.unreadVariable(name), span)
        } else if let later = bindingSpans[name] {
            usedEarly.insert(name)
            report(.usedBeforeBound(name, binding: later), span)
        } else if !parsed.program.unreadNames.contains(name) {
            let known = Array(names.byName.keys) + bindings.keys
            let nearest = nearest(name, in: known)
            // It was meant, so it is not unused.
            if let nearest { bindings[nearest]?.isUsed = true }
            report(.unknownVariable(name, nearest: nearest), span)
        }
        return .unknown
    }

    // MARK: - Money

    mutating func pay(_ verb: Name) -> Int {
        paidResults.append(PaidResult(verb: verb.text, span: verb.span, statement: statement))
        return paidResults.count - 1
    }

    mutating func use(_ paid: Set<Int>) {
        for index in paid { paidResults[index].isUsed = true }
    }

    /// Paid results that nothing came of, and names that nothing asked for.
    private mutating func reportUnused() {
        let broken = statementsWithErrors()
        let lost = Dictionary(grouping: paidResults.filter { !$0.isUsed }, by: \.statement)
        for (index, syntax) in parsed.program.statements.enumerated() {
            let lost = lost[index] ?? []
            if case .binding(let binding) = syntax {
                // What was misread may have used it.
                guard broken.isEmpty, let bound = bindings[binding.name.text],
                    bound.span == binding.name.span
                else { continue }
                if !bound.isUsed {
                    if let paid = lost.last {
                        report(.paidAndUnused(binding.name.text, stage: paid.span), bound.span)
                    } else if case .unknown = bound.content {
                    } else {
                        report(.unusedBinding(binding.name.text), bound.span)
                    }
                    continue
                }
            }
            guard let last = lost.last, !broken.contains(index) else { continue }
            report(.paidAndLost(verb: last.verb, others: lost.dropLast().map(\.span)), last.span)
        }
    }

    /// The statements that the parser found something wrong in; what stands between two belongs to
    /// the first.
    func statementsWithErrors() -> Set<Int> {
        let statements = parsed.program.statements
        return Set(
            parsed.diagnostics.filter { $0.severity == .error }.map { diagnostic in
                let place = diagnostic.primary.span.start
                let next = statements.firstIndex { $0.span.start > place } ?? statements.count
                return next - 1
            })
    }

    // MARK: - Reporting

    mutating func report(_ kind: CheckError.Kind, _ span: Span) {
        report(CheckError(kind: kind, span: span))
    }

    /// More than are shown are not kept: each may have taken a search.
    mutating func report(_ error: CheckError) {
        if error.kind.code.isWarning {
            warningCount += 1
            if warningCount <= LanguageLimits.warnings + 1 { errors.append(error) }
        } else {
            errorCount += 1
            if errorCount <= LanguageLimits.errors + 1 { errors.append(error) }
        }
    }

    /// The search is spared where its answer would not be shown.
    func nearest(_ name: String, in candidates: [String]) -> String? {
        errorCount <= LanguageLimits.errors ? NearestName.of(name, in: candidates) : nil
    }
}
