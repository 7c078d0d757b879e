import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `vary similarity:0.8`: other pictures of the same kind.
struct Vary: Verb {
    private static let similarity = 0.7

    let signature = Signature(
        "vary", "makes a variation of the picture", takes: .image, isPaid: true,
        positional: Common.text(
            "what it shows; without it the text that made the picture", isRequired: false),
        parameters: [
            Parameter(
                "similarity", .number(0...1), default: "0.7",
                "how like the picture it is; nova-canvas takes 0.2 and more"),
            Parameter(
                "with", .list(of: .image, count: 1...4), "nova-canvas only: further pictures"),
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

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input else { return [] }
        let chosen = try draft.choose(
            [
                Route(StableDiffusion35Large.self, lacks: ["with"] + NovaOptions.names),
                Route(NovaCanvas.self, objection: similarity(on:)),
            ], for: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let parts = RequestDraft(stage, input, copy: copy, on: chosen)
            images.append(
                chosen.model is NovaCanvas.Type
                    ? try nova(input, parts, in: &draft) : try stability(input, parts, in: &draft))
        }
        return images
    }

    private func similarity(on stage: VerbCall) -> Route.Objection? {
        let range = NovaCanvas.similarity
        guard let asked = stage.number("similarity"), !range.contains(asked) else { return nil }
        return Route.Objection(
            "takes a similarity of \(range.lowerBound) and more",
            .model(
                .outOfRange(
                    parameter: "similarity", value: asked, range, card: NovaCanvas.card,
                    span: stage.valueSpan("similarity"))))
    }

    private func stability(
        _ input: PlannedImage, _ draft: RequestDraft, in plan: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        var parts = draft
        let stage = parts.stage
        let similarity = stage.number("similarity") ?? Self.similarity
        // Four decimals: 1 - 0.7 is not quite 0.3.
        let change = ((1 - similarity) * 10_000).rounded() / 10_000
        if change == 0 {
            plan.report(
                .parameter(
                    .changesNothing(parameter: "similarity", span: stage.span("similarity"))))
        }
        parts.note(
            "similarity \(similarity) (1 keeps the picture, 0 makes a new one) is sent as strength \(change)"
        )
        parts.note("the answer has about a megapixel, whatever the size of the picture")
        let (text, span) = try plan.describing(input, for: &parts, named: stage.verb)
        let prompt = try parts.value(text, named: "text", at: span, in: plan)
        return try plan.redraw(input, prompt, text, change: change, with: &parts)
    }

    private func nova(
        _ input: PlannedImage, _ draft: RequestDraft, in plan: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        var parts = draft
        let stage = parts.stage
        let text = try parts.text("text", in: plan)
        let negative = try parts.text("negative", in: plan)
        let further = try plan.images("with", of: stage)
        let size = NovaSize(.init(1_024, 1_024), following: input, parts, in: plan)
        let request = NovaCanvas.variation(
            text: text, negative: negative,
            similarity: stage.number("similarity") ?? Self.similarity, further: further.count,
            config: parts.config(size, in: &plan))
        let format = try parts.format(size.output, hasAlpha: false, in: &plan)
        let pictures = further.enumerated().map { offset, image in
            CallRequest.Picture(.with(offset + 1), image)
        }
        let planned = stage.text("text").map { plan.text($0, for: input, names: stage.names) }
        return try plan.call(
            parts, request, price: NovaOptions(stage).price(at: size.largest),
            pictures: [.init(.image, input)] + pictures, outputSize: size.output, format: format,
            hasAlpha: false, provenance: parts.provenance(planned))
    }
}

extension PlanDraft {
    /// The text that tells what the picture shows: the stage's own, or the one that made it.
    ///
    /// - Parameter name: the call as the user wrote it, for messages: `upscale creative`.
    mutating func describing(
        _ input: PlannedImage, for parts: inout RequestDraft, named name: String
    ) throws(PlanProblem) -> (text: PlannedText, span: Span) {
        let stage = parts.stage
        if let template = stage.text("text") {
            return (text(template, for: input, names: stage.names), template.span)
        }
        let origin = input.forecast.provenance
        guard let text = origin.text else {
            throw .parameter(.textNeeded(verb: name, span: stage.call.span))
        }
        if origin.textIsPartial {
            report(
                .parameter(
                    .partialText(verb: name, text.description, span: stage.call.span)))
        }
        parts.note(
            "uses the words that made the picture: `\(Preview(text.description, limit: 100))`")
        return (text, stage.verbSpan)
    }
}
