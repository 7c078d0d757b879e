package import ImgflowModels
package import ImgflowPlanner

/// Something that was entered and went well: a statement, or a pipeline with its images.
package struct Entry: Codable, Sendable {
    package enum Kind: Codable, Hashable, Sendable {
        /// `let`, `def`, `set`: it holds from here on.
        case statement
        /// Its images are `$7`, where this is the seventh.
        case pictures([Picture])
    }

    /// From 1; never given twice.
    package var number: Int
    /// As it was typed.
    package var typed: String
    /// On one line, with the names of earlier results put in and without what only saves or shows.
    package var text: String
    package var kind: Kind
    /// Its images, where they are kept: what names it means those, and else its line is worked out again.
    package var held: [HeldImage] = []
    /// The results that it names.
    package var parents: Set<Int> = []
    /// Of a pipeline, what it makes and what it saves, in order; without what only shows.
    package var stages: [EntryStage] = []
    /// Who answered its calls; nil for free work.
    package var answerer: String?
    /// What it cost when it was made; nil for free work.
    package var payment: Payment?
    /// From Enter to the last image.
    package var milliseconds = 0
    /// What a `let` would come to: `about 1536x1024 png`.
    package var forecast: String?

    /// What is held is written by itself: it may be lost, and the line stays.
    private enum CodingKeys: String, CodingKey {
        case number, typed, text, kind, parents, stages, answerer, payment, milliseconds, forecast
    }

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
package struct EntryStage: Codable, Hashable, Sendable {
    /// On one line.
    package var text: String
    /// With what its blocks save and show, which is done once and no more.
    package var whole: String?
    /// Of the images that it made, in order.
    package var seeds: [Int] = []
    /// What to write behind it, so that it makes the same again.
    package var seed: Int?
    /// A seed could be written behind it, and none is.
    package var isOpen = false
    /// It writes the image to a file, and makes nothing.
    package var isSave = false
    /// An image of a result, in a file that this session saved.
    struct Source: Codable, Hashable, Sendable {
        var number: Int
        /// From 1, of so many.
        var place: Int
        var count: Int
    }

    /// Of a `load`: what it loads is a result.
    var source: Source?
    /// The files that it has written.
    var files: [SavedFile] = []
    /// Of a save, the number that the next entry had when it was done.
    var at = 0

    /// With the seed that was chosen for it.
    package var pinned: String {
        guard isOpen, let seed else { return whole ?? text }
        return "\(text) seed:\(seed)"
    }
}

/// A file that a session wrote.
struct SavedFile: Codable, Hashable, Sendable {
    /// Absolute, through all links.
    var path: String
    /// Among all files that the session wrote: the last one of a path is what stands there.
    var order = 0
    /// Which of the images of the stage, from 1.
    var place = 1
    /// Its size and time when it was written: while both hold, it is what was written.
    var stamp = ""
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
        case .known: "cached"
        case .paid(let dollars): "\(dollars)"
        case .sandbox(let dollars): "sandbox (\(dollars) at AWS)"
        }
    }
}

extension Payment: Codable {
    package init(from decoder: any Decoder) throws {
        let words = try decoder.singleValueContainer().decode(String.self).split(separator: " ")
        let amount = words.count > 1 ? Int(words[1]).map { Dollars(millionths: $0) } : nil
        switch (words.first, amount) {
        case ("paid", let dollars?): self = .paid(dollars)
        case ("sandbox", let dollars?): self = .sandbox(dollars)
        default: self = .known
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .known: try container.encode("known")
        case .paid(let dollars): try container.encode("paid \(dollars.millionths)")
        case .sandbox(let dollars): try container.encode("sandbox \(dollars.millionths)")
        }
    }
}

/// What is known of an image of a session; the image itself is in the store, or made again.
package struct Picture: Codable, Hashable, Sendable {
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
