/// Something that was entered and went well: a statement, or a pipeline with its pictures.
package struct Entry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// `let`, `def`, `set`: it holds from here on.
        case statement
        /// Its pictures are `$7`, where this is the seventh.
        case pictures([Picture])
    }

    /// From 1; never given twice.
    package var number: Int
    /// As it was typed.
    package var typed: String
    /// On one line, with the names of earlier results put in and without what only saves or shows.
    package var text: String
    package var kind: Kind
    /// The results that it names.
    package var parents: Set<Int>

    package var pictures: [Picture] {
        if case .pictures(let pictures) = kind { pictures } else { [] }
    }
}

/// What is known of a picture of a session; the picture itself is in the store, or made again.
package struct Picture: Hashable, Sendable {
    package var width: Int
    package var height: Int
    package var format: String
    package var seed: Int?
    package var model: String?

    package init(width: Int, height: Int, format: String, seed: Int?, model: String?) {
        self.width = width
        self.height = height
        self.format = format
        self.seed = seed
        self.model = model
    }
}
