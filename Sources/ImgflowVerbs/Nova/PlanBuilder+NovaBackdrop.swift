import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

extension PlanBuilder {
    /// Nova's outpainting, for `backdrop`.
    mutating func novaBackdrop(
        _ given: RequestBuilder, _ template: Template, _ mask: MaskParameter
    ) throws(PlanProblem) -> PlannedImage {
        var builder = given
        let stage = builder.stage
        let (prompt, text) = try builder.prompt(template)
        let negative = try builder.text("negative")
        let place = try builder.novaMask(mask)
        let request = NovaCanvas.outpainting(
            text: prompt, mask: place,
            blend: stage.word("mode").flatMap(NovaCanvas.Blend.init(rawValue:)),
            negative: negative, config: builder.config(in: &self))
        return try call(
            builder, request, price: NovaOptions(stage).price(of: builder.input),
            pictures: builder.masked(by: mask, MaskParameter.novaOutpainting),
            outputSize: { $0.guessed },
            format: try builder.format({ _ in .unknown }, hasAlpha: false, in: &self),
            hasAlpha: false, provenance: builder.described(by: text, isPartial: true))
    }
}
