import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `best "the light is soft"`: of all images the one that wins, by pairs that are shown in both orders.
struct Best: SeeingVerb, OrderingVerb {
    let signature = Signature(
        "best", "keep the image that best meets a criterion, compared in pairs",
        takes: .image, isPaid: true, isNewer: true, group: .seeing,
        positional: Parameter(
            "criterion", .text(maximum: SeeingCard.promptLength.upperBound), isRequired: true,
            sweeps: false, "what makes one image better than another"),
        parameters: [
            Parameter(
                "keep", .integer(1...100), default: "1", sweeps: false,
                "how many: one by a knock-out, more by comparing all with all")
        ] + SeeingParameters.common.map(\.unswept),
        examples: [
            Example(
                "generate \"a poster of a red fox\" count:4 | best \"the most elegant\" | save \"poster.png\"",
                "four posters, and six looks for the best of them")
        ])

    func order(
        _ stages: [StageContext], in plan: inout PlanBuilder
    ) throws(PlanProblem) -> Ordering {
        let images = stages.compactMap(\.input)
        guard let stage = stages.first, let criterion = stage.text("criterion") else {
            return .places([])
        }
        let keep = stage.integer("keep") ?? 1
        guard images.count > keep, images.count == stages.count else {
            return .places(Array(stages.indices))
        }
        plan.warnOfWords(on: images, for: stage)
        let text = stage.filled(criterion)
        guard stages.allSatisfy({ $0.filled(criterion) == text }) else {
            throw .parameter(
                .needs(
                    "criterion", needed: "one text",
                    why: "is asked of two images at once, and the field differs between them",
                    fix: "remove the field, or use one of `let`: {$name.stem}",
                    span: stage.valueSpan("criterion")))
        }
        func asked(
            _ one: PlannedImage, _ other: PlannedImage, _ plan: inout PlanBuilder,
            _ notes: [String]
        ) throws(PlanProblem) -> NotedField {
            try plan.look(
                Look(
                    PairQuestion(), texts: [(text, criterion.span)],
                    images: [(.image, one), (.reference, other)], notes: notes), for: stage
            ).field(PairQuestion.winner, as: PairQuestion.winner)
        }
        func pair(
            _ one: (Int, PlannedImage), _ other: (Int, PlannedImage), _ plan: inout PlanBuilder,
            _ notes: [String]
        ) throws(PlanProblem) -> Ranking.Pair {
            Ranking.Pair(
                one.0, other.0, asked: try asked(one.1, other.1, &plan, notes),
                swapped: try asked(other.1, one.1, &plan, []))
        }
        if keep == 1 {
            var winner = images[0]
            for (number, image) in images.enumerated().dropFirst() {
                let notes =
                    number == 1
                    ? [
                        "\(Count(images.count, "image")), a knock-out: each pair in both orders, \(2 * (images.count - 1)) calls"
                    ] : []
                let pair = try pair((0, winner), (1, image), &plan, notes)
                let ranking = Ranking.pairs([pair])
                winner =
                    plan.rank(0..<1, among: [winner, image], by: ranking, for: stage).first
                    ?? winner
            }
            return .images([winner])
        }
        var pairs: [Ranking.Pair] = []
        for first in images.indices {
            for second in images.indices where second > first {
                let notes =
                    pairs.isEmpty
                    ? [
                        "\(Count(images.count, "image")), all with all: each pair in both orders, \(images.count * (images.count - 1)) calls"
                    ] : []
                pairs.append(
                    try pair((first, images[first]), (second, images[second]), &plan, notes))
            }
        }
        return .images(plan.rank(0..<keep, among: images, by: .pairs(pairs), for: stage))
    }
}
