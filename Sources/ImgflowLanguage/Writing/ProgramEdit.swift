/// Changes the text of a program: one parameter of one stage at a time.
package struct ProgramEdit {
    package private(set) var text: String
    private let catalog: Catalog

    /// - Parameter catalog: the verbs that the text may call.
    package init(_ text: String, _ catalog: Catalog) {
        self.text = text
        self.catalog = catalog
    }

    /// The stage that takes a parameter: the last that has it already, else the last that could.
    ///
    /// - Parameter verb: nil where any verb will do.
    package func taker(
        of name: String, verb: String?
    ) -> (call: Call, parameter: Parameter)? {
        let takers = calls.filter { call in
            (verb == nil || call.verb.text == verb)
                && catalog[call.verb.text]?.parameter(named: name) != nil
        }
        let call = takers.last { value(of: name, in: $0) != nil } ?? takers.last
        guard let call, let parameter = catalog[call.verb.text]?.parameter(named: name)
        else { return nil }
        return (call, parameter)
    }

    /// A value for the parameter is written somewhere.
    package func has(_ name: String) -> Bool { calls.contains { value(of: name, in: $0) != nil } }

    /// - Parameters:
    ///   - call: as `taker` found it in this very text.
    ///   - value: as a program writes it.
    package mutating func set(_ name: String, of call: Call, to value: String) {
        if let old = self.value(of: name, in: call) {
            replace(old.span, by: value)
        } else {
            replace(Span(call.span.end, call.span.end), by: " \(name):\(value)")
        }
    }

    package mutating func replace(_ span: Span, by new: String) {
        var bytes = Array(text.utf8)
        bytes.replaceSubrange(span.start..<span.end, with: Array(new.utf8))
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// Every call of a verb, in the order of the text.
    package var calls: [Call] {
        let program = Parser.parse(SourceText(name: "", text: text)).program
        var found: [Call] = []
        func look(_ pipeline: Pipeline) {
            for stage in pipeline.stages {
                switch stage {
                case .call(let call): found.append(call)
                case .fork(let blocks, _): for block in blocks { look(block.pipeline) }
                case .tee(let block, _): look(block.pipeline)
                case .when(_, let block, let other, _):
                    look(block.pipeline)
                    if let other { look(other.pipeline) }
                case .attempt(let block, let other, _):
                    look(block.pipeline)
                    look(other.pipeline)
                case .repeated(let repetition):
                    look(repetition.block.pipeline)
                    if let other = repetition.other { look(other.pipeline) }
                case .recall, .name, .filter, .selection, .invalid: break
                }
            }
        }
        for statement in program.statements {
            switch statement {
            case .pipeline(let pipeline): look(pipeline)
            case .binding(let binding):
                if case .pipeline(let pipeline) = binding.content { look(pipeline) }
            default: break
            }
        }
        return found
    }

    package func value(of name: String, in call: Call) -> Value? {
        if let argument = call.arguments.first(where: { $0.name.text == name }) {
            return argument.value
        }
        guard catalog[call.verb.text]?.positional?.name == name else { return nil }
        return call.values.first
    }
}
