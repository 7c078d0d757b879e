package import ImageFacts

/// Scores from 0 to 10, with a reason before each.
package struct JudgeQuestion: SeeingQuestion, Hashable {
    /// The names of the criteria; the user's texts are in the same order.
    package var criteria: [String]
    /// Another image is what this one is compared with.
    package var isCompared: Bool

    package init(criteria: [String], isCompared: Bool) {
        self.criteria = criteria
        self.isCompared = isCompared
    }

    /// The mean of all scores, and all reasons.
    package static let score = "score"
    package static func reason(of name: String) -> String { "\(name)-reason" }
    /// The score of one criterion.
    package static func score(of criterion: String) -> String { "of \(criterion)" }

    package var persona: String { "You judge images strictly and fairly." }

    package var tool: ConverseTool? { Scores.form(criteria) }

    /// A reason of 25 words is some 40 tokens.
    package func longestAnswer(of card: SeeingCard) -> Int {
        min(card.longestAnswer, max(ConverseRequest.fewestToolTokens, 600 + criteria.count * 120))
    }

    package func message(for card: SeeingCard) -> [MessagePart] {
        var parts: [MessagePart] = [.image(.image)]
        if isCompared {
            parts = [
                .words([.ours("Image 1, the reference:")]), .image(.reference),
                .words([.ours("Image 2, the image to judge:")]), .image(.image),
            ]
        }
        let which = isCompared ? "image 2, compared with image 1," : "this image"
        var words: [MessagePart.Words] = [
            .ours("Judge \(which) by each of these criteria, one by one:\n")
        ]
        for (number, name) in criteria.enumerated() {
            words += [.ours("- \(name): "), .given(number), .ours("\n")]
        }
        words.append(
            .ours(
                "For each, write a reason of at most 25 words first, then a whole number from 0 to 10: 0 is absent, 3 poor, 5 acceptable, 8 good, 10 flawless. \(SeeingCaution.text) Use the tool report_scores, with each criterion exactly once."
            ))
        return parts + [.words(words)]
    }

    package func words(for findings: [String: String]) -> String {
        let score = findings[Self.score] ?? "no score"
        return "\(score) of 10: \(findings[Self.reason(of: Self.score)] ?? "")"
    }

    package func findings(
        in reply: ConverseReply, by card: SeeingCard, seen: PixelSize
    ) throws(ConverseProblem) -> [String: String] {
        let scores = try Scores(try reply.form("report_scores"), of: criteria)
        var findings = [Self.score: Self.text(scores.mean)]
        let reasons = scores.all.map { one in
            scores.all.count > 1 ? "\(one.criterion): \(one.reason)" : one.reason
        }
        findings[Self.reason(of: Self.score)] = reasons.joined(separator: "; ")
        for one in scores.all {
            let name = Self.score(of: one.criterion)
            findings[name] = "\(one.score)"
            findings[Self.reason(of: name)] = one.reason
        }
        return findings
    }

    /// `7`, `7.5`, `6.33`.
    private static func text(_ mean: Double) -> String {
        let hundredths = Int((mean * 100).rounded())
        let (whole, rest) = (hundredths / 100, hundredths % 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
