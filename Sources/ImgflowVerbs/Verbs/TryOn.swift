import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `try-on garment:"coat.png" part:upper-body`: dresses a person. Only Nova Canvas did it.
struct TryOn: Verb {
    private typealias Styling = NovaCanvas.Styling

    let signature = Signature(
        "try-on", "put a garment on the person in the image", takes: .image,
        isPaid: true,
        parameters: [
            Parameter("garment", .image, isRequired: true, "image of the garment"),
            Parameter("part", .word(NovaCanvas.TryOn.parts), "garment class, or where it goes"),
            Parameter(
                "mask", MaskParameter.type,
                "instead of `part`: text for what to replace, or an image that is white there"),
            Parameter(
                "shape", .word(NovaCanvas.MaskShape.allCases.map(\.rawValue)),
                "shape of the region that `part` or the text selects"),
            Parameter("sleeves", .word(Styling.Sleeves.allCases.map(\.rawValue)), "long sleeves"),
            Parameter("tuck", .truth, "whether a top is tucked in"),
            Parameter("layer", .word(Styling.Layer.allCases.map(\.rawValue)), "an outer layer"),
            Parameter(
                "keep",
                .switches(NovaCanvas.TryOn.exclusions, states: NovaCanvas.TryOn.switches),
                "what to preserve: [face, hands], or [face:off]"),
            Parameter(
                "merge", .word(NovaCanvas.TryOn.merges), default: "balanced",
                "how to join garment and person"),
            Parameter(
                "return-mask", .truth, default: "false",
                "return the mask as a second image, white where pixels changed"),
            Common.seed, Common.count, Common.format(NovaCanvas.card.outputFormats),
            Common.model([NovaCanvas.self]), Common.region, Common.fit,
        ] + NovaOptions.parameters + [Common.fresh],
        examples: [
            Example(
                "load \"a.png\" | try-on garment:\"coat.png\" part:upper-body model:nova-canvas | save",
                "the person of a.png in the coat")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let garment = try plan.image("garment", of: stage) else {
            return []
        }
        try checkCompany(of: stage)
        let chosen = try plan.choose(only: NovaCanvas.self, for: stage)
        let mask = try MaskParameter(of: stage, in: &plan)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var builder = RequestBuilder(stage, input, copy: copy, on: chosen)
            let dressed = try dressed(mask, &builder)
            let returnsMask = stage.truth("return-mask")
            let request = NovaCanvas.tryOn(
                dressed, keeping: keeping(stage), merge: stage.word("merge"),
                returnsMask: returnsMask, config: builder.config(in: &plan))
            let image = try plan.call(
                builder, request, price: NovaOptions(stage).price(of: input),
                pictures: Self.pictures(of: builder, mask) + [.init(.garment, garment)],
                outputSize: { $0.guessed },
                format: try builder.format({ _ in .unknown }, hasAlpha: false, in: &plan),
                hasAlpha: false, provenance: builder.provenance)
            images.append(image)
            if returnsMask { images.append(plan.returnedMask(of: image, for: stage)) }
        }
        return images
    }

    /// Exactly one of `part` and `mask`, and with each only what its kind of mask knows.
    private func checkCompany(of stage: StageContext) throws(PlanProblem) {
        if stage["part"] != nil, stage["mask"] != nil {
            throw .parameter(
                .together(
                    ["part", "mask"], span: stage.span("mask"), other: stage.span("part")))
        }
        if stage["part"] == nil, stage["mask"] == nil {
            throw .parameter(
                .needs(
                    "try-on", needed: "part", why: "where does the garment go?",
                    fix: "add part:upper-body, or mask:\"the jacket\"", span: stage.verbSpan))
        }
        for name in ["sleeves", "tuck", "layer"]
        where stage[name] != nil && stage["part"] == nil {
            throw .parameter(
                .needs(
                    name, needed: "part", why: "works only with `part`",
                    fix: "remove `\(name)`, or use part:upper-body instead of `mask`",
                    span: stage.span(name)))
        }
        if stage["shape"] != nil, stage["mask"] != nil, !stage.hasMaskWords {
            throw .parameter(
                .together(
                    ["mask", "shape"], span: stage.span("shape"), other: stage.span("mask")))
        }
    }

    private func dressed(
        _ mask: MaskParameter?, _ builder: inout RequestBuilder
    ) throws(PlanProblem) -> NovaCanvas.Dressed {
        let stage = builder.stage
        let shape = stage.word("shape").flatMap(NovaCanvas.MaskShape.init(rawValue:))
        guard let mask else {
            let styling = Styling(
                sleeves: stage.word("sleeves").flatMap(Styling.Sleeves.init(rawValue:)),
                isTucked: stage["tuck"].map { _ in stage.truth("tuck") },
                layer: stage.word("layer").flatMap(Styling.Layer.init(rawValue:)))
            return .part(stage.word("part") ?? "", shape: shape, styling: styling)
        }
        switch try builder.novaMask(mask) {
        case .words(let words): return .words(words, shape: shape)
        case .picture: return .picture
        }
    }

    private static func pictures(
        of builder: RequestBuilder, _ mask: MaskParameter?
    ) -> [RequestBuilder.Picture] {
        mask.map { builder.masked(by: $0, MaskParameter.novaInpainting) } ?? builder.inputImage
    }

    private func keeping(_ stage: StageContext) -> [(part: String, state: String)] {
        guard case .list(let items)? = stage["keep"]?.value else { return [] }
        return items.compactMap { item in
            guard case .word(let word) = item.value else { return nil }
            return item.label.map { (part: $0, state: word) } ?? (part: word, state: "on")
        }
    }
}

extension PlanBuilder {
    /// The mask that came with an answer, white where something changed.
    fileprivate mutating func returnedMask(
        of image: PlannedImage, for stage: StageContext
    ) -> PlannedImage {
        var forecast = image.forecast
        forecast.format = .png
        forecast.provenance = forecast.provenance.after("mask")
        return add(
            .returnedMask, from: [image.node], forecast: forecast,
            identity: image.identity.returnedMask, for: stage)
    }
}
