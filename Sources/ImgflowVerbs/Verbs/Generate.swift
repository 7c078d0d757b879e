import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `generate "a cat" aspect:16:9`: a picture from words; with `layout:` one that follows another's
/// edges or segments, with `colors:` one in a palette.
struct Generate: Verb {
    private static let fromWords: [any TextToImageModel.Type] = [
        StableImageCore.self, StableDiffusion35Large.self, StableImageUltra.self,
    ]
    private static let models: [any BedrockModel.Type] =
        fromWords + [
            StableImageControlSketch.self, StableImageControlStructure.self, NovaCanvas.self,
        ]

    let signature = Signature(
        "generate", "makes a picture from words", takes: .nothing, isPaid: true,
        positional: Common.text("what the picture shows", isRequired: true),
        parameters: [
            Parameter("aspect", .ratio([]), default: "1:1", "width to height"),
            Parameter(
                "size", .size(side: 64...8_192),
                "pixels; the nearest aspect is generated, then cropped and resized here"),
            Common.negative, Common.seed, Common.count, Common.anyStyle,
            Parameter(
                "layout", .image, "a picture whose edges or segments the new one follows"),
            Parameter(
                "control", .word(Control.allCases.map(\.rawValue)), default: "edges",
                "what of the layout is followed"),
            Parameter(
                "strength", .number(Stability.controlStrength), default: "0.7",
                "how closely the layout is followed"),
            Parameter(
                "colors", .list(of: .color, count: NovaCanvas.colors),
                "nova-canvas only: the palette"),
            Parameter(
                "reference", .image, "nova-canvas only: a picture whose look goes with `colors`"),
            Common.format([.png, .jpeg, .webp]), Common.model(Generate.models), Common.region,
            Common.fit,
        ] + NovaOptions.parameters + [Common.fresh],
        examples: [
            Example(
                "generate \"a harbour at dawn\" aspect:16:9 | save \"harbour.png\"",
                "one wide picture"),
            Example(
                "generate \"a fox\" count:3 style:origami | save \"fox-{index}.png\"",
                "three copies with seeds that count on"),
            Example(
                "generate \"a glass house in a forest\" layout:\"a.png\" | save \"house.png\"",
                "a new picture along the lines of a.png"),
        ])

    private enum Control: String, CaseIterable {
        case edges, segments

        var mode: NovaCanvas.Condition.Mode { self == .edges ? .edges : .segments }

