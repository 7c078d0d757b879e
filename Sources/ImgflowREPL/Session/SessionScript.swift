import ImgflowLanguage
import ImgflowVerbs

/// A session as a program: the lines that led to the kept images and no others, in the order in which they were
/// entered, one pipeline where one will do, with parameters for the files that it begins with and the texts that it
/// asks for.
struct SessionScript {
    private struct Line {
        /// The number of the entry before which, or with which, it was entered; among those its order.
        var place: (number: Int, order: Int)
        var text: String
    }

    private let session: Session
    private let saved: SavedFiles
    /// Where the program will run.
    private let folder: String
    private var parameters = ScriptParameters()
    /// How often each result is named.
    private var uses: [Int: Int] = [:]
    /// Results that one line goes on from, and nothing else: they need no name.
    private var joined: Set<Int> = []
    private var settings: [Int] = []
    private var kept: Set<Int> = []
    private var lines: [Line] = []

    private init(_ session: Session, _ folder: String) {
        self.session = session.withoutOwnFiles
        self.folder = folder
        saved = SavedFiles(session)
    }

    /// - Parameters:
    ///   - numbers: the results to keep.
    ///   - names: of the files for those that no line of the session saved.
    ///   - folder: the one where the program will run.
    static func text(
        for numbers: [Int], naming names: [Int: String], in session: Session, folder: String = ""
    ) -> String {
        var script = SessionScript(session, folder)
        script.kept = Set(numbers)
        let kept = numbers.compactMap { script.session.entry($0) }
        let ends = kept.map { "$\(LineText.name(of: $0.number)) \($0.whole)" }
            .joined(separator: " | ")
        let needed = script.session.needed(for: ends)
        script.settings = needed.filter { $0.text.hasPrefix("set ") }.map(\.number)
        for number in needed.flatMap({ LineText.results(in: $0.whole) }) + numbers {
            script.uses[number, default: 0] += 1
        }
        for entry in needed {
            guard let origin = script.session.origin(of: entry.stages)?.number,
                script.uses[origin] == 1, !script.isSet(between: origin, and: entry.number)
            else { continue }
            script.joined.insert(origin)
        }
        script.parameters = ScriptParameters(
            needed.flatMap(\.stages).map(\.text), beside: needed.map(\.whole))
        for entry in needed {
            if case .statement = entry.kind {
                script.add(entry.text, at: (entry.number, 0))
            } else if !script.joined.contains(entry.number) {
                script.add(entry, naming: names[entry.number])
            }
        }
        return script.finished
    }

    private mutating func add(_ text: String, at place: (Int, Int)) {
        lines.append(Line(place: place, text: text))
    }

    private func isSet(between first: Int, and last: Int) -> Bool {
        settings.contains { first < $0 && $0 < last }
    }

    /// A result with what saves it: in one line where nothing else names it, and nothing was set in between.
    private mutating func add(_ entry: Entry, naming name: String?) {
        let number = entry.number
        var stages = stages(of: entry)
        // What comes after the last stage that makes something may stand in lines of its own.
        let end = stages.lastIndex { !$0.isSave }.map { $0 + 1 } ?? 0
        let isKept = kept.contains(number)
        let saves = isKept ? stages[end...].filter { saved.isLive($0) } : []
        stages = stages[..<end].filter { !$0.isSave || (isKept && saved.isLive($0)) }
        let making = stages.map { stage in
            isKept && saved.isLive(stage) ? stage.whole ?? stage.text : stage.text
        }
        let isOneLine =
            isKept && uses[number, default: 0] == 1
            && saves.allSatisfy { !isSplit($0) && !isSet(between: number, and: $0.at) }
        if isOneLine {
            var texts = making + saves.map { text(of: $0) }
            if !entry.isSaved { texts.append(Self.save(name)) }
            return add(texts.joined(separator: " | "), at: (number, 0))
        }
        let result = "$\(LineText.name(of: number))"
        add(
            "let \(LineText.name(of: number)) = \(making.joined(separator: " | "))",
            at: (number, 0))
        guard isKept else { return }
        var order = 0
        // One line for what was saved at once.
        for at in Set(saves.map { max($0.at, number + 1) }).sorted() {
            let own = saves.filter { max($0.at, number + 1) == at }
            let whole = own.filter { !isSplit($0) }.map { text(of: $0) }
            if !whole.isEmpty {
                order += 1
                add(([result] + whole).joined(separator: " | "), at: (at - 1, order))
            }
            for save in own where isSplit(save) {
                for file in save.files where saved.isLast(file) {
                    order += 1
                    add(
                        "\(result) | pick \(file.place) | \(save.explicit(file, in: folder))",
                        at: (at - 1, order))
                }
            }
        }
        if !entry.isSaved { add("\(result) | \(Self.save(name))", at: (number, 1)) }
    }

    private static func save(_ name: String?) -> String {
        "save \(SourceWriter.string(written: name ?? "out/{index}.png"))"
    }

    /// Of several images that it saved not all are what stands there, or each needs its own name.
    private func isSplit(_ stage: EntryStage) -> Bool {
        guard LineText.verb(of: stage.text) == "save", stage.files.count > 1 else { return false }
        return !saved.isWhole(stage) || stage.isElsewhere(than: folder)
    }

    private func text(of save: EntryStage) -> String {
        if let file = save.files.first, save.files.count == 1, save.isElsewhere(than: folder) {
            return save.explicit(file, in: folder)
        }
        return save.whole ?? save.text
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
        let ordered = lines.enumerated().sorted {
            ($0.element.place.number, $0.element.place.order, $0.offset)
                < ($1.element.place.number, $1.element.place.order, $1.offset)
        }.map(\.element.text)
        let used = Self.withoutIdleSettings(ordered)
        let all = used.joined(separator: "\n")
        // Names that a person might give, and that nothing here has.
        let prefix = ["image", "picture", "made"].first { !all.contains($0) } ?? "result"
        let head = ["#!/usr/bin/env imgflow", "imgflow 1"]
        let text = LineText.renamed(
            (head + parameters.declarations + used).joined(separator: "\n") + "\n"
        ) { "\(prefix)\($0)" }
        return Formatter.format(Parser.parse(SourceText(name: "", text: text))) ?? text
    }

    /// Without what is set for a verb that does not come after it. Options of the run stand before the first
    /// pipeline, each as it was set last; files are named where they were, so that no folder is set.
    private static func withoutIdleSettings(_ lines: [String]) -> [String] {
        var options: [(name: String, line: String)] = []
        var rest: [String] = []
        let hidesVerbs = lines.contains { $0.hasPrefix("use ") }
        for (place, line) in lines.enumerated() {
            let words = line.split(separator: " ").prefix(2).map(String.init)
            guard words.count == 2, words[0] == "set" else {
                rest.append(line)
                continue
            }
            if let colon = words[1].firstIndex(of: ":") {
                let name = String(words[1][..<colon])
                options.removeAll { $0.name == name }
                if name != "out" { options.append((name, line)) }
                continue
            }
            // What a definition holds is set for, too, wherever it stands.
            let isUsed = lines.enumerated().contains { other, text in
                (other > place || text.hasPrefix("def ") || text.hasPrefix("let "))
                    && LineText.names(in: text).contains(words[1])
            }
            if isUsed || hidesVerbs { rest.append(line) }
        }
        return options.map(\.line) + rest
    }
}

extension SourceWriter {
    /// A string whose fields stay fields.
    fileprivate static func string(written text: String) -> String { "\"\(text)\"" }
}
