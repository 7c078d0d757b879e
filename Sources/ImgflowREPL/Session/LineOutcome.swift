import ImgflowPlanner

/// What came of a line.
struct LineOutcome: Sendable {
    enum Ending: Sendable {
        case done
        /// Nothing was run: no consent, or it cannot be.
        case refused
        /// Some of it failed or was stopped; what came is known.
        case failed
    }

    var ending: Ending
    var pictures: [Picture] = []
    /// The places, from 1, of the images that came, among those that were to come.
    var places: [Int] = []
    /// The images themselves, where all of them are kept.
    var held: [HeldImage] = []
    /// How many were to come.
    var expected = 0
    /// The stages that models have done, in the order of the text.
    var finished: [FinishedStage] = []
    /// The files that were written, and where the stages that wrote them begin.
    var files: [(offset: Int, file: SavedFile)] = []
    /// Of the whole line; nil for free work.
    var payment: Payment?
    var milliseconds = 0

    init(_ ending: Ending) { self.ending = ending }
}

/// A paid stage, with the images of it that came, and are known from now on.
struct FinishedStage: Sendable {
    /// Where it begins in the program, in bytes.
    var offset: Int
    var pictures: [Picture]
    var payment: Payment?
    var milliseconds: Int
    /// The images themselves, where all of them are kept.
    var held: [HeldImage] = []
    /// All of its images came.
    var isWhole = true
    /// The places, from 1, of those that came.
    var places: [Int] = []
    /// Of all its copies, in order; also of those that nobody picked.
    var seeds: [Int] = []
    /// What to write behind it, so that it makes the same again; nil where no one seed says it.
    var seed: Int?

    init(offset: Int, pictures: [Picture], payment: Payment?, milliseconds: Int) {
        self.offset = offset
        self.pictures = pictures
        self.payment = payment
        self.milliseconds = milliseconds
    }
}
