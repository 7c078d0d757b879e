import ImgflowLanguage
import ImgflowVerbs

/// A session as a program: the lines that led to the kept pictures and no others, one pipeline where
/// one will do, with parameters for the files that it begins with and the words that it asks for.
struct SessionScript {
    private let session: Session
    private var parameters = ScriptParameters()
    /// How often each result is named.
    private var uses: [Int: Int] = [:]
    private var lines: [String] = []

    private init(_ session: Session) { self.session = session }

    /// - Parameters:
    ///   - numbers: the results to keep.
    ///   - names: of the files for those that no line of the session saved.
    static func text(for numbers: [Int], naming names: [Int: String], in session: Session) -> String
    {
        var script = SessionScript(session)
        let kept = numbers.compactMap { session.entry($0) }
        let ends = kept.map { "$\(LineText.name(of: $0.number))" }.joined(separator: " ")
        let needed = session.needed(for: ends)
        for number in needed.flatMap({ LineText.results(in: $0.text) }) + numbers {
            script.uses[number, default: 0] += 1
        }
        let pipelines = needed.filter { !$0.pictures.isEmpty }
        script.parameters = ScriptParameters(pipelines.flatMap(\.stages).map(\.text))
        for entry in needed {
            if case .statement = entry.kind {
                script.lines.append(entry.text)
            } else if script.uses[entry.number, default: 0] > 1 {
                let stages = script.stages(of: entry).joined(separator: " | ")
                script.lines.append("let \(LineText.name(of: entry.number)) = \(stages)")
            }
        }
        for entry in kept {
            let saves =
                entry.saves.isEmpty
                ? ["save \"\(names[entry.number] ?? "out/{index}.png")\""] : entry.saves
            let isNamed = script.uses[entry.number, default: 0] > 1
            let made =
                isNamed ? ["$\(LineText.name(of: entry.number))"] : script.stages(of: entry)
            script.lines.append((made + saves).joined(separator: " | "))
        }
        return script.finished
    }

    /// The stages of a result, with those of the results that only it goes on from.
    private func stages(of entry: Entry) -> [String] {
        var stages = entry.stages
        while let parent = session.origin(of: stages), uses[parent.number, default: 0] == 1 {
            stages = parent.stages + stages.dropFirst()
        }
        return stages.map { parameters.replaced(in: $0.text) }
    }

    private var finished: String {
        let used = Self.withoutIdleSettings(lines)
        let all = used.joined(separator: "\n")
        // Names that a person might give, and that nothing here has.
        let prefix = ["image", "picture", "made"].first { !all.contains($0) } ?? "result"
        let head = ["#!/usr/bin/env imgflow", "imgflow 1"]
        let text = LineText.renamed(
            (head + parameters.declarations + used).joined(separator: "\n") + "\n"
        ) { "\(prefix)\($0)" }
        return Formatter.format(Parser.parse(SourceText(name: "", text: text))) ?? text
    }

    /// Without what is set for a verb that does not come behind it.
    private static func withoutIdleSettings(_ lines: [String]) -> [String] {
        lines.enumerated().filter { place, line in
            let words = line.split(separator: " ").prefix(2).map(String.init)
            guard words.count == 2, words[0] == "set", !words[1].contains(":") else { return true }
            return lines[(place + 1)...].contains { LineText.names(in: $0).contains(words[1]) }
        }.map(\.element)
    }
}

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

    init(_ stages: [String]) {
        let taken = stages.reduce(into: Set()) { $0.formUnion(LineText.names(in: $1)) }
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
                    summary: isFile ? "the picture to begin with" : "the words of \(found.verb)"))
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
        var edit = ProgramEdit(stage)
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
    /// or it depends on the picture.
    private static func place(in stage: String) -> Place? {
        let source = SourceText(name: "", text: stage)
        guard let call = ProgramEdit(stage).calls.first, call.span.start == 0,
            let signature = Verbs.catalogue[call.verb.text]
        else { return nil }
        let isLoad = call.verb.text == "load"
        guard isLoad || signature.isPaid,
            let name = isLoad ? signature.positional?.name : "text",
            let value = ProgramEdit(stage).value(of: name, in: call),
            case .string(let literal) = value.kind,
            literal.parts.allSatisfy({ if case .text = $0 { true } else { false } })
        else { return nil }
        let written = source[value.span]
        guard !isLoad || !written.contains(where: { "*?[".contains($0) }) else { return nil }
        return Place(verb: call.verb.text, value: written, span: value.span)
    }
}
