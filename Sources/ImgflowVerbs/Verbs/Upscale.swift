import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `upscale fast|conservative|creative`: enlarges the picture.
struct Upscale: Verb {
    private enum Mode: String, CaseIterable {
        case fast, conservative, creative

        static var prices: [(mode: String, price: Dollars)] {
            allCases.map { ($0.rawValue, $0.model.card.price.amount) }
        }

        var model: any BedrockModel.Type {
            switch self {
            case .fast: StableFastUpscale.self
            case .conservative: StableConservativeUpscale.self
            case .creative: StableCreativeUpscale.self
            }
        }

        /// From the size that goes in to the size that comes out.
        var enlarging: @Sendable (SizeForecast) -> SizeForecast {
            switch self {
            case .fast: { StableFastUpscale.outputSize(input: $0) }
            case .conservative: { StableConservativeUpscale.outputSize(input: $0) }
            case .creative: { StableCreativeUpscale.outputSize(input: $0) }
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

    var models: [any BedrockModel.Type] { Mode.allCases.map(\.model) }

    func plan(
        _ asked: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input else { return [] }
        guard let mode = asked.word("mode").flatMap(Mode.init(rawValue:)) else {
            throw .parameter(
                .upscaleWithoutMode(
                    prices: Mode.prices, span: asked.verbSpan))
        }
        let (stage, notes) = taken(by: mode, of: asked)
        try refuse(stage, mode, in: draft)
        let chosen = try draft.choose(
            routes(asking: mode), for: stage, asked: "upscale \(mode.rawValue)")
        try checkGain(of: input, stage, mode, chosen.card, in: &draft)
        guard mode != .fast else {
            var parts = RequestDraft(stage, input, copy: 0, on: chosen)
            for note in notes { parts.note(note) }
            let result = try fast(parts, in: &draft)
            return [draft.unframed(result, of: input, on: chosen, for: stage)]
        }
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var parts = RequestDraft(stage, input, copy: copy, on: chosen)
            for note in notes { parts.note(note) }
            let result = try guided(mode, input, parts, in: &draft)
            images.append(draft.unframed(result, of: input, on: chosen, for: stage))
        }
        return images
    }

    /// An image that comes out smaller than it went in is not worth a call; one that hardly grows is
    /// told of.
    private func checkGain(
        of input: PlannedImage, _ stage: VerbCall, _ mode: Mode, _ card: ModelCard,
        in draft: inout PlanDraft
    ) throws(PlanProblem) {
        let result = mode.enlarging(draft.sentSize(of: input, to: card, for: stage))
        let verb = "upscale \(mode.rawValue)"
        let most = card.input?.most ?? ""
        // What is not known exactly is checked again by the run.
        let size = input.forecast.blind.size
        guard size.isReliable, let before = size.size, let after = result.size else { return }
        if after.pixels < before.pixels {
            throw .image(
                .shrinks(verb: verb, size, to: result, most: most, span: stage.call.span))
        }
        guard Double(after.pixels) < 1.5 * 1.5 * Double(before.pixels) else { return }
        draft.report(
            .image(
                .hardlyEnlarges(verb: verb, size, to: result, most: most, span: stage.call.span)))
    }

    /// What guides an upscale that invents or keeps detail; the fast one has no field for it.
    private static let guidance = ["text", "creativity", "negative", "style", "seed", "count"]

    /// Where the modes are swept, each is sent the parameters that it has: `[fast, creative] text:"x"`.
    private func taken(by mode: Mode, of stage: VerbCall) -> (stage: VerbCall, notes: [String]) {
        guard stage.swept["mode"] != nil else { return (stage, []) }
        let lacking: [String] =
            switch mode {
            case .fast: Self.guidance
            case .conservative: ["style"]
            case .creative: []
            }
        let given = lacking.filter { stage[$0] != nil }
        var stage = stage
        for name in given { stage.call.arguments[name] = nil }
        let notes = given.map { "`upscale \(mode.rawValue)` has no `\($0)`: it is not sent" }
        return (stage, notes)
    }

    /// The other two modes' models are told of, but never taken.
    private func routes(asking mode: Mode) -> [Route] {
        Mode.allCases.map { other in
            Route(other.model) { stage in
                other == mode
                    ? nil
                    : Route.Objection(
                        "is `upscale \(other.rawValue)`",
                        .parameter(
                            .upscaleWithoutMode(
                                prices: Mode.prices, span: stage.verbSpan)))
            }
        }
    }

    private func refuse(_ stage: VerbCall, _ mode: Mode, in draft: PlanDraft) throws(PlanProblem) {
        switch mode {
        case .fast:
            try draft.refuse(
                Self.guidance, of: stage, by: "upscale fast",
                takenBy: ["upscale creative", "upscale conservative"])
        case .conservative:
            try draft.refuse(
                ["style"], of: stage, by: "upscale conservative", takenBy: ["upscale creative"])
        case .creative:
            break
        }
    }

    private func fast(
        _ drafted: RequestDraft, in draft: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = StableFastUpscale
        var parts = drafted
        parts.enlarging = Mode.fast.enlarging
        guard let input = parts.input else {
            throw .parameter(.upscaleWithoutMode(prices: Mode.prices, span: parts.stage.verbSpan))
        }
        let isAsked = parts.stage["format"] != nil
        let format = try parts.format(
            { sent in largestAnswer(from: sent, isAsked: isAsked) }, in: &draft)
        return try draft.edit(
            parts, Model.request(format: format), pictures: [.init(.image, input)],
            outputSize: Model.outputSize, format: format, provenance: parts.provenance())
    }

    private func guided(
        _ mode: Mode, _ input: PlannedImage, _ draft: RequestDraft, in plan: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        var parts = draft
        parts.enlarging = mode.enlarging
        let stage = parts.stage
        let (text, span) = try plan.describing(
            input, for: &parts, named: "upscale \(mode.rawValue)")
        let prompt = try parts.value(text, named: "text", at: span, in: plan)
        let negative = try parts.text("negative", in: plan)
        let size = mode.enlarging
        let format = try parts.format(size, in: &plan)
        let creativity = stage.number("creativity")
        let seed = parts.seed(in: &plan)
        let request =
            mode == .creative
            ? StableCreativeUpscale.request(
                prompt: prompt, creativity: creativity, negative: negative,
                style: stage.word("style"), seed: seed, format: format)
            : StableConservativeUpscale.request(
                prompt: prompt, creativity: creativity, negative: negative, seed: seed,
                format: format)
        return try plan.edit(
            parts, request, pictures: [.init(.image, input)], outputSize: size, format: format,
            provenance: parts.provenance(stage["text"] == nil ? nil : text))
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
