package import ImgflowLanguage

/// What the prompt cannot do for itself: look at programs and run them.
package protocol ReplHosting: AnyObject {
    /// Who answers, and what was spent: `sandbox`, `aws $0.21`.
    var standing: String { get }
    var usesColour: Bool { get }
    var folder: String { get }
    /// What could stand at the end of a program.
    func complete(_ program: String) -> Offer
    /// What a command could be about, besides the session's own results.
    func candidates(for subject: CommandName.Subject, _ written: String) -> [Completion.Candidate]
    /// Tells what is wrong with a step, in the words of what was typed.
    ///
    /// - Returns: Nil where it is right; else where the first mistake is in what was typed, in bytes,
    ///   or -1 where it is elsewhere.
    func mistake(in step: Session.Step, typed: String) -> Int?
    /// What the pictures of a `let` will be, without making them: `about 1536x1024 png, $0.07`.
    func forecast(of step: Session.Step) -> String?
    /// Tells what a step that is right would do and cost.
    func plan(_ step: Session.Step)
    /// Runs a step that is right, having asked where that is needed.
    func run(_ step: Session.Step) -> LineOutcome
    /// Draws a result small, where that costs nothing.
    func draw(_ number: Int, _ session: Session)
    func say(_ text: String)
    /// The same, less bright where there are colors.
    func sayFaintly(_ text: String)
    /// The lines that make a saved picture again, joined by semicolons; what speaks against it is said.
    func recipe(of path: String) -> String?
    /// A script as lines of a session, its parameters filled in; what speaks against it is said.
    func script(_ words: String) -> String?
    /// What the session wrote belongs to the script that it was written down as.
    func adopt(script name: String)
    /// Tells whether a script that was written is right.
    func check(script name: String)
    /// `:help`, `:ls` and all the others that are not about the session itself.
    ///
    /// - Returns: False where there is no such command.
    func command(_ name: String, _ rest: String, _ session: Session) -> Bool
    var commandNames: [CommandName] { get }
}

extension ReplHosting {
    package func adopt(script name: String) {}
}

/// A line that begins with a colon.
package struct CommandName: Sendable {
    /// What stands behind it, for Tab.
    package enum Subject: Sendable, Equatable {
        case nothing
        /// A line, as at the prompt.
        case program
        /// As behind `set`.
        case setting
        /// A verb, a word of the language, the code of a message.
        case topic
        /// A verb, then one of its models.
        case model
        /// A result, or a file.
        case picture
        case file, script, folder
        case word([String])
        /// Something that cannot be listed, and what it is.
        case text(String)
    }

    package var name: String
    package var summary: String
    package var subject: Subject

    package init(_ name: String, _ summary: String, _ subject: Subject = .nothing) {
        self.name = name
        self.summary = summary
        self.subject = subject
    }
}

/// What came of a line.
package struct LineOutcome: Sendable {
    package enum Ending: Sendable {
        case done
        /// Nothing was run: no consent, or it cannot be.
        case refused
        /// Some of it failed or was stopped; what came is known.
        case failed
    }

    package var ending: Ending
    package var pictures: [Picture] = []
    /// The places, from 1, of the pictures that came, among those that were to come.
    package var places: [Int] = []
    /// How many were to come.
    package var expected = 0
    /// The stages that models have done, in the order of the text.
    package var finished: [FinishedStage] = []
    /// Of the whole line; nil for free work.
    package var payment: Payment?
    package var milliseconds = 0

    package init(_ ending: Ending) { self.ending = ending }
}

/// A paid stage, with the pictures of it that came, and are known from now on.
package struct FinishedStage: Sendable {
    /// Where it begins in the program, in bytes.
    package var offset: Int
    package var pictures: [Picture]
    package var payment: Payment?
    package var milliseconds: Int
    /// All of its pictures came.
    package var isWhole = true
    /// The places, from 1, of those that came.
    package var places: [Int] = []
    /// Of all its copies, in order; also of those that nobody picked.
    package var seeds: [Int] = []
    /// What to write behind it, so that it makes the same again; nil where no one seed says it.
    package var seed: Int?

    package init(offset: Int, pictures: [Picture], payment: Payment?, milliseconds: Int) {
        self.offset = offset
        self.pictures = pictures
        self.payment = payment
        self.milliseconds = milliseconds
    }
}
