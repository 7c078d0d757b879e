package import ImgflowLanguage

/// What could stand at the end of a text: what Tab offers at the prompt, and an editor as one types.
package struct Offer: Sendable {
    /// Bytes at the end of the text that a candidate takes the place of.
    package var replaces: Int
    package var candidates: [Completion.Candidate]
    /// What is expected where nothing can be listed: `a number from 0 to 1`.
    package var expectation: String?
    /// The words next to the candidates are what it is about, as the sizes of images are.
    package var explains = false
    /// They are paths, which are listed by their last part.
    package var arePaths = false

    package init(
        replaces: Int = 0, _ candidates: [Completion.Candidate] = [], expectation: String? = nil
    ) {
        self.replaces = replaces
        self.candidates = candidates
        self.expectation = expectation
    }
}
