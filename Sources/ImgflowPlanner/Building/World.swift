package import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

/// The disk and the store as they are before the run: all that planning may look at.
package protocol World: Sendable {
    var today: CalendarDate { get }
    /// What `~` stands for; nil where there is none.
    var home: String? { get }
    func look(at path: String) -> FileLook
    /// The files that a pattern names (`*`, `?`, `[…]`, `{a,b}`, `**`), in natural order, case ignored.
    func files(matching pattern: String, ignoringCase: Bool) -> [String]
    /// The pictures of a folder, in natural order, case ignored.
    func pictures(inFolder path: String) -> [String]
    /// Standard input, read whole; nil where it is a terminal.
    func standardInput() -> FileLook?
    /// The format of another image behind the first on standard input.
    func followerOnStandardInput() -> ImageFormat?
    /// The absolute path with links resolved as far as it exists: two names of one file are equal.
    func resolved(_ path: String) -> FilePath
    /// Equal for all names of one file, hard links among them.
    func identity(of path: String) -> FilePath
    /// Where nothing has this path: the one that is the same text in another Unicode form.
    func otherForm(of path: String) -> String?
    func exists(_ path: String) -> Bool
    /// Why nothing could be written there; nil where it could.
    func obstacle(toWriting path: String) -> String?
    /// Whether text can be drawn in a font of this name; in any, where there is no name.
    func hasFont(_ name: String?) -> Bool
    func known(_ key: AnswerKey) -> KnownAnswer?
    /// How many names more a file has (hard links).
    func otherNames(of path: String) -> Int
    /// Why the mode, the owner or the access list of the file that is there could not be kept; nil where
    /// they can.
    func obstacle(toKeeping path: String) -> String?
    /// What imgflow wrote there, where it still is as it was written.
    func ownFile(at path: String) -> OwnFile?
    /// What a mask shows that is made on this machine; nil where it cannot be told.
    func tone(of mask: MaskRecipe) -> MaskTone?
    /// What an image that is made on this machine has beyond 8-bit sRGB, in words; nil where nothing, or
    /// where it cannot be told.
    func otherColors(of image: MaskRecipe) -> String?
}

/// A file that imgflow wrote itself.
package struct OwnFile: Hashable, Sendable {
    /// Hex SHA-256 of its bytes.
    package var hash: String
    /// `SaveStep.identity` of what was written; nil where the bytes hold more than that.
    package var made: String?
    /// The program that wrote it; nil where nobody knows any more.
    package var author: Author?
    /// When it was written: ISO 8601, UTC.
    package var time: String?
    /// Who made its pictures: `aws`, `sandbox`, an endpoint; `local` where no model had a part in it.
    package var origin: String

    package static let local = "local"

    package init(
        hash: String, origin: String, made: String? = nil, author: Author? = nil,
        time: String? = nil
    ) {
        self.hash = hash
        self.origin = origin
        self.made = made
        self.author = author
        self.time = time
    }

    /// Of a model that somebody billed for.
    package var isReal: Bool { origin != "sandbox" && origin != Self.local }
}

/// Whether a mask tells anything.
package enum MaskTone: Hashable, Sendable {
    /// All of it stays: nothing would change.
    case black
    /// All of it changes: nothing would stay.
    case white
    /// Black and white, and hardly anything between.
    case mixed
    /// Some of it is gray, as a soft edge is.
    case soft
    /// Most of it is gray, as a photograph is.
    case gray
}

package enum FileLook: Sendable {
    case image(ImageFacts, hash: String)
    case folder
    /// Nothing of this name; `near` is a name in its folder that is close.
    case missing(near: String?)
    /// There, but not a picture that imgflow reads; why.
    case unusable(String)
}

extension World {
    package func followerOnStandardInput() -> ImageFormat? { nil }
    package func ownFile(at path: String) -> OwnFile? { nil }
    package func otherNames(of path: String) -> Int { 0 }
    package func obstacle(toKeeping path: String) -> String? { nil }
    package var home: String? { nil }
    package func identity(of path: String) -> FilePath { resolved(path) }
    package func otherForm(of path: String) -> String? { nil }
    package func otherColors(of image: MaskRecipe) -> String? { nil }
}

/// What a seed is drawn for.
package struct SeedDraw: Sendable {
    /// From 1.
    package var line: Int
    /// The same for the same stage, item and copy, wherever the line stands.
    package var stage: String

    /// Always the same of one session and line.
    package func seed(of session: UInt64) -> Int {
        DerivedSeed.seed(verb: "\(session)\n\(line)\n\(stage)", input: nil, copy: 0)
    }
}

/// What the command line and the environment say of a run.
package struct PlanSettings: Sendable {
    package enum Region: Sendable {
        /// `--region`: binds.
        case bound(String)
        /// From the environment or a profile: may be moved to where a model lives.
        case preferred(String)
        /// No source at all.
        case fallback
    }

    /// `aws`, `sandbox`, or the origin of a custom endpoint: answers are known by it.
    package var origin: String
    package var region: Region
    /// Calls without a `region:` go to these in turn, where the model lives (`--regions`); none: they
    /// all go to one.
    package var spread: [String]
    /// A preferred region is not moved (`--stay`).
    package var stays: Bool
    /// Where `save` without a name writes; empty for the current folder.
    package var outputFolder: String
    package var overwrites: Bool
    /// No answer is taken as known (`--fresh`).
    package var asksAfresh: Bool
    /// Of several files those that cannot be read are left out (`--keep-going`).
    package var skipsUnreadable = false
    /// The program: it replaces what it wrote itself.
    package var author = Author.text("")
    /// The models as this user has them.
    package var models: ModelCatalogue
    /// Lines before this one were run before: what they ask for afresh is known by now. From 1.
    package var settledBefore: Int
    /// Drawn for `seed:random` when the plan is made.
    package var randomSeed: @Sendable (SeedDraw) -> Int

    package static let anySeed: @Sendable (SeedDraw) -> Int = { _ in
        Int.random(in: DerivedSeed.range)
    }

    package init(
        origin: String, region: Region = .fallback, spread: [String] = [], stays: Bool = false,
        outputFolder: String = "", overwrites: Bool = false, asksAfresh: Bool = false,
        models: ModelCatalogue = .standard,
        settledBefore: Int = 0,
        randomSeed: @escaping @Sendable (SeedDraw) -> Int = PlanSettings.anySeed
    ) {
        self.origin = origin
        self.region = region
        self.spread = spread
        self.stays = stays
        self.outputFolder = outputFolder
        self.overwrites = overwrites
        self.asksAfresh = asksAfresh
        self.models = models
        self.settledBefore = settledBefore
        self.randomSeed = randomSeed
    }
}

/// How a mask is made of files.
package indirect enum MaskRecipe: Sendable {
    case file(String)
    case made(any FreeOperation, [MaskRecipe])
    /// White where an image is opaque.
    case alpha(MaskRecipe)

    /// Equal recipes have equal words.
    package var words: String {
        switch self {
        case .file(let path): path
        case .alpha(let image): "alpha(\(image.words))"
        case .made(let operation, let parts):
            "\(operation)(\(parts.map(\.words).joined(separator: "\n")))"
        }
    }

    /// The first file of it.
    package var file: String? {
        switch self {
        case .file(let path): path
        case .alpha(let image): image.file
        case .made(_, let parts): parts.lazy.compactMap(\.file).first
        }
    }
}
