import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `vary similarity:0.8`: other images of the same kind.
struct Vary: Verb {
    let signature = Signature(
        "vary", "make a variation of the image", takes: .image, isPaid: true,
        positional: Common.text(
            "the prompt, what it shows (default: the prompt of the image)", isRequired: false),
        parameters: [
            Parameter(
                "similarity", .number(0...1), default: "0.7",
                "similarity to the image; nova-canvas requires at least 0.2"),
            Parameter(
                "with", .list(of: .image, count: 1...4), "nova-canvas only: further images"),
            Common.negative, Common.seed, Common.count,
            Common.format(StableDiffusion35Large.card.outputFormats),
            Common.model([StableDiffusion35Large.self, NovaCanvas.self]), Common.region,
            Common.fit,
        ] + NovaOptions.parameters + [Common.fresh],
        examples: [
            Example(
                "load \"a.png\" | vary \"a village in the hills\" similarity:0.6 count:3 | save",
                "three variations of a.png")
        ])

    private static let candidates: [ModelCandidate<PlannedImage>] = [
        ModelCandidate(
            StableDiffusion35Large.self, lacks: ["with"] + NovaOptions.names,
            build: { (builder, given, plan) throws(PlanProblem) in
                try plan.vary(builder, given)
            }),
        ModelCandidate(
            NovaCanvas.self, incompatibility: NovaOptions.similarity(on:),
            build: { (builder, given, plan) throws(PlanProblem) in
                try plan.novaVary(builder, given)
            }),
    ]

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let (chosen, build) = try plan.choose(Self.candidates, for: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let builder = RequestBuilder(stage, input, copy: copy, on: chosen)
            images.append(try build(builder, input, &plan))
        }
        return images
    }
}

extension PlanBuilder {
    fileprivate mutating func vary(
        _ given: RequestBuilder, _ input: PlannedImage
    ) throws(PlanProblem) -> PlannedImage {
        var builder = given
        let stage = builder.stage
        let similarity = stage.number("similarity") ?? NovaOptions.defaultSimilarity
        // Four decimals: 1 - 0.7 is not quite 0.3.
        let change = ((1 - similarity) * 10_000).rounded() / 10_000
        if change == 0 {
            report(
                .parameter(
                    .changesNothing(parameter: "similarity", span: stage.span("similarity"))),
                for: stage)
        }
        builder.note(
            "similarity \(similarity) (1 keeps the image, 0 makes a new one) is sent as strength \(change)"
        )
        builder.note("the result has about one megapixel, regardless of the image's size")
        let (text, span) = try describing(input, for: &builder, named: stage.verb)
        let prompt = try builder.value(text, named: "text", at: span)
        return try redraw(input, prompt, text, change: change, with: &builder)
    }

    /// The text that tells what the image shows: the stage's own, or the one that made it.
    ///
    /// - Parameter name: the call as the user wrote it, for messages: `upscale creative`.
    mutating func describing(
        _ input: PlannedImage, for builder: inout RequestBuilder, named name: String
    ) throws(PlanProblem) -> (text: PlannedText, span: Span) {
        let stage = builder.stage
        if let template = stage.text("text") {
            return (stage.filled(template, for: input), template.span)
        }
        let origin = input.forecast.provenance
        guard let text = origin.text else {
            throw .parameter(.textNeeded(verb: name, span: stage.call.span))
        }
        if origin.textIsPartial {
            report(
                .parameter(
                    .partialText(verb: name, text.description, span: stage.call.span)),
                for: stage)
        }
        builder.note(
            "reuses the prompt of the image: `\(Preview(text.description, limit: 100))`")
        return (text, stage.verbSpan)
    }
}
