/// What a free pipeline, or its last stages, made for nobody.
struct LostResult {
    /// Of the last stage, where it is a call.
    var verb: String?
    var span: Span
    /// An earlier stage saves or shows the image as it was before.
    var isBehindSink: Bool

    init(_ stage: Stage, isBehindSink: Bool = false) {
        if case .call(let call) = stage {
            (verb, span) = (call.verb.text, call.verb.span)
        } else {
            span = stage.span
        }
        self.isBehindSink = isBehindSink
    }
}

/// What nothing uses: paid results, free ones, names, parameters.
extension ProgramCheck {
    /// A free verb with plain values at the end, which neither saves nor shows: a stage in parentheses
    /// may have done that.
    func isUseless(_ stage: Stage) -> Bool {
        guard case .call(let call) = stage, let signature = catalog[call.verb.text],
            !signature.isSink, !signature.isPaid
        else { return false }
        return (call.values + call.arguments.map(\.value)).allSatisfy { value in
            switch value.kind {
            case .pipeline, .list: false
            default: true
            }
        }
    }

    /// - Parameter definition: the `def` that has the parameter; nil for one of the program.
    mutating func reportIfUnused(_ parameter: Name, of definition: String? = nil) {
        guard !usedNames.contains(parameter.span) else { return }
        report(.unusedParameter(parameter.text, definition: definition), parameter.span)
    }

    /// Paid results that nothing came of, and names that nothing asked for.
    mutating func reportUnused() {
        let broken = statementsWithErrors()
        // A file without a pipeline is there for others to use.
        let isLibrary = !linked.root.program.statements.contains {
            if case .pipeline = $0 { true } else { false }
        }
        let lost = Dictionary(grouping: paidResults.filter { !$0.isUsed }, by: \.statement)
        for (index, syntax) in linked.root.program.statements.enumerated() {
            statement = index
            let lost = lost[index] ?? []
            if case .parameter(let declaration) = syntax, broken.isEmpty, !hasUnreadNames,
                !isLibrary,
                scope.bindings[declaration.name.text]?.span == declaration.name.span
            {
                reportIfUnused(declaration.name)
            }
            if case .binding(let binding) = syntax {
                // What was misread may have used it.
                guard broken.isEmpty, !hasUnreadNames,
                    let bound = scope.bindings[binding.name.text],
                    bound.span == binding.name.span
                else { continue }
                if !usedNames.contains(bound.span) {
                    if let paid = lost.last {
                        report(.paidAndUnused(binding.name.text, stage: paid.span), bound.span)
                    } else if case .unknown = bound.content {
                    } else if !isLibrary {
                        report(.unusedBinding(binding.name.text), bound.span)
                    }
                    continue
                }
            }
            guard !broken.contains(index) else { continue }
            // What is misread elsewhere may have been meant to use it.
            if let lost = self.lost[index], errorTotal == 0, broken.isEmpty {
                report(
                    CheckError(
                        kind: .lost(verb: lost.verb, isBehindSink: lost.isBehindSink),
                        span: lost.span, edits: lost.isBehindSink ? [] : saving(syntax)))
            }
            guard let last = lost.last else { continue }
            let others = Set(lost.dropLast().map(\.span)).subtracting([last.span])
            report(
                CheckError(
                    kind: .paidAndLost(
                        verb: last.verb, others: others.sorted { $0.start < $1.start }),
                    span: last.span, edits: saving(syntax)))
        }
    }

    /// A `save` at the end of a pipeline.
    private func saving(_ syntax: Statement) -> [SourceEdit] {
        guard case .pipeline(let pipeline) = syntax, case .call? = pipeline.stages.last else {
            return []
        }
        return [SourceEdit(Span(pipeline.span.end, pipeline.span.end), " | save")]
    }

    /// The statements that the parser found something wrong in; what stands between two belongs to
    /// the first.
    func statementsWithErrors() -> Set<Int> {
        let statements = linked.root.program.statements
        return Set(
            linked.root.diagnostics.filter { $0.severity == .error }.map { diagnostic in
                let place = diagnostic.primary.span.start
                let next = statements.firstIndex { $0.span.start > place } ?? statements.count
                return next - 1
            })
    }
}
