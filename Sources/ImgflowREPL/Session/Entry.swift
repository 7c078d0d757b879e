package import ImgflowModels

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
    package var parents: Set<Int> = []
    /// Of a pipeline, what it makes and what it saves, in order; without what only shows.
    package var stages: [EntryStage] = []
    /// What it cost when it was made; nil for free work.
    package var payment: Payment?
    /// From Enter to the last picture.
    package var milliseconds = 0
    /// What a `let` would come to: `about 1536x1024 png`.
    package var forecast: String?

    package var pictures: [Picture] {
        if case .pictures(let pictures) = kind { pictures } else { [] }
    }

    /// The line that makes it again, whatever imgflow's own choice of seeds will be.
    package var line: String {
        stages.isEmpty ? text : stages.map(\.pinned).joined(separator: " | ")
    }

    /// Without what saves.
    package var making: [EntryStage] { stages.filter { !$0.isSave } }
    package var isSaved: Bool { stages.contains { $0.isSave || $0.whole != nil } }
    /// All that it names, in files' names too.
    var whole: String { stages.isEmpty ? text : stages.map(\.text).joined(separator: " | ") }

    /// `let sky = …` names `sky`.
    package var name: String? {
        guard case .statement = kind, text.hasPrefix("let") else { return nil }
        return LineText.defined(by: text)
    }
}

/// A stage of a pipeline that was run.
package struct EntryStage: Hashable, Sendable {
    /// On one line.
    package var text: String
    /// With what its blocks save and show, which is done once and no more.
    package var whole: String?
    /// Of the pictures that it made, in order.
    package var seeds: [Int] = []
    /// What to write behind it, so that it makes the same again.
    package var seed: Int?
    /// A seed could be written behind it, and none is.
    package var isOpen = false
    /// It writes the picture to a file, and makes nothing.
    package var isSave = false

    /// With the seed that was chosen for it.
    package var pinned: String {
        guard isOpen, let seed else { return whole ?? text }
        return "\(text) seed:\(seed)"
    }
}

/// What a line cost.
package enum Payment: Hashable, Sendable, CustomStringConvertible {
    /// Every answer was paid for before.
    case known
    case paid(Dollars)
    /// What it would have cost at AWS.
    case sandbox(Dollars)

    package var description: String {
        switch self {
        case .known: "known"
        case .paid(let dollars): "\(dollars)"
        case .sandbox(let dollars): "sandbox (\(dollars) at AWS)"
        }
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
