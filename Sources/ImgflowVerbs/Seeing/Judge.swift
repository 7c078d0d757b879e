import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `judge "the product is sharp"`, `judge [sharp:"…", mood:"…"] like:"before.jpg"`: scores from 0 to 10.
struct Judge: SeeingVerb {
    private static let name = "score"

    let signature = Signature(
        "judge", "score the image from 0 to 10 by your criteria: {score}, {score-reason}",
        takes: .image, isPaid: true, isNewer: true, group: .seeing,
        positional: Parameter(
            "criteria",
            .either([
                .text(maximum: SeeingCard.promptLength.upperBound),
                .list(of: .text(maximum: SeeingCard.promptLength.upperBound), count: 1...20),
            ]), isRequired: true, "one criterion, or several, each with a name"),
        parameters: [
            Parameter("like", .image, "the image to compare with"),
            SeeingParameters.into(name),
        ] + SeeingParameters.common,
        examples: [
            Example(
                "load \"*.png\" | judge \"the subject is sharp\" | where score >= 7 | save \"good/{name}\"",
                "keeps the sharp ones"),
            Example(
                "load \"a.png\" | judge [sharp:\"the subject is sharp\", mood:\"it looks calm\"] | label \"{sharp} {mood}\" | save \"judged.png\"",
                "two criteria: {sharp}, {mood}, and their mean {score}"),
        ],
        fields: { arguments in
            var names = [name]
            if case .word(let word)? = arguments["into"]?.value { names = [word] }
            if case .list(let items)? = arguments["criteria"]?.value {
                names += items.compactMap(\.label)
            }
            return names.flatMap { [$0, JudgeQuestion.reason(of: $0)] }
        })

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let name = try stage.fieldName(default: Self.name)
        let criteria = try criteria(of: stage, mean: name)
        let like = try plan.image("like", of: stage)
        plan.warnOfWords(on: [input], for: stage)
        let look = Look(
            JudgeQuestion(criteria: criteria.map(\.name), isCompared: like != nil),
            texts: criteria.map { ($0.text, $0.span) },
            images: (like.map { [(.reference, $0)] } ?? []) + [(.image, input)])
        let found = try plan.look(look, for: stage)
        var names = [
            name: JudgeQuestion.score,
            JudgeQuestion.reason(of: name): JudgeQuestion.reason(of: JudgeQuestion.score),
        ]
        for one in criteria where one.isNamed {
            let key = JudgeQuestion.score(of: one.name)
            names[one.name] = key
            names[JudgeQuestion.reason(of: one.name)] = JudgeQuestion.reason(of: key)
        }
        return [plan.note(names, of: found, on: input, for: stage)]
    }

    private struct Criterion {
        var name: String
        var isNamed: Bool
        var text: PlannedText
        var span: Span
    }

    private func criteria(
        of stage: StageContext, mean: String
    ) throws(PlanProblem) -> [Criterion] {
        guard case .list(let items)? = stage["criteria"]?.value else {
            return stage.text("criteria").map {
                [
                    Criterion(
                        name: Self.name, isNamed: false, text: stage.filled($0),
                        span: stage.valueSpan("criteria"))
                ]
            } ?? []
        }
        var criteria: [Criterion] = []
        for item in items {
            guard case .text(let template) = item.value else { continue }
            if items.count > 1, item.label == nil {
                throw .parameter(.unnamedCriterion(span: item.span))
            }
            if let label = item.label {
                try StageContext.checkFree(label, at: item.span)
                let own: Set = [label, JudgeQuestion.reason(of: label)]
                let isMean = !own.isDisjoint(with: [mean, JudgeQuestion.reason(of: mean)])
                let isOther = criteria.contains {
                    !own.isDisjoint(with: [$0.name, JudgeQuestion.reason(of: $0.name)])
                }
                if isMean || isOther {
                    throw .parameter(
                        .fieldTaken(
                            label, by: isMean ? "the mean score" : "another criterion",
                            parameter: nil, span: item.span))
                }
            }
            criteria.append(
                Criterion(
                    name: item.label ?? Self.name, isNamed: item.label != nil,
                    text: stage.filled(template), span: item.span))
        }
        return criteria
    }
}
