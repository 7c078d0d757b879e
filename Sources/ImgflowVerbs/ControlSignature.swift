import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// What `sketch` and `structure` share: an image made from words that follows another.
enum ControlSignature {
    static func make(
        _ name: String, _ summary: String, on model: any ControlModel.Type, example: Example
    ) -> Signature {
        Signature(
            name, summary, takes: .image, isPaid: true,
            positional: Common.text("the prompt, what the result shows", isRequired: true),
            parameters: [
                Parameter(
                    "strength", .number(Stability.controlStrength), default: "0.7",
                    "how closely to follow the image; 0 ignores it"),
                Common.negative, Common.anyStyle, Common.seed, Common.count,
                Common.format(model.card.outputFormats), Common.model([model, NovaCanvas.self]),
                Common.region, Common.fit,
            ] + NovaOptions.parameters + [Common.fresh], examples: [example])
    }
}

extension PlanBuilder {
    /// - Parameter mode: what Nova Canvas follows.
    mutating func follow(
        _ input: PlannedImage?, on model: any ControlModel.Type, _ mode: NovaCanvas.Condition.Mode,
        for stage: StageContext
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let template = stage.text("text") else { return [] }
        let candidates = [
            ModelCandidate<Template>(
                model, lacks: NovaOptions.names, incompatibility: StyleField.novaStyle(on: model),
                build: { (builder, given, plan) throws(PlanProblem) in
                    try plan.control(model, input, given, builder)
                }),
            ModelCandidate(
                NovaCanvas.self,
                build: { (builder, given, plan) throws(PlanProblem) in
                    try plan.novaFollow(input, mode, given, builder)
                }),
        ]
        let (chosen, build) = try choose(candidates, for: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            images.append(
                try build(RequestBuilder(stage, input, copy: copy, on: chosen), template, &self))
        }
        return images
    }

    private mutating func control(
        _ model: any ControlModel.Type, _ input: PlannedImage, _ template: Template,
        _ given: RequestBuilder
    ) throws(PlanProblem) -> PlannedImage {
        var builder = given
        let style = StyleField(builder.stage, known: Stability.stylePresets)
        let (prompt, text) = try builder.prompt(template)
        let negative = try builder.text("negative")
        let format = try builder.format(model.outputSize, in: &self)
        let request = model.request(
            prompt: prompt, strength: builder.stage.number("strength"), negative: negative,
            style: style.value, seed: builder.seed(in: &self), format: format)
        let result = try edit(
            builder, request, pictures: [.init(.image, input)], outputSize: model.outputSize,
            format: format, provenance: builder.described(by: text))
        return unframed(result, of: input, on: builder.chosen, for: builder.stage)
    }
}
