import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `describe`, `describe "which season is it?" into:season`: a sentence about the image, as a field.
struct Describe: SeeingVerb {
    static let name = "description"
    private static let words = 30

    let signature = Signature(
        "describe", "write a sentence about the image into a field: {description}",
        takes: .image, isPaid: true, isNewer: true, group: .seeing,
        positional: Parameter(
            "question", .text(maximum: SeeingCard.promptLength.upperBound), sweeps: false,
            "the question (default: alternative text, for people who cannot see the image)"),
        parameters: [
            SeeingParameters.into(name),
            Parameter(
                "words", .integer(1...200), default: "\(words)", "maximum number of words"),
            Parameter(
                "language", .text(maximum: 60), "the language to write in: \"German\""),
        ] + SeeingParameters.common,
        examples: [
            Example(
                "load \"a.png\" | describe | label \"{description}\" | save \"captioned.png\"",
                "what the image shows, written below it"),
            Example(
                "load \"a.png\" | describe \"which season is it?\" into:season words:1 | save \"{season}.png\"",
                "named after the season"),
        ],
        fields: { arguments in
            if case .word(let name)? = arguments["into"]?.value { [name] } else { [name] }
        })

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let name = try stage.fieldName(default: Self.name)
        let question = stage.text("question")
        let language = stage.text("language").map { stage.filled($0) }
        guard language == nil || language?.known != nil else {
            throw .parameter(
                .needs(
                    "language", needed: "known text",
                    why: "is part of the question, and the field is known only during the run",
                    fix: "write the language: language:\"German\"", span: stage.span("language")))
        }
        let look = Look(
            DescribeQuestion(
                words: stage.integer("words") ?? Self.words,
                language: language?.known, isQuestion: question != nil),
            texts: question.map {
                [(stage.filled($0), stage.valueSpan("question"))]
            } ?? [],
            images: [(.image, input)])
        let found = try plan.look(look, for: stage)
        return [
            plan.note([name: DescribeQuestion.finding], of: found, on: input, for: stage)
        ]
    }
}
