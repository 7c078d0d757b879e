/// What a judge said of an image: a score for each criterion, and why.
package struct Scores: Hashable, Sendable {
    package struct Score: Hashable, Sendable {
        package var criterion: String
        package var score: Int
        package var reason: String
    }

    /// In the order of the criteria.
    package var all: [Score]

    package static let range = 0...10
    /// Of a reason.
    private static let longestReason = 300

    /// The form that asks for them: reasons stand before scores.
    package static func form(_ criteria: [String]) -> ConverseTool {
        ConverseTool(
            name: "report_scores", description: "Report one score for each criterion.",
            fields: [
                .init(
                    "scores",
                    .list(
                        .object([
                            .init("criterion", .choice(criteria)), .init("reason", .text),
                            .init("score", .integer),
                        ])))
            ])
    }

    /// Each criterion exactly once, each score within its range; what nobody asked for is dropped.
    package init(_ form: SeenValue, of criteria: [String]) throws(ConverseProblem) {
        guard let items = form["scores"]?.items else { throw .field("scores", "a list") }
        var found: [String: Score] = [:]
        for item in items {
            guard case .text(let criterion)? = item["criterion"] else {
                throw .field("criterion", "text")
            }
            guard criteria.contains(criterion) else { continue }
            guard let score = item["score"]?.whole, Self.range.contains(score) else {
                throw .field("score", "a whole number from 0 to 10")
            }
            guard case .text(let reason)? = item["reason"] else { throw .field("reason", "text") }
            guard found[criterion] == nil else { throw .field("scores", "one of each criterion") }
            found[criterion] = Score(
                criterion: criterion, score: score,
                reason: SeenText.line(reason, longest: Self.longestReason))
        }
        all = criteria.compactMap { found[$0] }
        guard !all.isEmpty, all.count == criteria.count else {
            throw .field("scores", "one of each criterion")
        }
    }

    package var mean: Double { Double(all.reduce(0) { $0 + $1.score }) / Double(all.count) }
}

/// Which of two images is better.
package enum PairVerdict: Hashable, Sendable {
    case first, second, tie

    package static let form = ConverseTool(
        name: "report_winner", description: "Report the better image.",
        fields: [.init("reason", .text), .init("winner", .choice(["1", "2", "tie"]))])

    package init(_ form: SeenValue) throws(ConverseProblem) {
        switch form["winner"] {
        case .text("1"): self = .first
        case .text("2"): self = .second
        case .text("tie"): self = .tie
        default: throw .field("winner", "`1`, `2`, or `tie`")
        }
    }

    /// Of one pair asked in both orders: models prefer what stands first, so both must agree.
    package static func agreed(_ one: PairVerdict, swapped other: PairVerdict) -> PairVerdict {
        switch (one, other) {
        case (.first, .second): .first
        case (.second, .first): .second
        default: .tie
        }
    }
}
