/// Pipelines, stages and values.
extension Formatter {
    mutating func pipeline(_ pipeline: Pipeline) -> Layout {
        var parts: [Layout] = []
        for (index, stage) in pipeline.stages.enumerated() {
            guard index > 0 else {
                parts.append(self.stage(stage, isFirst: true))
                continue
            }
            let gap = separator(before: stage.span.start, .line)
            let content = self.stage(stage, isFirst: false)
            parts.append(.nested(.row(gap, .text("| "), .nested(content))))
        }
        return .row(parts)
    }

    /// Behind a pipe the stage stands further in already.
    private mutating func stage(_ stage: Stage, isFirst: Bool) -> Layout {
        switch stage {
        case .call(let call):
            let arguments = arguments(call.values, call.arguments)
            return .group(
                .row(.text(call.verb.text), isFirst ? .nested(arguments) : arguments))
        case .recall(let reference): return .text(source[reference.span])
        case .name(let name, _): return .text("as \(name.text)")
        case .tee(let block, _): return .group(.row(.text("tee "), self.block(block)))
        case .fork(let blocks, _):
            var parts: [Layout] = [.text("fork")]
            for block in blocks {
                let gap = separator(before: block.span.start, .line)
                let content = Layout.row(gap, .group(self.block(block)))
                parts.append(isFirst ? .nested(content) : content)
            }
            return .group(.row(parts))
        case .when(let condition, let block, let other, _):
            var parts: [Layout] = [
                .text("when \(text(of: condition)) "), self.block(block),
            ]
            if let other { parts += [.text(" else "), self.block(other)] }
            return .group(.row(parts))
        case .filter(let condition, _): return .text("where \(text(of: condition))")
        case .attempt(let block, let other, _):
            return .group(
                .row(.text("try "), self.block(block), .text(" else "), self.block(other)))
        case .repeated(let repetition):
            var parts: [Layout] = [
                .text("repeat "), value(repetition.rounds),
                .text(" until \(text(of: repetition.condition)) "), self.block(repetition.block),
            ]
            if let other = repetition.other { parts += [.text(" else "), self.block(other)] }
            return .group(.row(parts))
        case .selection(let selection):
            return .row(.text(selection.kind.rawValue + " "), value(selection.value))
        case .invalid(let span): return .text(source[span])
        }
    }

    private mutating func block(_ block: Block) -> Layout {
        let first = separator(before: block.pipeline.span.start, .line)
        let content = pipeline(block.pipeline)
        let last = separator(before: block.span.end, .line)
        return .row(.text("{"), .nested(.row(first, .group(content))), last, .text("}"))
    }

    /// A value without a name cannot begin a line: it stays on the one before.
    mutating func arguments(_ values: [Value], _ arguments: [Argument]) -> Layout {
        let parts: [(span: Span, name: String?, value: Value)] =
            values.map { ($0.span, nil, $0) } + arguments.map { ($0.span, $0.name.text, $0.value) }
        var row: [Layout] = []
        for part in parts.sorted(by: { $0.span.start < $1.span.start }) {
            let gap = separator(before: part.span.start, part.name == nil ? .text(" ") : .line)
            row += [gap, .text(part.name.map { "\($0):" } ?? ""), value(part.value)]
        }
        return .row(row)
    }

    // MARK: - Values

    mutating func value(_ value: Value) -> Layout {
        switch value.kind {
        case .list(let items): return list(items, value.span)
        case .pipeline(let pipeline):
            let first = separator(before: pipeline.span.start, .softLine)
            let content = self.pipeline(pipeline)
            let last = separator(before: value.span.end, .softLine)
            return .group(.row(.text("("), .nested(.row(first, content)), last, .text(")")))
        default: return .text(source[value.span])
        }
    }

    private mutating func list(_ items: [Item], _ span: Span) -> Layout {
        guard !items.isEmpty else {
            let gap = separator(before: span.end, .nothing)
            return .row(.text("["), .nested(gap), .text("]"))
        }
        var row: [Layout] = []
        for (index, item) in items.enumerated() {
            let gap = separator(before: item.span.start, index == 0 ? .softLine : .line)
            let label = item.label.map { "\($0.text):" } ?? ""
            let isLast = index + 1 == items.count
            row += [
                gap, .text(label), value(item.value), isLast ? .ifBroken(",") : .text(","),
            ]
        }
        let last = separator(before: span.end, .softLine)
        return .group(.row(.text("["), .nested(.row(row)), last, .text("]")))
    }

    private func text(of condition: Condition) -> String {
        switch condition.kind {
        case .comparison(let comparison, let left, let right):
            "\(source[left.span]) \(comparison.rawValue) \(source[right.span])"
        case .value(let value): source[value.span]
        case .both(let left, let right): "\(text(of: left)) and \(text(of: right))"
        case .either(let left, let right): "\(text(of: left)) or \(text(of: right))"
        case .not(let inner): "not \(text(of: inner))"
        case .group(let inner): "(\(text(of: inner)))"
        }
    }
}
