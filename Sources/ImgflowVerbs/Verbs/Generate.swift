import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `generate "a cat" aspect:16:9`: a picture from words.
struct Generate: Verb {
    private static let models: [any BedrockModel.Type] = [
        StableImageCore.self, StableDiffusion35Large.self, StableImageUltra.self, NovaCanvas.self,
    ]

    let signature = Signature(
        "generate", "makes a picture from words", takes: .nothing, isPaid: true,
        positional: Common.text("what the picture shows", isRequired: true),
        parameters: [
            Parameter("aspect", .ratio([]), default: "1:1", "width to height"),
            Parameter(
                "size", .size(side: 64...8_192),
                "pixels; the nearest aspect is generated, then cropped and resized here"),
            Common.negative, Common.seed, Common.count, Common.style,
            Common.format([.png, .jpeg, .webp]), Common.model(Generate.models), Common.region,
        ] + NovaOptions.parameters + [Common.fresh],
        examples: [
            Example(
                "generate \"a harbour at dawn\" aspect:16:9 | save \"harbour.png\"",
                "one wide picture"),
            Example(
                "generate \"a fox\" count:3 style:origami | save \"fox-{index}.png\"",
                "three copies with seeds that count on"),
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let template = stage.text("text") else { return [] }
        if stage["aspect"] != nil, stage["size"] != nil {
            throw .parameter(
                .together(
                    ["aspect", "size"], span: stage.span("size"), other: stage.span("aspect")))
        }
        let pinned = stage.word("model").flatMap(Models.named)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let image =
                if pinned is NovaCanvas.Type {
                    try nova(template, copy: copy, of: stage, input, in: &draft)
                } else {
                    try stability(
                        pinned as? any TextToImageModel.Type ?? StableImageCore.self, template,
                        copy: copy, of: stage, input, in: &draft)
                }
            images.append(image)
        }
        return images
    }

    /// The prompt, with the style's words where the model has no field for them.
    private func prompt(
        _ template: Template, of stage: VerbCall, _ input: PlannedImage?, in draft: PlanDraft
    ) -> (text: PlannedText, notes: [String]) {
        let text = draft.text(template, for: input, names: stage.names)
        guard let words = stage.styleWords() else { return (text, []) }
        return (text + words, ["style adds `\(words)` to the prompt"])
    }

    private func stability(
        _ model: any TextToImageModel.Type, _ template: Template, copy: Int, of stage: VerbCall,
        _ input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        try draft.refuseNovaOptions(of: stage, chosen: model.card)
        let (text, styleNotes) = prompt(template, of: stage, input, in: draft)
        var late: [String: LateValue] = [:]
        let prompt = try draft.requestText(
            text, named: "text", length: Stability.promptLength, span: template.span, late: &late)
        let negative = try draft.negative(
            of: stage, input: input, length: Stability.promptLength, late: &late)
        let seed = draft.seed(of: stage, input: input, copy: copy, late: &late)
        let shape = Shape(stage)
        let aspect = shape.nearest
        let size = model.outputSize(aspect: aspect)
        let format = try draft.outputFormat(
            of: model.card, size: size, hasAlpha: false, stage: stage)
        let image = try draft.call(
            CallRequest(
                model: model,
                request: model.request(
                    prompt: prompt, aspect: "\(aspect.width):\(aspect.height)",
                    negative: negative, seed: seed, format: format),
                late: late, image: nil, outputSize: { _ in size }, format: format, hasAlpha: false,
                provenance: provenance(text, input, stage), notes: styleNotes),
            for: stage)
        return shape.finish(image, generated: aspect, for: stage, in: &draft)
    }

    private func nova(
        _ template: Template, copy: Int, of stage: VerbCall, _ input: PlannedImage?,
        in draft: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        let length = NovaCanvas.card.promptLength ?? 1...1_024
        let (text, notes) = prompt(template, of: stage, input, in: draft)
        var late: [String: LateValue] = [:]
        let prompt = try draft.requestText(
            text, named: "text", length: length, span: template.span, late: &late)
        let negative = try draft.negative(of: stage, input: input, length: length, late: &late)
        let seed = draft.seed(of: stage, input: input, copy: copy, late: &late)
        let shape = Shape(stage)
        let size = shape.novaSize
        let format = try draft.outputFormat(
            of: NovaCanvas.card, size: .exact(size), hasAlpha: false, stage: stage)
        let options = NovaOptions(stage)
        let image = try draft.call(
            CallRequest(
                model: NovaCanvas.self, price: options.price(at: size),
                request: NovaCanvas.textToImage(
                    text: prompt, negative: negative, size: size, quality: options.quality,
                    guidance: options.guidance, seed: seed),
                late: late, image: nil, outputSize: { _ in .exact(size) }, format: format,
                hasAlpha: false, provenance: provenance(text, input, stage), notes: notes),
            for: stage)
        return shape.finish(image, generated: (size.width, size.height), for: stage, in: &draft)
    }

