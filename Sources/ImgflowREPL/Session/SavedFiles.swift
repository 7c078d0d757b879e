import ImgflowLanguage
import ImgflowRuntime
import ImgflowVerbs

/// Which of the files that a session wrote are there still: of several for one path the last one.
struct SavedFiles {
    private var last: [FilePath: Int] = [:]

    init(_ session: Session) {
        for file in session.results.flatMap(\.stages).flatMap(\.files) {
            let path = FilePath(file.path)
            last[path] = max(last[path] ?? 0, file.order)
        }
    }

    func isLast(_ file: SavedFile) -> Bool { last[FilePath(file.path)] == file.order }

    /// A stage that saves or has saved in its blocks, and of which something is left.
    func isLive(_ stage: EntryStage) -> Bool {
        guard stage.isSave || stage.whole != nil else { return false }
        return stage.files.isEmpty || stage.files.contains(where: isLast)
    }

    func isWhole(_ stage: EntryStage) -> Bool { stage.files.allSatisfy(isLast) }
}

extension Session {
    /// Which image of which result a file holds, as this session wrote it last; nil where it wrote none there, or it
    /// was changed since.
    ///
    /// - Parameter stamp: of the file now.
    func writer(of path: String, stamp: String) -> EntryStage.Source? {
        var found: (source: EntryStage.Source, file: SavedFile)?
        for entry in results {
            for (place, stage) in entry.stages.enumerated() {
                for file in stage.files where FilePath(file.path) == FilePath(path) {
                    guard file.order > found?.file.order ?? 0 else { continue }
                    // What was saved in the middle of a line is not what the line came to.
                    let isEnd =
                        stage.isSave && entry.stages[place...].allSatisfy(\.isSave)
                        && LineText.verb(of: stage.text) == "save"
                    found = (
                        EntryStage.Source(
                            number: isEnd ? entry.number : 0, place: file.place,
                            count: entry.pictures.count), file
                    )
                }
            }
        }
        guard let found, found.source.number > 0, found.file.stamp == stamp, !stamp.isEmpty else {
            return nil
        }
        return found.source
    }

    /// With results in the place of files that hold them: a program reads the disk as it was before.
    var withoutOwnFiles: Session {
        var session = self
        for place in session.entries.indices {
            var entry = session.entries[place]
            guard entry.stages.contains(where: { $0.source != nil }) else { continue }
            entry.stages = entry.stages.flatMap { stage -> [EntryStage] in
                guard let source = stage.source else { return [stage] }
                entry.parents.insert(source.number)
                let result = EntryStage(text: "$\(LineText.name(of: source.number))")
                return source.count > 1
                    ? [result, EntryStage(text: "pick \(source.place)")] : [result]
            }
            entry.text = entry.making.map(\.text).joined(separator: " | ")
            session.entries[place] = entry
        }
        return session
    }
}

extension EntryStage {
    /// The one path of a `load`; nil for all others.
    var loadedPath: String? {
        guard let call = ProgramEdit(text, Verbs.catalog).calls.first, call.span.start == 0,
            call.verb.text == "load", call.values.count == 1,
            case .string(let literal) = call.values[0].kind
        else { return nil }
        var path = ""
        for part in literal.parts {
            guard case .text(let text) = part else { return nil }
            path += text
        }
        return path
    }

    /// A save as it is written with these very names, one for each file.
    func explicit(_ file: SavedFile, in folder: String) -> String {
        let inside = folder.isEmpty ? "" : "\(folder)/"
        let path =
            !inside.isEmpty && file.path.hasPrefix(inside)
            ? String(file.path.dropFirst(inside.count)) : file.path
        var edit = ProgramEdit(text, Verbs.catalog)
        guard let call = edit.calls.first else { return text }
        if let value = call.values.first {
            edit.replace(value.span, by: SourceWriter.string(path))
        } else {
            edit.replace(
                Span(call.verb.span.end, call.verb.span.end),
                by: " \(SourceWriter.string(path))")
        }
        return edit.text
    }

    /// A save without a name writes to the folder where the user stands: it needs one where that was another.
    func isElsewhere(than folder: String) -> Bool {
        guard isSave, !folder.isEmpty, LineText.verb(of: text) == "save",
            let call = ProgramEdit(text, Verbs.catalog).calls.first, call.values.isEmpty
        else { return false }
        return files.contains { Path.folder(of: $0.path) != folder }
    }
}

extension LineText {
    /// The first word.
    static func verb(of text: String) -> String {
        String(text.prefix { !$0.isWhitespace })
    }
}
