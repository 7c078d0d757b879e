package import ImageFacts

/// Alternative text, or the answer to a question, in one sentence.
package struct DescribeQuestion: SeeingQuestion, Hashable {
    /// At most.
    package var words: Int
    /// `German`; nil leaves it to the model, which takes that of the question.
    package var language: String?
    /// The user asks; else alternative text is wanted.
    package var isQuestion: Bool

    package init(words: Int, language: String?, isQuestion: Bool) {
        self.words = words
        self.language = language
        self.isQuestion = isQuestion
    }

    package static let finding = "text"

    package var persona: String {
        "You describe images for people who cannot see them, truthfully and plainly."
    }

    package var tool: ConverseTool? { nil }

    /// A word is up to four tokens in most languages; some room is left for what is cut.
    package func longestAnswer(of card: SeeingCard) -> Int {
        min(card.longestAnswer, 60 + words * 4)
    }

    package func message(for card: SeeingCard) -> [MessagePart] {
        let tongue = language.map { " Write in \($0)." } ?? ""
        let end = "\(tongue) \(SeeingCaution.text) Reply with the sentence only."
        guard isQuestion else {
            // Source: W3C WAI, images tutorial.
            return [
                .image(.image),
                .words([
                    .ours(
                        "Write alternative text for this image: one sentence of at most \(words) words, the most important thing first, without a phrase such as `image of`.\(end)"
                    )
                ]),
            ]
        }
        return [
            .image(.image),
            .words([
                .ours("Look at this image and reply to a question: "), .given(0),
                .ours("\nReply in one sentence of at most \(words) words.\(end)"),
            ]),
        ]
    }

    package func words(for findings: [String: String]) -> String {
        findings[Self.finding].map { "\"\($0)\"" } ?? ""
    }

    package func findings(
        in reply: ConverseReply, by card: SeeingCard, seen: PixelSize
    ) throws(ConverseProblem) -> [String: String] {
        [Self.finding: try Description(of: reply.plainText(), words: words).text]
    }
}