    /// A new picture: of the image that entered only its place in the stream stays.
    private func provenance(
        _ text: PlannedText, _ input: PlannedImage?, _ stage: VerbCall
    ) -> Provenance {
        Provenance(
            index: input?.forecast.provenance.index ?? stage.item, verbs: [stage.verb], text: text)
    }
}

/// The shape that was asked for, and what is done here to reach it.
private struct Shape {
    private enum Wanted {
        case aspect(Ratio)
        case size(PixelSize)
    }

    private let wanted: Wanted

    init(_ stage: VerbCall) {
        switch (stage["size"]?.value, stage["aspect"]?.value) {
        case (.size(let width, let height)?, _): wanted = .size(PixelSize(width, height))
        case (_, .ratio(let ratio)?): wanted = .aspect(ratio)
        default: wanted = .aspect(Ratio(1, 1))
        }
    }

    private var aspect: Double {
        switch wanted {
        case .aspect(let ratio): ratio.value
        case .size(let size): size.aspect
        }
    }

    /// The nearest of the nine aspect ratios; nearest by proportion, so 2:1 is as far as 1:2.
    var nearest: (width: Int, height: Int) {
        func distance(_ ratio: (width: Int, height: Int)) -> Double {
            let value = Double(ratio.width) / Double(ratio.height)
            return max(value / aspect, aspect / value)
        }
        return Stability.aspectRatios.min { distance($0) < distance($1) } ?? (1, 1)
    }

    /// A legal size for Nova Canvas that covers what was asked for as far as its limits go, or a
    /// megapixel of the shape; sides in steps of 16.
    var novaSize: PixelSize {
        let limits = NovaCanvas.outputLimits
        let step = NovaCanvas.sideStep
        let shape = min(max(aspect, 1 / limits.elongation), limits.elongation)
        var pixels = 1_048_576.0
        var rounding = FloatingPointRoundingRule.toNearestOrAwayFromZero
        if case .size(let asked) = wanted {
            let width = max(Double(asked.width), Double(asked.height) * shape)
            pixels = min(
                max(width * width / shape, Double(limits.pixels.lowerBound)),
                Double(limits.pixels.upperBound))
            rounding = .up
        }
        func side(_ length: Double) -> Int {
            let steps = (length / Double(step)).rounded(rounding)
            return min(max(Int(steps) * step, limits.side.lowerBound), limits.side.upperBound)
        }
        let width = (pixels * shape).squareRoot()
        var size = PixelSize(side(width), side(width / shape))
        while limits.refusal(of: size) == .tooLarge || limits.refusal(of: size) == .tooElongated {
            if size.width > size.height { size.width -= step } else { size.height -= step }
        }
        return size
    }

    /// Crops and resizes the model's picture where the model cannot give the shape itself.
    func finish(
        _ image: PlannedImage, generated: (width: Int, height: Int), for stage: VerbCall,
        in draft: inout PlanDraft
    ) -> PlannedImage {
        let ratio = "\(generated.width):\(generated.height)"
        switch wanted {
        case .size(let size):
            if image.forecast.blind.size == .exact(size) { return image }
            return draft.apply(
                ResizeOperation(.box(size, .cover)), to: image,
                notes: ["generated as \(ratio), then cropped and resized to \(size) here"],
                for: stage)
        case .aspect(let asked):
            let shape = Double(generated.width) / Double(generated.height)
            // Nova's sides go in steps of 16: near enough is as asked.
            let isNear = image.forecast.blind.size.isExact && abs(shape / asked.value - 1) < 0.02
            if shape == asked.value || isNear { return image }
            return draft.apply(
                CropToShapeOperation(asked), to: image,
                notes: [
                    "generated as \(ratio), the nearest the model knows, then cropped to \(asked) here"
                ],
                for: stage)
        }
    }
}
