import ImgflowLanguage

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
