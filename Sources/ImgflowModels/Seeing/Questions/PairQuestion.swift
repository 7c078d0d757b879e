package import ImageFacts

/// Which of two images is better. It is asked in both orders, since models prefer what they are shown first.
package struct PairQuestion: SeeingQuestion, Hashable {
    package init() {}

    package static let winner = "winner"
    package static let reason = "reason"
    /// The name of an image, from 1, as people know it.
    package static func shown(_ number: Int) -> String { "shown \(number)" }

    package var persona: String { "You compare images strictly and fairly." }
    package var tool: ConverseTool? { PairVerdict.form }

    package func longestAnswer(of card: SeeingCard) -> Int { ConverseRequest.fewestToolTokens }

    package func message(for card: SeeingCard) -> [MessagePart] {
        [
            .words([.ours("Image 1:")]), .image(.image),
            .words([.ours("Image 2:")]), .image(.reference),
            .words([
                .ours("Which image better meets this: "), .given(0),
                .ours(
                    "\nJudge each alone first, then compare. The order of the images means nothing. \(SeeingCaution.text) Use the tool report_winner: a reason of at most 30 words, then 1, 2, or tie."
                ),
            ]),
        ]
    }

    package func words(for findings: [String: String]) -> String {
        let one = findings[Self.shown(1)] ?? "image 1"
        let other = findings[Self.shown(2)] ?? "image 2"
        let verdict =
            switch findings[Self.winner] {
            case "1": "\(one) over \(other)"
            case "2": "\(other) over \(one)"
            default: "a tie of \(one) and \(other)"
            }
        return "\(verdict): \(findings[Self.reason] ?? "")"
    }

    package func findings(
        in reply: ConverseReply, by card: SeeingCard, seen: PixelSize
    ) throws(ConverseProblem) -> [String: String] {
        let form = try reply.form("report_winner")
        guard case .text(let reason)? = form["reason"] else { throw .field("reason", "text") }
        let winner =
            switch try PairVerdict(form) {
            case .first: "1"
            case .second: "2"
            case .tie: "tie"
            }
        return [Self.winner: winner, Self.reason: SeenText.line(reason, longest: 300)]
    }
}
