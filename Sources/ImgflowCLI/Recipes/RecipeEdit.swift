import ImgflowLanguage
import ImgflowPlanner
import ImgflowVerbs

/// Changes to a recipe's text: one parameter of one stage, and the name of what is saved.
struct RecipeEdit {
    private(set) var text: String

    init(_ text: String) { self.text = text }

    /// Saves under another name.
    mutating func save(as path: String) {
        guard let call = calls.last(where: { $0.verb.text == "save" }),
            let name = call.values.first
        else { return }
        replace(name.span, by: Self.quoted(path))
    }

    /// - Parameter wish: `text=calm sea`, or `inpaint.text=calm sea` where several stages have it.
    mutating func set(_ wish: String) throws(Complaint) {
        let parts = wish.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw Complaint(
                message: "expected --set name=value, found `\(wish)`",
                hints: ["such as --set text=\"calm sea\", or --set inpaint.text=…"])
        }
        let path = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let name = String(path[path.count - 1])
        let verb = path.count > 1 ? String(path[0]) : nil
        let takers = calls.filter { call in
            (verb == nil || call.verb.text == verb) && parameter(name, of: call) != nil
        }
        // The one that has it already, else the last that could.
        guard let call = takers.last(where: { value(name, of: $0) != nil }) ?? takers.last,
            let parameter = parameter(name, of: call)
        else { throw unknown(name, verb) }
        let text = parameter.type.takesString ? Self.quoted(String(parts[1])) : String(parts[1])
        if let value = value(name, of: call) {
            replace(value.span, by: text)
        } else {
            replace(Span(call.span.end, call.span.end), by: " \(name):\(text)")
        }
    }

    private func unknown(_ name: String, _ verb: String?) -> Complaint {
        let names = Set(
            calls.filter { verb == nil || $0.verb.text == verb }.flatMap { call in
                Verbs.catalogue[call.verb.text]?.allParameters.map(\.name) ?? []
            }
        ).sorted()
        let near = NearestName.of(name, in: names)
        let place = verb.map { "`\($0)` of the recipe" } ?? "no stage of the recipe"
        return Complaint(
            message: verb == nil ? "\(place) takes `\(name)`" : "\(place) does not take `\(name)`",
            hints: [
                near.map { "did you mean `\($0)`?" } ?? "it has \(names.joined(separator: ", "))"
            ])
    }

    /// Every call of a verb, in the order of the text.
    private var calls: [Call] {
        let program = Parser.parse(SourceText(name: "recipe", text: text)).program
        var found: [Call] = []
        func look(_ pipeline: Pipeline) {
            for stage in pipeline.stages {
                switch stage {
                case .call(let call): found.append(call)
                case .fork(let blocks, _): for block in blocks { look(block.pipeline) }
                default: break
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

    private func parameter(_ name: String, of call: Call) -> Parameter? {
        Verbs.catalogue[call.verb.text]?.parameter(named: name)
    }

    private func value(_ name: String, of call: Call) -> Value? {
        if let argument = call.arguments.first(where: { $0.name.text == name }) {
            return argument.value
        }
        guard Verbs.catalogue[call.verb.text]?.positional?.name == name else { return nil }
        return call.values.first
    }

    private mutating func replace(_ span: Span, by new: String) {
        var bytes = Array(text.utf8)
        bytes.replaceSubrange(span.start..<span.end, with: Array(new.utf8))
        text = String(decoding: bytes, as: UTF8.self)
    }

    private static func quoted(_ text: String) -> String { Recipe.quoted(text) }
}

extension ValueType {
    /// It is written in quotes.
    fileprivate var takesString: Bool {
        switch self {
        case .text, .path, .color, .image: true
        case .either(let types): types.contains(where: \.takesString)
        default: false
        }
    }
}
