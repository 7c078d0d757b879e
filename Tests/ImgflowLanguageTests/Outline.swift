import ImgflowLanguage

/// A program in a line: how it was understood. Strings are told by their parts.
func outline(_ program: Program) -> String {
    program.statements.map(outline).joined(separator: " ; ")
}

private func outline(_ statement: Statement) -> String {
    switch statement {
    case .version(let number, _): "version \(number)"
    case .pipeline(let pipeline): outline(pipeline)
    case .binding(let binding):
        switch binding.content {
        case .value(let value): "\(binding.name.text) = \(outline(value))"
        case .pipeline(let pipeline): "\(binding.name.text) := \(outline(pipeline))"
        }
    case .parameter(let declaration): "param " + outline(declaration)
    case .use(let use): "use \(use.path)"
    case .definition(let definition):
        "def \(definition.name.text)(\(definition.parameters.map(outline).joined(separator: ", "))) = "
            + outline(definition.body)
    case .setting(let setting):
        (["set"] + (setting.verb.map { [$0.text] } ?? [])
            + setting.arguments.map { "\($0.name.text):\(outline($0.value))" }).joined(
                separator: " ")
    }
}

private func outline(_ declaration: ParameterDeclaration) -> String {
    "\(declaration.name.text):\(declaration.type.text)"
        + (declaration.defaultValue.map { " = " + outline($0) } ?? "")
        + (declaration.summary.map { " '\($0.text)'" } ?? "")
}

private func outline(_ block: Block) -> String { "{" + outline(block.pipeline) + "}" }

private func outline(_ condition: Condition) -> String {
    switch condition.kind {
    case .comparison(let comparison, let left, let right):
        "\(outline(left))\(comparison.rawValue)\(outline(right))"
    case .value(let value): outline(value)
    case .both(let left, let right): "<\(outline(left)) and \(outline(right))>"
    case .either(let left, let right): "<\(outline(left)) or \(outline(right))>"
    case .not(let inner): "not \(outline(inner))"
    case .group(let inner): "(\(outline(inner)))"
    }
}

private func outline(_ pipeline: Pipeline) -> String {
    pipeline.stages.map { stage in
        switch stage {
        case .call(let call):
            ([call.verb.text] + call.values.map(outline)
                + call.arguments.map { "\($0.name.text):\(outline($0.value))" }).joined(
                    separator: " ")
        case .recall(let reference): "$" + (reference.name ?? "")
        case .name(let name, _): "as \(name.text)"
        case .tee(let block, _): "tee \(outline(block))"
        case .fork(let blocks, _): "fork " + blocks.map(outline).joined(separator: " ")
        case .when(let condition, let block, let other, _):
            "when \(outline(condition)) \(outline(block))"
                + (other.map { " else \(outline($0))" } ?? "")
        case .filter(let condition, _): "where \(outline(condition))"
        case .attempt(let block, let other, _): "try \(outline(block)) else \(outline(other))"
        case .repeated(let repetition):
            "repeat \(outline(repetition.rounds)) until \(outline(repetition.condition)) \(outline(repetition.block))"
                + (repetition.other.map { " else \(outline($0))" } ?? "")
        case .selection(let selection):
            "\(selection.kind.rawValue) \(outline(selection.value))"
        case .invalid: "!"
        }
    }.joined(separator: " | ")
}

private func outline(_ value: Value) -> String {
    switch value.kind {
    case .string(let literal): "\(literal.parts.count)s"
    case .integer(let number): "\(number)"
    case .word(let word): word
    case .truth(let truth): "\(truth)"
    case .variable(let name): "$" + (name ?? "")
    case .list(let items):
        "["
            + items.map { ($0.label.map { $0.text + "=" } ?? "") + outline($0.value) }.joined(
                separator: ",") + "]"
    case .pipeline(let pipeline): "(" + outline(pipeline) + ")"
    case .standardStream: "-"
    case .invalid: "!"
    default: "?"
    }
}
