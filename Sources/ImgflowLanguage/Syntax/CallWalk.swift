extension Program {
    /// Every call of a verb, in the order of the text: also in blocks, in parentheses, in definitions, and as `set`
    /// writes one.
    package var calls: [Call] {
        var walk = CallWalk()
        for statement in statements {
            switch statement {
            case .pipeline(let pipeline): walk.pipeline(pipeline)
            case .binding(let binding):
                switch binding.content {
                case .pipeline(let pipeline): walk.pipeline(pipeline)
                case .value(let value): walk.value(value)
                }
            case .definition(let definition): walk.pipeline(definition.body)
            case .setting(let setting):
                guard let verb = setting.verb else { break }
                walk.call(
                    Call(
                        verb: verb, values: setting.values, arguments: setting.arguments,
                        span: setting.span))
            case .version, .parameter, .use: break
            }
        }
        return walk.calls
    }
}

private struct CallWalk {
    var calls: [Call] = []

    mutating func call(_ call: Call) {
        calls.append(call)
        for value in call.values { self.value(value) }
        for argument in call.arguments { value(argument.value) }
    }

    mutating func pipeline(_ pipeline: Pipeline) {
        for stage in pipeline.stages {
            switch stage {
            case .call(let call): self.call(call)
            case .tee(let block, _): self.pipeline(block.pipeline)
            case .fork(let blocks, _): for block in blocks { self.pipeline(block.pipeline) }
            case .when(_, let block, let other, _):
                self.pipeline(block.pipeline)
                if let other { self.pipeline(other.pipeline) }
            case .attempt(let block, let other, _):
                self.pipeline(block.pipeline)
                self.pipeline(other.pipeline)
            case .repeated(let repetition):
                self.pipeline(repetition.block.pipeline)
                if let other = repetition.other { self.pipeline(other.pipeline) }
            case .recall, .name, .filter, .selection, .invalid: break
            }
        }
    }

    mutating func value(_ value: Value) {
        switch value.kind {
        case .pipeline(let pipeline): self.pipeline(pipeline)
        case .list(let items): for item in items { self.value(item.value) }
        default: break
        }
    }
}
