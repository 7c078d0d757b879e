import ImgflowEngine
import ImgflowLanguage

/// A program as the editor has it.
struct Document: Sendable {
    let uri: String
    /// Absolute; nil for a text that is in no file.
    let path: String?
    var version: Int
    var index: TextIndex {
        didSet { parsed = nil }
    }
    /// Counts what the analysis rests on: its text, those that it uses, the files.
    var stamp = 0
    /// The latest that came to its end.
    var analysis: Analysis?
    /// The stamp of the one that is under way.
    var underWay: Int?

    private var parsed: ParsedProgram?

    init(uri: String, version: Int, index: TextIndex) {
        self.uri = uri
        path = DocumentURI.path(of: uri)
        self.version = version
        self.index = index
    }

    /// Of this very text.
    var current: Analysis? { analysis.flatMap { $0.stamp == stamp ? $0 : nil } }

    /// The tree of the text, alone.
    mutating func program() -> ParsedProgram {
        if let parsed { return parsed }
        if let known = current?.planned?.linked.root { return known }
        let fresh = Parser.parse(SourceText(name: uri, text: index.text))
        parsed = fresh
        return fresh
    }
}
