import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `generate "a cat" aspect:16:9`: an image from words; with `layout:` one that follows another's
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
        "generate", "generate an image from a prompt", takes: .nothing, isPaid: true,
        positional: Common.text("the prompt, what the image shows", isRequired: true),
        parameters: [
            Parameter("aspect", .ratio([]), default: "1:1", "aspect ratio, width to height"),
            Parameter(
                "size", .size(side: 64...8_192),
                "pixels; the nearest aspect ratio is generated, then cropped and resized"),
            Common.negative, Common.seed, Common.count, Common.anyStyle,
            Parameter(
                "layout", .image, "an image whose edges or segments to follow"),
            Parameter(
                "control", .word(Control.allCases.map(\.rawValue)), default: "edges",
                "what to follow in the layout"),
            Parameter(
                "strength", .number(Stability.controlStrength), default: "0.7",
                "how closely to follow the layout"),
            Parameter(
                "colors", .list(of: .color, count: NovaCanvas.colors),
                "nova-canvas only: the palette"),
            Parameter(
                "reference", .image, "nova-canvas only: an image whose style goes with `colors`"),
            Common.format([.png, .jpeg, .webp]), Common.model(Generate.models), Common.region,
            Common.fit,
        ] + NovaOptions.parameters + [Common.fresh],
        examples: [
            Example(
                "generate \"a harbor at dawn\" aspect:16:9 | save \"harbor.png\"",
                "one wide image"),
            Example(
                "generate \"a fox\" count:3 style:origami | save \"fox-{index}.png\"",
                "three copies with consecutive seeds"),
            Example(
                "generate \"a glass house in a forest\" layout:\"a.png\" | save \"house.png\"",
                "a new image that follows the lines of a.png"),
        ])

    enum Control: String, CaseIterable {
        case edges, segments

        var mode: NovaCanvas.Condition.Mode { self == .edges ? .edges : .segments }

        var model: any ControlModel.Type {
            self == .edges ? StableImageControlSketch.self : StableImageControlStructure.self
        }
    }

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let template = stage.text("text") else { return [] }
        try checkCompany(of: stage)
        let (chosen, build) = try plan.choose(candidates(for: stage), for: stage)
        let layout = try plan.image("layout", of: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let builder = RequestBuilder(stage, stage.input, copy: copy, on: chosen)
            images.append(try build(builder, (template, layout), &plan))
        }
        return images
    }

    /// What makes no sense next to, or without, another parameter, whatever the model.
    private func checkCompany(of stage: StageContext) throws(PlanProblem) {
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
                    name, needed: needed, why: "controls how \(needed) is used",
                    fix: "add \(example), or remove `\(name)`", span: stage.span(name)))
        }
    }

    /// What is shown, and what it follows.
    private typealias Given = (text: Template, layout: PlannedImage?)

    private func candidates(for stage: StageContext) -> [ModelCandidate<Given>] {
        let fromWords = Self.fromWords.map { model in
            ModelCandidate<Given>(
                model,
                lacks: ["layout", "control", "strength", "colors", "reference", "fit"]
                    + NovaOptions.names, incompatibility: StyleField.novaStyle(on: model),
                build: { (builder, given, plan) throws(PlanProblem) in
                    try plan.generate(builder, given.text, by: model)
                })
        }
        let controls = Control.allCases.map { control in
            ModelCandidate<Given>(
                control.model,
                lacks: ["aspect", "size", "colors", "reference"] + NovaOptions.names,
                incompatibility: { incompatibility(to: control, $0) },
                build: { (builder, given, plan) throws(PlanProblem) in
                    try plan.generate(builder, given.text, along: given.layout, by: control.model)
                })
        }
        let nova = ModelCandidate<Given>(
            NovaCanvas.self,
            build: { (builder, given, plan) throws(PlanProblem) in
                try plan.novaGenerate(builder, given.text, along: given.layout)
            })
        return stage["layout"] == nil
            ? fromWords + controls + [nova] : controls + fromWords + [nova]
    }

    private func incompatibility(to control: Control, _ stage: StageContext) -> Incompatibility? {
        let name = control.model.card.name
        guard stage["layout"] != nil else {
            return Incompatibility(
                "requires `layout`",
                .parameter(
                    .needs(
                        "model:\(name)", needed: "layout", why: "follows an image",
                        fix: "add layout:\"plan.png\", or remove `model:\(name)`",
                        span: stage.span("model"))))
        }
        let isPinned = stage.word("model") == name
        let asked = stage.word("control") ?? (isPinned ? control.rawValue : "edges")
        if asked != control.rawValue {
            return Incompatibility(
                "follows \(control.rawValue), not \(asked)",
                .parameter(
                    .together(
                        ["model:\(name)", "control:\(asked)"], span: stage.span("control"),
                        other: stage.span("model"))))
        }
        return StyleField.novaStyle(on: control.model)(stage)
    }
}

extension PlanBuilder {
    fileprivate mutating func generate(
        _ given: RequestBuilder, _ template: Template, by model: any TextToImageModel.Type
    ) throws(PlanProblem) -> PlannedImage {
        var builder = given
        let style = StyleField(builder.stage, known: [])
        let (prompt, text) = try builder.prompt(template, styled: style.words)
        let negative = try builder.text("negative")
        let shape = Shape(builder.stage)
        let aspect = shape.nearest
        let size = model.outputSize(aspect: aspect)
        if builder.stage["aspect"] != nil, let made = size.size,
            abs(Double(made.width * aspect.height) / Double(made.height * aspect.width) - 1) > 0.02
        {
            builder.note(
                "for \(aspect.width):\(aspect.height) \(builder.chosen.card.name) returns about \(made)"
            )
        }
        let format = try outputFormat(
            of: builder.chosen.card, size: size, hasAlpha: false, stage: builder.stage)
        let request = model.request(
            prompt: prompt, aspect: "\(aspect.width):\(aspect.height)", negative: negative,
            seed: builder.seed(in: &self), format: format)
        let image = try call(
            builder, request, outputSize: { _ in size }, format: format, hasAlpha: false,
            provenance: builder.fresh(text))
        return shape.finish(image, generated: aspect, for: builder.stage, in: &self)
    }

    fileprivate mutating func generate(
        _ given: RequestBuilder, _ template: Template, along layout: PlannedImage?,
        by model: any ControlModel.Type
    ) throws(PlanProblem) -> PlannedImage {
        var builder = given
        builder.note("`layout` determines the shapes and the size of the new image")
        let style = StyleField(builder.stage, known: Stability.stylePresets)
        let (prompt, text) = try builder.prompt(template, styled: style.words)
        let negative = try builder.text("negative")
        let sent =
            layout.map { builder.stage.sentSize(of: $0, to: builder.chosen.card) } ?? .unknown
        let format = try outputFormat(
            of: builder.chosen.card, size: model.outputSize(input: sent), hasAlpha: false,
            stage: builder.stage)
        let request = model.request(
            prompt: prompt, strength: builder.stage.number("strength"), negative: negative,
            style: style.value, seed: builder.seed(in: &self), format: format)
        return try call(
            builder, request, pictures: layout.map { [.init(.image, $0)] } ?? [],
            outputSize: model.outputSize,
            format: format, hasAlpha: false, provenance: builder.fresh(text))
    }
}

extension RequestBuilder {
    /// A new image: of the image that entered only its place in the stream stays.
    func fresh(_ text: PlannedText) -> Provenance {
        Provenance(
            index: input?.forecast.provenance.index ?? stage.origin.item,
            verbs: [stage.verb], text: text)
    }
}
