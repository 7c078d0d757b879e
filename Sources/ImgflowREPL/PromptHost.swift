package import ImgflowLanguage

/// What the prompt cannot do for itself: look at programs and run them.
package protocol PromptHost: AnyObject {
    /// Who answers, and what was spent: `sandbox`, `aws $0.21`.
    var standing: String { get }
    var usesColour: Bool { get }
    var folder: String { get }
    /// - Returns: What could stand at the end of a program, and the bytes that it replaces.
    func complete(_ program: String) -> (replaces: Int, [Completion.Candidate])
    /// Tells what is wrong with a step, in the words of what was typed.
    ///
    /// - Returns: Nil where it is right; else where the first mistake is in what was typed, in bytes,
    ///   or -1 where it is elsewhere.
    func mistake(in step: Session.Step, typed: String) -> Int?
    /// Runs a program that is right, having asked where that is needed.
    func run(_ program: String, line: Int) -> PromptRun
    func say(_ text: String)
    /// The lines that make a saved picture again, joined by semicolons; what speaks against it is said.
    func recipe(of path: String) -> String?
    /// `:help`, `:plan` and all the others that are not about the session itself.
    ///
    /// - Returns: False where there is no such command.
    func command(_ name: String, _ rest: String, _ session: Session) -> Bool
    var commandNames: [(name: String, summary: String)] { get }
}

package enum PromptRun: Sendable {
    case done([Picture])
    /// Nothing was run: no consent, or it cannot be.
    case refused
    /// Some of it failed or was stopped; what came is known.
    case failed([Picture])

    var pictures: [Picture] {
        switch self {
        case .done(let pictures), .failed(let pictures): pictures
        case .refused: []
        }
    }
}
