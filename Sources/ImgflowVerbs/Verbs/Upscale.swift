import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `upscale fast|conservative|creative`: enlarges the image.
struct Upscale: Verb {
    fileprivate enum Mode: String, CaseIterable {
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
        "upscale", "upscale the image: fast (4x), conservative, or creative",
        takes: .image, isPaid: true,
        positional: Parameter(
            "mode", .word(Mode.allCases.map(\.rawValue)),
            Mode.allCases.map { "\($0.rawValue) \($0.model.card.price.amount)" }
                .joined(separator: ", ")),
        parameters: [
            Common.text(
                "the prompt, what the image shows (default: its prompt)", isRequired: false),
            Parameter(
                "creativity", .number(StableCreativeUpscale.creativity),
                "how much is invented; creative and conservative only"),
            Common.negative, Common.style, Common.seed, Common.count,
            Common.format([.png, .jpeg, .webp]), Common.region, Common.fit, Common.fresh,
        ],
        examples: [
            Example("load \"a.png\" | upscale fast | save", "four times the width and height"),
            Example(
                "generate \"a harbor at dawn\" | upscale creative | save",
                "about 9 megapixels, with the prompt of the image"),
        ])

    var models: [any BedrockModel.Type] { Mode.allCases.map(\.model) }

    func plan(
        _ asked: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = asked.input else { return [] }
        guard let mode = asked.word("mode").flatMap(Mode.init(rawValue:)) else {
            throw .parameter(
                .upscaleWithoutMode(
                    prices: Mode.prices, span: asked.verbSpan))
        }
        let (stage, notes) = taken(by: mode, of: asked)
        try refuse(stage, mode, in: plan)
        let (chosen, build) = try plan.choose(
            candidates(asking: mode), for: stage, asked: "upscale \(mode.rawValue)")
        try checkGain(of: input, stage, mode, chosen.card, in: &plan)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var builder = RequestBuilder(stage, input, copy: copy, on: chosen)
            for note in notes { builder.note(note) }
            let result = try build(builder, input, &plan)
            images.append(plan.unframed(result, of: input, on: chosen, for: stage))
        }
        return images
    }

    /// An image that comes out smaller than it went in is not worth a call; one that hardly grows is
    /// reported.
    private func checkGain(
        of input: PlannedImage, _ stage: StageContext, _ mode: Mode, _ card: ModelCard,
        in plan: inout PlanBuilder
    ) throws(PlanProblem) {
        let result = mode.enlarging(stage.sentSize(of: input, to: card))
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
        plan.report(
            .image(
                .hardlyEnlarges(verb: verb, size, to: result, most: most, span: stage.call.span)),
            for: stage)
    }

    /// What guides an upscale that invents or keeps detail; the fast one has no field for it.
    private static let guidance = ["text", "creativity", "negative", "style", "seed", "count"]

    /// Where the modes are swept, each is sent the parameters that it has: `[fast, creative] text:"x"`.
    private func taken(by mode: Mode, of stage: StageContext) -> (
        stage: StageContext, notes: [String]
    ) {
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

    /// The models of the other two modes are listed, and never chosen.
    private func candidates(asking mode: Mode) -> [ModelCandidate<PlannedImage>] {
        Mode.allCases.map { other in
            ModelCandidate(
                other.model,
                incompatibility: { stage in
                    other == mode
                        ? nil
                        : Incompatibility(
                            "is `upscale \(other.rawValue)`",
                            .parameter(
                                .upscaleWithoutMode(prices: Mode.prices, span: stage.verbSpan)))
                },
                build: { (builder, input, plan) throws(PlanProblem) in
                    switch other {
                    case .fast: try plan.upscaleFast(builder)
                    case .conservative:
                        try plan.upscale(builder, input, other) { parts in
                            StableConservativeUpscale.request(
                                prompt: parts.prompt, creativity: parts.creativity,
                                negative: parts.negative, seed: parts.seed, format: parts.format)
                        }
                    case .creative:
                        try plan.upscale(builder, input, other) { parts in
                            StableCreativeUpscale.request(
                                prompt: parts.prompt, creativity: parts.creativity,
                                negative: parts.negative, style: parts.style, seed: parts.seed,
                                format: parts.format)
                        }
                    }
                })
        }
    }

    private func refuse(_ stage: StageContext, _ mode: Mode, in plan: PlanBuilder)
        throws(PlanProblem)
    {
        switch mode {
        case .fast:
            try plan.refuse(
                Self.guidance, of: stage, by: "upscale fast",
                takenBy: ["upscale creative", "upscale conservative"])
        case .conservative:
            try plan.refuse(
                ["style"], of: stage, by: "upscale conservative", takenBy: ["upscale creative"])
        case .creative:
            break
        }
    }
}

/// The fields of a guided upscale's request.
private struct UpscaleParts {
    var prompt: RequestValue
    var creativity: Double?
    var negative: RequestValue?
    var style: String?
    var seed: RequestValue
    var format: ImageFormat
}

extension PlanBuilder {
    fileprivate mutating func upscaleFast(
        _ given: RequestBuilder
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = StableFastUpscale
        var builder = given
        builder.enlarging = Upscale.Mode.fast.enlarging
        let isAsked = builder.stage["format"] != nil
        let format = try builder.format(
            { sent in Upscale.largestAnswer(from: sent, isAsked: isAsked) }, in: &self)
        return try edit(
            builder, Model.request(format: format), pictures: builder.inputImage,
            outputSize: Model.outputSize, format: format, provenance: builder.provenance)
    }

    /// An upscale that a text guides.
    fileprivate mutating func upscale(
        _ given: RequestBuilder, _ input: PlannedImage, _ mode: Upscale.Mode,
        by request: (UpscaleParts) -> RequestValue
    ) throws(PlanProblem) -> PlannedImage {
        var builder = given
        builder.enlarging = mode.enlarging
        let stage = builder.stage
        let (text, span) = try describing(input, for: &builder, named: "upscale \(mode.rawValue)")
        let prompt = try builder.value(text, named: "text", at: span)
        let negative = try builder.text("negative")
        let format = try builder.format(mode.enlarging, in: &self)
        let parts = UpscaleParts(
            prompt: prompt, creativity: stage.number("creativity"), negative: negative,
            style: stage.word("style"), seed: builder.seed(in: &self), format: format)
        return try edit(
            builder, request(parts), pictures: builder.inputImage, outputSize: mode.enlarging,
            format: format, provenance: builder.described(by: stage["text"] == nil ? nil : text))
    }
}

extension Upscale {
    /// The size of a fast upscale's answer, for the choice of its format. If the size that goes in is a
    /// guess, it is as large as this model's answers get, unless the user chose a format.
    fileprivate static func largestAnswer(
        from size: SizeForecast, isAsked: Bool
    ) -> SizeForecast {
        typealias Model = StableFastUpscale
        guard let limits = Model.card.input else { return .unknown }
        guard size.isExact || isAsked else {
            let side = Int(Double(limits.pixels.upperBound).squareRoot())
            return Model.outputSize(input: .about(PixelSize(side, side)))
        }
        return Model.outputSize(input: size)
    }
}
