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

    func edit() throws(RPCError) -> JSON {
        let new = home.kind == .definition ? new : String(new.drop { $0 == "$" })
        try check(new)
        let (places, roots) = search.places(of: home)
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
        let tokens = Lexer.tokens(of: SourceText(name: "", text: name))
        guard tokens.count == 1, case .word(let word)? = tokens.first?.kind, word == name,
            !name.contains("_")
        else {
            throw RPCError(
                .requestFailed,
                "`\(Preview(name))` is no name: expected letters, digits and hyphens, a letter first"
            )
        }
        if Keywords.isTaken(name) || name == Keywords.here {
            throw RPCError(.requestFailed, "`\(name)` is a word of the language")
        }
        if home.kind == .definition, Verbs.catalogue[name] != nil {
            throw RPCError(.requestFailed, "`\(name)` is a verb")
        }
    }

    /// Every name must stand for what it stood for.
    private func compare(
        _ roots: [String], with texts: [FilePath: String], _ new: String
    ) throws(RPCError) {
        var after = search
        after.unsaved.merge(texts) { _, next in next }
        for root in roots {
            guard let before = search.link(root).map({ NameIndex($0) }),
                let now = after.link(root).map({ NameIndex($0) })
            else { continue }
            guard before.occurrences.map(\.symbol) == now.occurrences.map(\.symbol) else {
                throw RPCError(
                    .requestFailed,
                    "`\(new)` has another meaning already in `\(search.workspace.name(of: root))`")
            }
        }
    }
}
