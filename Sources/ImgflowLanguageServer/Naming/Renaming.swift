import ImgflowLanguage
import ImgflowRuntime
import ImgflowVerbs
import JSONRPC

/// Another name for what is named somewhere, in all files; refused where it would mean something else then.
struct Renaming: Sendable {
    let search: NameSearch
    let home: NameSearch.Home
    let old: String
    let new: String
    let encoding: PositionEncoding
    let addresses: Addresses
    let unwanted: Unwanted

    func edit() throws(RPCError) -> JSON {
        let new = home.kind == .definition ? new : String(new.drop { $0 == "$" })
        try check(new)
        let (places, roots) = search.places(of: home, unwanted)
        var edits: [(uri: String, edit: JSON)] = []
        var texts: [FilePath: String] = [:]
        for (path, places) in Dictionary(grouping: places, by: \.path) {
            guard let bytes = search.text(of: path) else { continue }
            let index = TextIndex(bytes, encoding)
            var next = bytes
            for place in places.sorted(by: { $0.span.start > $1.span.start }) {
                next.replaceSubrange(place.span.start..<place.span.end, with: new.utf8)
                edits.append((addresses.uri(of: path.text), index.edit(place.span, new)))
            }
            texts[path] = String(decoding: next, as: UTF8.self)
        }
        try compare(roots, with: texts, new)
        return WorkspaceEdit(edits).json
    }

    /// What the language takes as a name.
    private func check(_ name: String) throws(RPCError) {
        let parsed = Parser.parse(SourceText(name: "", text: "let \(name) = 1"))
        guard !parsed.hasErrors, parsed.program.statements.count == 1,
            case .binding(let binding)? = parsed.program.statements.first,
            binding.name.text.utf8.elementsEqual(name.utf8)
        else {
            throw RPCError(
                .requestFailed,
                "`\(Preview(name))` is no name: expected letters, digits and hyphens"
            )
        }
        if Keywords.isTaken(name) || name == Keywords.here {
            throw RPCError(.requestFailed, "`\(name)` is a word of the language")
        }
        if home.kind == .definition, Verbs.catalog[name] != nil {
            throw RPCError(.requestFailed, "`\(name)` is a verb")
        }
    }

    /// Every name must stand for what it stood for, and no mistake may come of it.
    private func compare(
        _ roots: [String], with texts: [FilePath: String], _ new: String
    ) throws(RPCError) {
        var after = search
        after.unsaved.merge(texts) { _, next in next }
        for root in roots {
            guard let before = search.link(root), let now = after.link(root) else { continue }
            let isSame =
                NameIndex(before).occurrences.map(\.symbol)
                == NameIndex(now).occurrences.map(\.symbol)
            guard isSame,
                after.mistakes(in: now, from: root) <= search.mistakes(in: before, from: root)
            else {
                throw RPCError(
                    .requestFailed,
                    "`\(new)` has another meaning already in `\(search.workspace.name(of: root))`")
            }
        }
    }
}