        var model: any ControlModel.Type {
            self == .edges ? StableImageControlSketch.self : StableImageControlStructure.self
        }
    }

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let template = stage.text("text") else { return [] }
        try checkCompany(of: stage)
        let chosen = try draft.choose(routes(for: stage), for: stage)
        let layout = try draft.image("layout", of: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let parts = RequestDraft(stage, input, copy: copy, on: chosen)
            let image =
                if let model = chosen.model as? any TextToImageModel.Type {
                    try fromWords(model, template, parts, in: &draft)
                } else if let model = chosen.model as? any ControlModel.Type, let layout {
                    try following(layout, model, template, parts, in: &draft)
                } else {
                    try nova(template, layout, parts, in: &draft)
                }
            images.append(image)
        }
        return images
    }

    /// What makes no sense beside, or without, another parameter, whatever the model.
    private func checkCompany(of stage: VerbCall) throws(PlanProblem) {
        for (one, other) in [("size", "aspect"), ("colors", "layout")]
        where stage[one] != nil && stage[other] != nil {
            throw .parameter(
                .together([other, one], span: stage.span(one), other: stage.span(other)))
        }
        let lonely = [
            ("control", "layout", "layout:\"plan.png\""),
            ("strength", "layout", "layout:\"plan.png\""),
            ("reference", "colors", "colors:[\"#2E8B57\"]"),
        ]
        for (name, needed, example) in lonely where stage[name] != nil && stage[needed] == nil {
            throw .parameter(
                .needs(
                    name, needed: needed, why: "says how \(needed) is used",
                    fix: "add \(example), or remove `\(name)`", span: stage.span(name)))
        }
    }

    private func routes(for stage: VerbCall) -> [Route] {
        let fromWords = Self.fromWords.map { model in
            Route(
                model,
                lacks: ["layout", "control", "strength", "colors", "reference", "fit"]
                    + NovaOptions.names, objection: StyleField.novaStyle(on: model))
        }
        let controls = Control.allCases.map { control in
            Route(
                control.model,
                lacks: ["aspect", "size", "colors", "reference"] + NovaOptions.names,
                objection: { objection(to: control, $0) })
        }
        let nova = Route(NovaCanvas.self)
        return stage["layout"] == nil
            ? fromWords + controls + [nova] : controls + fromWords + [nova]
    }

    private func objection(to control: Control, _ stage: VerbCall) -> Route.Objection? {
        let name = control.model.card.name
        guard stage["layout"] != nil else {
            return Route.Objection(
                "needs `layout`",
                .parameter(
                    .needs(
                        "model:\(name)", needed: "layout", why: "follows a picture",
                        fix: "add layout:\"plan.png\", or remove `model:\(name)`",
                        span: stage.span("model"))))
        }
        let isPinned = stage.word("model") == name
        let asked = stage.word("control") ?? (isPinned ? control.rawValue : "edges")
        if asked != control.rawValue {
            return Route.Objection(
                "follows \(control.rawValue), and \(asked) are asked for",
                .parameter(
                    .together(
                        ["model:\(name)", "control:\(asked)"], span: stage.span("control"),
                        other: stage.span("model"))))
        }
        return StyleField.novaStyle(on: control.model)(stage)
    }

    private func fromWords(
        _ model: any TextToImageModel.Type, _ template: Template, _ draft: RequestDraft,
        in plan: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        var parts = draft
        let style = StyleField(parts.stage, known: [])
        let (prompt, text) = try parts.prompt(template, styled: style.words, in: plan)
        let negative = try parts.text("negative", in: plan)
        let shape = Shape(parts.stage)
        let aspect = shape.nearest
        let size = model.outputSize(aspect: aspect)
        if parts.stage["aspect"] != nil, let made = size.size,
            abs(Double(made.width * aspect.height) / Double(made.height * aspect.width) - 1) > 0.02
        {
            parts.note(
                "for \(aspect.width):\(aspect.height) \(parts.chosen.card.name) gives about \(made)"
            )
        }
        let format = try plan.outputFormat(
            of: parts.chosen.card, size: size, hasAlpha: false, stage: parts.stage)
        let request = model.request(
            prompt: prompt, aspect: "\(aspect.width):\(aspect.height)", negative: negative,
            seed: parts.seed(in: &plan), format: format)
        let image = try plan.call(
            parts, request, outputSize: { _ in size }, format: format, hasAlpha: false,
            provenance: fresh(text, parts))
        return shape.finish(image, generated: aspect, for: parts.stage, in: &plan)
    }

    private func following(
        _ layout: PlannedImage, _ model: any ControlModel.Type, _ template: Template,
        _ draft: RequestDraft, in plan: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        var parts = draft
        parts.note("`layout` gives the shapes and the size of the new picture")
        let style = StyleField(parts.stage, known: Stability.stylePresets)
        let (prompt, text) = try parts.prompt(template, styled: style.words, in: plan)
        let negative = try parts.text("negative", in: plan)
        let sent = plan.sentSize(of: layout, to: parts.chosen.card, for: parts.stage)
        let format = try plan.outputFormat(
            of: parts.chosen.card, size: model.outputSize(input: sent), hasAlpha: false,
            stage: parts.stage)
        let request = model.request(
            prompt: prompt, strength: parts.stage.number("strength"), negative: negative,
            style: style.value, seed: parts.seed(in: &plan), format: format)
        return try plan.call(
            parts, request, pictures: [.init(.image, layout)], outputSize: model.outputSize,
            format: format, hasAlpha: false, provenance: fresh(text, parts))
    }

    private func nova(
        _ template: Template, _ layout: PlannedImage?, _ draft: RequestDraft,
        in plan: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        var parts = draft
        let stage = parts.stage
        let colors = stage.colors("colors")
        // The palette's task has no field for a style.
        let style = StyleField(stage, known: colors == nil ? NovaCanvas.styles : [])
        let (prompt, text) = try parts.prompt(template, styled: style.words, in: plan)
        let negative = try parts.text("negative", in: plan)
        let reference = try plan.image("reference", of: stage)
        var pictures: [CallRequest.Picture] = []
        if let layout { pictures.append(.init(.layout, layout)) }
        if let reference { pictures.append(.init(.reference, reference)) }

        // Without a shape of its own the picture has the layout's.
        let followed = stage["aspect"] == nil && stage["size"] == nil ? layout : nil
        let shape = Shape(stage)
        let size = NovaSize(shape.novaSize, following: followed, parts, in: plan)
        let config = parts.config(size, in: &plan)
        let request =
            if let colors {
                NovaCanvas.colorGuided(
                    text: prompt, negative: negative, colors: colors,
                    hasReference: reference != nil, config: config)
            } else {
                NovaCanvas.textToImage(
                    text: prompt, negative: negative, style: style.value,
                    condition: layout.map { _ in
                        let control = stage.word("control").flatMap(Control.init(rawValue:))
                        return NovaCanvas.Condition(
                            .layout, (control ?? .edges).mode,
                            strength: stage.number("strength"))
                    }, config: config)
            }
        let format = try plan.outputFormat(
            of: parts.chosen.card, size: size.output(size.sent), hasAlpha: false, stage: stage)
        let image = try plan.call(
            parts, request, price: NovaOptions(stage).price(at: size.largest),
            pictures: pictures, outputSize: size.output, format: format, hasAlpha: false,
            provenance: fresh(text, parts))
        if followed != nil { return image }
        let made = shape.novaSize
        return shape.finish(image, generated: (made.width, made.height), for: stage, in: &plan)
    }

    /// A new picture: of the image that entered only its place in the stream stays.
    private func fresh(_ text: PlannedText, _ parts: RequestDraft) -> Provenance {
        Provenance(
            index: parts.input?.forecast.provenance.index ?? parts.stage.item,
            verbs: [parts.stage.verb], text: text)
    }
}
