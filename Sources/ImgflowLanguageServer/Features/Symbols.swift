import ImgflowLanguage
import JSONRPC

/// What a program names: `param`, `let`, `def`, and `as` in their pipelines.
struct Symbols {
    struct Symbol {
        var name: String
        var detail: String
        /// Of the protocol's `SymbolKind`.
        var kind: Int
        var span: Span
        var extent: Span
        var inner: [Symbol] = []
    }

    let all: [Symbol]
    private let index: TextIndex

    private static let function = 12
    private static let variable = 13
    private static let property = 7

    init(_ program: ParsedProgram, _ index: TextIndex) {
        self.index = index
        let names = NameIndex(LinkedProgram(program))
        var all: [Symbol] = []
        for symbol in names.symbols {
            var made = Symbol(
                name: symbol.name, detail: "", kind: Self.variable, span: symbol.span,
                extent: symbol.extent)
            switch symbol.kind {
            case .binding: made.detail = "let"
            case .definition:
                made.detail = "def"
                made.kind = Self.function
            case .parameter:
                made.detail = "param"
                made.kind = Self.property
            case .image: made.detail = "as"
            case .argument, .file: continue
            }
            all.append(made)
        }
        all.sort { ($0.extent.start, -$0.extent.end) < ($1.extent.start, -$1.extent.end) }
        // A name inside a definition or a `let` stands below it.
        self.all = all.reduce(into: []) { shown, next in
            if let last = shown.last, last.extent.start <= next.extent.start,
                next.extent.end <= last.extent.end
            {
                shown[shown.count - 1].inner.append(next)
            } else {
                shown.append(next)
            }
        }
    }

    func list(_ uri: String, nested: Bool) -> JSON {
        nested ? .array(all.map(document)) : .array(flat.map { information($0, uri) })
    }

    var flat: [Symbol] { all.flatMap { [$0] + $0.inner } }

    private func document(_ symbol: Symbol) -> JSON {
        [
            "name": .string(symbol.name), "detail": .string(symbol.detail),
            "kind": .integer(symbol.kind), "range": index.json(symbol.extent),
            "selectionRange": index.json(symbol.span),
            "children": .array(symbol.inner.map(document)),
        ]
    }

    func information(_ symbol: Symbol, _ uri: String) -> JSON {
        [
            "name": .string(symbol.name), "kind": .integer(symbol.kind),
            "containerName": .string(symbol.detail),
            "location": ["uri": .string(uri), "range": index.json(symbol.span)],
        ]
    }
}
