/// What the names of a program stand for, wherever they are written: for those who jump to a definition, list its
/// uses, or change a name.
///
/// It goes by the tree, so it also serves programs with mistakes.
package struct NameIndex: Sendable {
    package enum Kind: String, Sendable {
        /// `let`
        case binding
        /// `def`
        case definition
        /// Between the parentheses of a `def`.
        case argument
        /// `param`
        case parameter
        /// `as`
        case image
        /// The file that a `use` names.
        case file
    }

    /// Something that has a name.
    package struct Symbol: Hashable, Sendable {
        package var name: String
        package var kind: Kind
        /// Where it is named; of a file where it begins.
        package var span: Span
        /// What names it, as a whole: a statement, a parameter, `as name`.
        package var extent: Span
    }

    /// A name as it is written, without `$`.
    package struct Occurrence: Hashable, Sendable {
        package var span: Span
        /// Its place in `symbols`.
        package var symbol: Int
        package var isDeclaration: Bool
    }

    package internal(set) var symbols: [Symbol] = []
    /// File by file, in the order of the text.
    package internal(set) var occurrences: [Occurrence] = []

    package init(_ linked: LinkedProgram) {
        var walk = NameWalk(linked)
        walk.root()
        self = walk.index
        occurrences.sort { ($0.span.start, $0.span.end) < ($1.span.start, $1.span.end) }
    }

    init() {}

    /// The name that an offset is in, or behind.
    package func occurrence(at offset: Int) -> Occurrence? {
        let touching = occurrences.filter { $0.span.start <= offset && offset <= $0.span.end }
        return touching.first { offset < $0.span.end } ?? touching.first
    }

    package func occurrences(of symbol: Int) -> [Occurrence] {
        occurrences.filter { $0.symbol == symbol }
    }
}
