import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `upscale fast|conservative|creative`: enlarges the picture.
struct Upscale: Verb {
    private enum Mode: String, CaseIterable {
        case fast, conservative, creative

        var model: any BedrockModel.Type {
            switch self {
            case .fast: StableFastUpscale.self
            case .conservative: StableConservativeUpscale.self
            case .creative: StableCreativeUpscale.self
            }
        }
    }

    let signature = Signature(
        "upscale", "enlarges the picture: four times (fast), true to it, or with invented detail",
        takes: .image, isPaid: true,
        positional: Parameter(
            "mode", .word(Mode.allCases.map(\.rawValue)),
            Mode.allCases.map { "\($0.rawValue) \($0.model.card.price.amount)" }
                .joined(separator: ", ")),
        parameters: [
            Common.text(
                "what the picture shows; without it the text that made it", isRequired: false),
            Parameter(
                "creativity", .number(StableCreativeUpscale.creativity),
                "how much is invented; creative and conservative only"),
            Common.negative, Common.style, Common.seed, Common.count,
            Common.format([.png, .jpeg, .webp]), Common.region, Common.fit, Common.fresh,
        ],
        examples: [
            Example("load \"a.png\" | upscale fast | save", "four times the width and height"),
            Example(
                "generate \"a harbour at dawn\" | upscale creative | save",
                "about 9 megapixels, with the text that made the picture"),
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input else { return [] }
        guard let mode = stage.word("mode").flatMap(Mode.init(rawValue:)) else {
            throw .parameter(
                .upscaleWithoutMode(
                    prices: Mode.allCases.map { ($0.rawValue, $0.model.card.price.amount) },
                    span: stage.verbSpan))
        }
        try refuse(stage, mode, in: draft)
        guard mode != .fast else { return [try fast(stage, input, in: &draft)] }
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            images.append(try guided(mode, copy: copy, of: stage, input, in: &draft))
        }
        return images
    }

    private func refuse(_ stage: VerbCall, _ mode: Mode, in draft: PlanDraft) throws(PlanProblem) {
        switch mode {
        case .fast:
            try draft.refuse(
                ["text", "creativity", "negative", "style", "seed", "count"], of: stage,
                by: "upscale fast", takenBy: ["upscale creative", "upscale conservative"])
        case .conservative:
            try draft.refuse(
                ["style"], of: stage, by: "upscale conservative", takenBy: ["upscale creative"])
        case .creative:
            break
        }
    }

    private func fast(
        _ stage: VerbCall, _ input: PlannedImage, in draft: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = StableFastUpscale
        let before = input.forecast.blind
        let format = try draft.outputFormat(
            of: Model.card,
            size: largestAnswer(
                from: draft.sentSize(of: input, to: Model.card, for: stage),
                isAsked: stage["format"] != nil),
            hasAlpha: before.hasAlpha, stage: stage)
        return try draft.call(
            CallRequest(
                model: Model.self, request: Model.request(format: format), late: [:], image: input,
                outputSize: Model.outputSize, format: format,
                hasAlpha: before.hasAlpha && format.carriesAlpha,
                provenance: input.forecast.provenance.after(stage.verb)),
            for: stage)
    }

    private func guided(
        _ mode: Mode, copy: Int, of stage: VerbCall, _ input: PlannedImage,
        in draft: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        let (text, span, note) = try text(mode, of: stage, input, in: &draft)
        var late: [String: LateValue] = [:]
        let prompt = try draft.requestText(
            text, named: "text", length: Stability.promptLength, span: span, late: &late)
        let negative = try draft.negative(
            of: stage, input: input, length: Stability.promptLength, late: &late)
        let seed = draft.seed(of: stage, input: input, copy: copy, late: &late)
        let size =
            mode == .creative
            ? StableCreativeUpscale.outputSize : StableConservativeUpscale.outputSize
        let before = input.forecast.blind
        let format = try draft.outputFormat(
            of: mode.model.card,
            size: size(draft.sentSize(of: input, to: mode.model.card, for: stage)),
            hasAlpha: before.hasAlpha, stage: stage)
        let creativity = stage.number("creativity")
        let request =
            mode == .creative
            ? StableCreativeUpscale.request(
                prompt: prompt, creativity: creativity, negative: negative,
                style: stage.word("style"), seed: seed, format: format)
            : StableConservativeUpscale.request(
                prompt: prompt, creativity: creativity, negative: negative, seed: seed,
                format: format)
        var provenance = input.forecast.provenance.after(stage.verb)
        if stage["text"] != nil {
            provenance.text = text
            provenance.textIsPartial = false
        }
        return try draft.call(
            CallRequest(
                model: mode.model, request: request, late: late, image: input, outputSize: size,
                format: format, hasAlpha: before.hasAlpha && format.carriesAlpha,
                provenance: provenance, notes: note),
            for: stage)
    }

    /// The text that goes with the picture: the stage's own, or the one that made the picture.
    private func text(
        _ mode: Mode, of stage: VerbCall, _ input: PlannedImage, in draft: inout PlanDraft
    ) throws(PlanProblem) -> (text: PlannedText, span: Span, notes: [String]) {
        if let template = stage.text("text") {
            return (draft.text(template, for: input, names: stage.names), template.span, [])
        }
        guard let text = input.forecast.provenance.text else {
            throw .parameter(.textNeeded(mode: mode.rawValue, span: stage.call.span))
        }
        if input.forecast.provenance.textIsPartial {
            draft.report(.parameter(.partialText(text.description, span: stage.call.span)))
        }
        return (
            text, stage.verbSpan, ["text `\(Preview(text.description))`, which made the picture"]
        )
    }

    /// The size of a fast upscale's answer, for the choice of its format: where the size that goes in
    /// is a guess, as large as this model's answers get, unless the user chose.
    private func largestAnswer(from size: SizeForecast, isAsked: Bool) -> SizeForecast {
        typealias Model = StableFastUpscale
        guard let limits = Model.card.input else { return .unknown }
        guard size.isExact || isAsked else {
            let side = Int(Double(limits.pixels.upperBound).squareRoot())
            return Model.outputSize(input: .about(PixelSize(side, side)))
        }
        return Model.outputSize(input: size)
    }
}
