import ImgflowEngine
import ImgflowLanguage
import ImgflowRuntime
import JSONRPC

/// Names across files.
extension LanguageServer {
    var search: NameSearch { NameSearch(desk: desk, workspace: workspace, unsaved: unsaved) }

    /// Where the name at a place is at home; nil where there is none, or the text is in no file.
    private static func home(
        of place: Int, in analysis: Analysis, _ search: NameSearch
    ) -> (home: NameSearch.Home, symbol: NameIndex.Symbol)? {
        guard let names = analysis.names, let here = names.occurrence(at: place),
            let linked = analysis.planned?.linked,
            let path = DocumentURI.path(of: analysis.uri)
        else { return nil }
        let symbol = names.symbols[here.symbol]
        let root = Path.resolved(path, in: "/")
        return (
            search.home(symbol, in: linked, from: root, folder: analysis.folder), symbol
        )
    }

    mutating func references(
        _ id: MessageID, _ document: Document, at place: Int, withDeclaration: Bool
    ) -> JSON? {
        let (search, addresses, encoding) = (search, addresses, client.encoding)
        return withAnalysis(id, document) { analysis, unwanted throws(RPCError) in
            guard let (home, _) = Self.home(of: place, in: analysis, search) else {
                return NameQuery(analysis, addresses).references(at: place, withDeclaration)
            }
            var indices: [FilePath: TextIndex] = [:]
            let places = search.places(of: home, unwanted).places.filter {
                withDeclaration || !$0.isDeclaration
            }
            return .array(
                places.compactMap { place in
                    if indices[place.path] == nil {
                        indices[place.path] = search.text(of: place.path)
                            .map { TextIndex($0, encoding) }
                    }
                    guard let index = indices[place.path] else { return nil }
                    return [
                        "uri": .string(addresses.uri(of: place.path.text)),
                        "range": index.json(place.span),
                    ]
                })
        }
    }

    mutating func rename(
        _ id: MessageID, _ document: Document, at place: Int, to name: String
    ) -> JSON? {
        let (search, addresses, client) = (search, addresses, client)
        return withAnalysis(id, document) { analysis, unwanted throws(RPCError) in
            guard let (home, symbol) = Self.home(of: place, in: analysis, search) else {
                throw RPCError(.requestFailed, "expected a name that this program or a file gives")
            }
            guard symbol.kind == .file else {
                return try Renaming(
                    search: search, home: home, old: symbol.name, new: name,
                    encoding: client.encoding, addresses: addresses, unwanted: unwanted
                ).edit()
            }
            guard client.renamesFiles else {
                throw RPCError(.requestFailed, "this editor renames no files")
            }
            let old = home.path.text
            let new = Path.join(
                Path.folder(of: Path.resolved(DocumentURI.path(of: analysis.uri) ?? old, in: "/")),
                name)
            guard name.hasSuffix(".imgflow") else {
                throw RPCError(.requestFailed, "a program's name ends in .imgflow")
            }
            guard FileSystem.kind(new) == nil else {
                throw RPCError(.requestFailed, "`\(name)` already exists")
            }
            let renaming = FileRenaming(
                search: search, old: old, new: new, encoding: client.encoding,
                addresses: addresses, unwanted: unwanted)
            return renaming.withFile
        }
    }

    /// `use` statements that follow files which the editor is about to rename.
    mutating func fileRenames(_ id: MessageID, _ params: JSON) -> JSON? {
        let (search, addresses, encoding) = (search, addresses, client.encoding)
        let files = params["files"].items.compactMap { file -> (String, String)? in
            guard let old = file["oldUri"].text.flatMap(DocumentURI.path),
                let new = file["newUri"].text.flatMap(DocumentURI.path)
            else { return nil }
            return (old, new)
        }
        return elsewhere(id) { unwanted in
            WorkspaceEdit(
                files.flatMap { old, new in
                    FileRenaming(
                        search: search, old: old, new: new, encoding: encoding,
                        addresses: addresses, unwanted: unwanted
                    ).edits
                }
            ).json
        }
    }

    mutating func workspaceSymbols(_ id: MessageID, _ query: String) -> JSON? {
        let (search, addresses, encoding) = (search, addresses, client.encoding)
        return elsewhere(id) { unwanted in
            let wanted = query.lowercased()
            var found: [JSON] = []
            for path in search.programs where !unwanted.value {
                guard let bytes = search.text(of: FilePath(path)),
                    let text = String(validating: bytes, as: UTF8.self)
                else { continue }
                let program = Parser.parse(SourceText(name: path, text: text))
                let symbols = Symbols(program, TextIndex(bytes, encoding))
                found += symbols.flat.filter {
                    wanted.isEmpty || $0.name.lowercased().contains(wanted)
                }.map { symbols.information($0, addresses.uri(of: path)) }
            }
            return .array(found)
        }
    }

    /// Answers from another thread, with the document's analysis.
    private mutating func withAnalysis(
        _ id: MessageID, _ document: Document,
        _ work: @escaping @Sendable (Analysis, Unwanted) throws(RPCError) -> JSON
    ) -> JSON? {
        let job = job(for: document)
        let known = document.current
        return elsewhere(id) { unwanted throws(RPCError) in
            try work(known ?? job.run(), unwanted)
        }
    }
}

extension FileRenaming {
    /// The edits, and then the file itself.
    var withFile: JSON {
        var changes: [JSON] = []
        for (uri, edits) in Dictionary(grouping: edits, by: \.uri).sorted(by: { $0.key < $1.key }) {
            changes.append([
                "textDocument": ["uri": .string(uri), "version": nil],
                "edits": .array(edits.map(\.edit)),
            ])
        }
        changes.append([
            "kind": "rename", "oldUri": .string(addresses.uri(of: old)),
            "newUri": .string(DocumentURI.uri(of: new)),
        ])
        return ["documentChanges": .array(changes)]
    }
}
