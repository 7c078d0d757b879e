import ImgflowLanguage

extension PlanGraph {
    /// Remembers how images were made. A stage that passes its image on made nothing.
    mutating func remember(
        _ images: [PlannedImage], madeBy stage: StageContext, of verb: any Verb,
        from inputs: [PlannedImage]
    ) {
        let signature = verb.signature
        // Where a file is read, the step says all.
        guard signature.name != "load" else { return }
        let isCounted = stage["count"] != nil
        for (offset, image) in images.enumerated() where stages[image.node] == nil {
            guard !inputs.contains(where: { $0.node == image.node }) else { continue }
            // What was noted of an image is written into whatever asked for it.
            if case .noted = nodes[image.node].action { continue }
            let call = call(behind: image.node)
            var hasSeed = false
            if let call, case .call(let made) = nodes[call].action {
                hasSeed = made.request.seed != nil
            }
            var arguments = arguments(of: stage, signature, hasSeed: hasSeed)
            if case .free(let operation) = nodes[image.node].action {
                for (name, value) in operation.recipeArguments {
                    arguments.removeAll { $0.name == name }
                    if let value { arguments.append((name, value)) }
                }
            }
            stages[image.node] = MadeStage(
                verb: stage.verb, arguments: arguments,
                inputs: signature.intake == .nothing ? [] : inputs.map(\.node),
                place: images.count > 1 && !isCounted ? offset + 1 : nil, call: call,
                takesSeed: hasSeed && signature.parameter(named: "seed") != nil,
                takesModel: signature.parameter(named: "model") != nil)
        }
    }

    /// The last call that the stage of this step made.
    private func call(behind id: PlanNode.ID) -> PlanNode.ID? {
        let span = nodes[id].origin.span
        var open = [id]
        var seen: Set<PlanNode.ID> = []
        while let next = open.popLast() {
            guard seen.insert(next).inserted, nodes[next].origin.span == span else { continue }
            if case .call = nodes[next].action { return next }
            open += nodes[next].inputs.sorted()
        }
        return nil
    }

    private func arguments(
        of stage: StageContext, _ signature: Signature, hasSeed: Bool
    ) -> [(name: String?, value: MadeStage.Value)] {
        let positional = signature.positional?.name
        return stage.call.arguments.sorted { one, other in
            if one.key == positional || other.key == positional { return one.key == positional }
            return one.value.span.start < other.value.span.start
        }
        .compactMap { name, argument in
            // Copies have seeds of their own, and the model is the one that was chosen.
            if ["count", "fresh", "model"].contains(name) || (name == "seed" && hasSeed) {
                return nil
            }
            guard let value = value(argument.value, at: argument.valueSpan, of: stage) else {
                return nil
            }
            return (name == positional ? nil : name, value)
        }
    }

    private func value(
        _ value: CheckedValue, at span: Span, of stage: StageContext
    ) -> MadeStage.Value? {
        switch value {
        case .text(let template), .path(let template):
            return .text(stage.filled(template))
        case .integer(let number): return .written("\(number)")
        case .number(let number): return .written(SourceWriter.number(number))
        case .pixels(let pixels): return .written("\(pixels)px")
        case .share(let share): return .written(SourceWriter.share(share))
        case .size(let width, let height): return .written("\(width)x\(height)")
        case .printLength(let length): return .written("\(length)")
        case .printSize(let width, let height): return .written("\(width)x\(height)")
        case .ratio(let ratio): return .written("\(ratio)")
        case .word(let word): return .written(word)
        case .truth(let truth): return .written("\(truth)")
        case .color(let red, let green, let blue):
            return .written(SourceWriter.string(SourceWriter.color(red, green, blue)))
        case .standardStream: return .written("-")
        case .list(let items):
            return .list(
                items.compactMap { item in
                    self.value(item.value, at: item.span, of: stage).map { (item.label, $0) }
                })
        case .variable, .pipeline, .field: return stage.values[span].map { .image($0.node) }
        case .sweep: return nil
        }
    }
}
