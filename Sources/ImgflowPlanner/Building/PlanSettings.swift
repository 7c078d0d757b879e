package import ImgflowModels

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
    package var models: ModelCatalog
    /// Lines before this one were run before: what they ask for again is known by now. From 1.
    package var settledBefore: Int
    /// Drawn for `seed:random` when the plan is made.
    package var randomSeed: @Sendable (SeedDraw) -> Int
    /// Names that stand for images that are kept: what the program binds to them is not made.
    package var held: [String: [HeldImage]] = [:]

    package static let anySeed: @Sendable (SeedDraw) -> Int = { _ in
        Int.random(in: DerivedSeed.range)
    }

    package init(
        origin: String, region: Region = .fallback, spread: [String] = [], stays: Bool = false,
        outputFolder: String = "", overwrites: Bool = false, asksAfresh: Bool = false,
        models: ModelCatalog = .standard,
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
