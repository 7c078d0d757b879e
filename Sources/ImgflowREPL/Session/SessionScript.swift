import ImgflowLanguage

/// A session as a program: the lines that led to the kept pictures and no others, one pipeline where
/// one will do, with parameters for the files that it begins with and the words that it asks for.
struct SessionScript {
    private let session: Session
    private var parameters = ScriptParameters()
    /// How often each result is named.
    private var uses: [Int: Int] = [:]
    /// Results that one line goes on from, and nothing else: they need no name.
    private var joined: Set<Int> = []
    private var lines: [String] = []

    private init(_ session: Session) { self.session = session }

    /// - Parameters:
    ///   - numbers: the results to keep.
    ///   - names: of the files for those that no line of the session saved.
    static func text(for numbers: [Int], naming names: [Int: String], in session: Session) -> String
    {
        var script = SessionScript(session)
        let kept = numbers.compactMap { session.entry($0) }
        let ends = kept.map { "$\(LineText.name(of: $0.number)) \($0.whole)" }
            .joined(separator: " | ")
        let needed = session.needed(for: ends)
        for number in needed.flatMap({ LineText.results(in: $0.whole) }) + numbers {
            script.uses[number, default: 0] += 1
        }
        let origins = needed.compactMap { session.origin(of: $0.stages)?.number }
        script.joined = Set((origins + numbers).filter { script.uses[$0, default: 0] == 1 })
        script.parameters = ScriptParameters(
            needed.flatMap(\.stages).map(\.text), beside: needed.map(\.whole))
        for entry in needed {
            if case .statement = entry.kind {
                script.lines.append(entry.text)
            } else if !script.joined.contains(entry.number) {
                let stages = script.stages(of: entry).filter { !$0.isSave }.map(\.text)
                script.lines.append(
                    "let \(LineText.name(of: entry.number)) = \(stages.joined(separator: " | "))")
            }
        }
        for entry in kept {
            var stages = script.stages(of: entry)
            if !script.joined.contains(entry.number) {
                let saves = entry.stages.filter(\.isSave)
                stages = [EntryStage(text: "$\(LineText.name(of: entry.number))")] + saves
            }
            var texts = stages.map { $0.whole ?? $0.text }
            if !entry.isSaved {
                texts.append("save \"\(names[entry.number] ?? "out/{index}.png")\"")
            }
            script.lines.append(texts.joined(separator: " | "))
        }
        return script.finished
    }

    /// The stages of a result, with those of the results that only it goes on from.
    private func stages(of entry: Entry) -> [EntryStage] {
        var stages = entry.stages
        while let parent = session.origin(of: stages), joined.contains(parent.number) {
            stages = parent.making + stages.dropFirst()
        }
        return stages.map { stage in
            var stage = stage
            stage.text = parameters.replaced(in: stage.text)
            return stage
        }
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
