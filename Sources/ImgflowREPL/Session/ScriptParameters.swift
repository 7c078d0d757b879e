import ImgflowLanguage
import ImgflowVerbs

/// The strings of a program that whoever runs it again will want to choose.
struct ScriptParameters {
    private struct Parameter {
        var name: String
        var type: DeclaredType
        /// As it is written.
        var value: String
        var verb: String
        var summary: String
    }

    private var parameters: [Parameter] = []

    init() {}

    /// - Parameter texts: whose names are taken.
    init(_ stages: [String], beside texts: [String]) {
        let taken = texts.reduce(into: Set()) { $0.formUnion(LineText.names(in: $1)) }
        for stage in stages {
            guard let found = Self.place(in: stage) else { continue }
            let isKnown = parameters.contains { $0.value == found.value && $0.verb == found.verb }
            guard !isKnown else { continue }
            let isFile = found.verb == "load"
            let base = isFile ? "photo" : "text"
            let own = isFile ? base : "\(found.verb)-text"
            // One is `text`; of several each has the name of its verb.
            let isOnly = stages.allSatisfy { other in
                guard let place = Self.place(in: other) else { return true }
                return (place.verb == "load") != (found.verb == "load") || place == found
            }
            let all = taken.union(parameters.map(\.name))
            let names = [isOnly ? base : own] + (2...(stages.count + 2)).map { "\(own)-\($0)" }
            guard let name = names.first(where: { !all.contains($0) }) else { continue }
            parameters.append(
                Parameter(
                    name: name, type: isFile ? .file : .string, value: found.value,
                    verb: found.verb,
                    summary: isFile ? "the input image" : "the prompt of \(found.verb)"))
        }
    }

    var declarations: [String] {
        parameters.map { "param \($0.name): \($0.type) = \($0.value) \"\($0.summary)\"" }
    }

    func replaced(in stage: String) -> String {
        guard let found = Self.place(in: stage),
            let parameter = parameters.first(where: {
                $0.value == found.value && $0.verb == found.verb
            })
        else { return stage }
        var edit = ProgramEdit(stage, Verbs.catalog)
        edit.replace(found.span, by: "$\(parameter.name)")
        return edit.text
    }

    private struct Place: Equatable {
        var verb: String
        var value: String
        var span: Span

        static func == (one: Self, other: Self) -> Bool {
            one.verb == other.verb && one.value == other.value
        }
    }

    /// The path that a `load` begins with, the text that a paid verb asks for; nil where there is none,
    /// or it depends on the image.
    private static func place(in stage: String) -> Place? {
        let source = SourceText(name: "", text: stage)
        guard let call = ProgramEdit(stage, Verbs.catalog).calls.first, call.span.start == 0,
            let signature = Verbs.catalog[call.verb.text]
        else { return nil }
        let isLoad = call.verb.text == "load"
        guard isLoad || signature.isPaid,
            let name = isLoad ? signature.positional?.name : "text",
            let value = ProgramEdit(stage, Verbs.catalog).value(of: name, in: call),
            case .string(let literal) = value.kind,
            literal.parts.allSatisfy({ if case .text = $0 { true } else { false } })
        else { return nil }
        let written = source[value.span]
        guard !isLoad || !written.contains(where: { "*?[".contains($0) }) else { return nil }
        return Place(verb: call.verb.text, value: written, span: value.span)
    }
}
