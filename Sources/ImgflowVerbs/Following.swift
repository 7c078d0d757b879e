import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// What `sketch` and `structure` share: a picture made from words that follows another.
enum ControlSignature {
    static func make(
        _ name: String, _ summary: String, on model: any ControlModel.Type, example: Example
    ) -> Signature {
        Signature(
            name, summary, takes: .image, isPaid: true,
            positional: Common.text("what the result shows", isRequired: true),
            parameters: [
                Parameter(
                    "strength", .number(Stability.controlStrength), default: "0.7",
                    "how closely the picture is followed; 0 ignores it"),
                Common.negative, Common.anyStyle, Common.seed, Common.count,
                Common.format(model.card.outputFormats), Common.model([model, NovaCanvas.self]),
                Common.region, Common.fit,
            ] + NovaOptions.parameters + [Common.fresh], examples: [example])
    }
}

extension PlanDraft {
    /// - Parameter mode: what Nova Canvas follows.
    mutating func follow(
        _ input: PlannedImage?, on model: any ControlModel.Type, _ mode: NovaCanvas.Condition.Mode,
        for stage: VerbCall
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let template = stage.text("text") else { return [] }
        let routes = [
            Route(
                model, lacks: NovaOptions.names, objection: StyleField.novaStyle(on: model)),
            Route(NovaCanvas.self),
        ]
        let chosen = try choose(routes, for: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var parts = RequestDraft(stage, input, copy: copy, on: chosen)
            images.append(
                chosen.model is NovaCanvas.Type
                    ? try novaFollow(input, mode, template, &parts)
                    : try control(model, input, template, &parts))
        }
        return images
    }

    private mutating func control(
        _ model: any ControlModel.Type, _ input: PlannedImage, _ template: Template,
        _ parts: inout RequestDraft
    ) throws(PlanProblem) -> PlannedImage {
        let style = StyleField(parts.stage, known: Stability.stylePresets)
        let (prompt, text) = try parts.prompt(template, in: self)
        let negative = try parts.text("negative", in: self)
        let format = try parts.format(model.outputSize, in: &self)
        let request = model.request(
            prompt: prompt, strength: parts.stage.number("strength"), negative: negative,
            style: style.value, seed: parts.seed(in: &self), format: format)
        let result = try edit(
            parts, request, pictures: [.init(.image, input)], outputSize: model.outputSize,
            format: format, provenance: parts.provenance(text))
        return unframed(result, of: input, on: parts.chosen, for: parts.stage)
    }

    private mutating func novaFollow(
        _ input: PlannedImage, _ mode: NovaCanvas.Condition.Mode, _ template: Template,
        _ parts: inout RequestDraft
    ) throws(PlanProblem) -> PlannedImage {
        let style = StyleField(parts.stage, known: NovaCanvas.styles)
        let (prompt, text) = try parts.prompt(template, styled: style.words, in: self)
        let negative = try parts.text("negative", in: self)
        let size = NovaSize(.init(1_024, 1_024), following: input, parts, in: self)
        let config = parts.config(size, in: &self)
        let request = NovaCanvas.textToImage(
            text: prompt, negative: negative, style: style.value,
            condition: .init(.image, mode, strength: parts.stage.number("strength")),
            config: config)
        return try call(
            parts, request, price: NovaOptions(parts.stage).price(at: size.largest),
            pictures: [.init(.image, input)], outputSize: size.output,
            format: try parts.format(size.output, hasAlpha: false, in: &self), hasAlpha: false,
            provenance: parts.provenance(text))
    }
}
