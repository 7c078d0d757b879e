/// The files of a program: the one that was asked for, and those that it uses.
package struct Sources: Sendable {
    package let root: SourceText
    /// In the order of their bases, behind the root.
    package private(set) var used: [SourceText]

    package init(_ root: SourceText, used: [SourceText] = []) {
        self.root = root
        self.used = used
    }

    package mutating func append(_ file: SourceText) { used.append(file) }

    /// Where the next file's spans begin.
    package var nextBase: Int { (used.last ?? root).span.end + 1 }

    /// The file that an offset is in.
    package func file(at offset: Int) -> SourceText {
        used.last { $0.base <= offset } ?? root
    }

    package subscript(span: Span) -> String { file(at: span.start)[span] }
}

/// Turns offsets of a program's files into lines and columns.
package struct SourceLines: Sendable {
    private let sources: Sources
    private let maps: [Int: LineMap]

    package init(_ sources: Sources) {
        self.sources = sources
        maps = Dictionary(
            ([sources.root] + sources.used).map { ($0.base, LineMap($0)) },
            uniquingKeysWith: { first, _ in first })
    }

    package func map(at offset: Int) -> LineMap {
        let file = sources.file(at: offset)
        return maps[file.base] ?? LineMap(file)
    }

    package func position(of offset: Int) -> LineMap.Position {
        map(at: offset).position(of: offset)
    }

    package func line(of offset: Int) -> Int { map(at: offset).line(of: offset) }
}
