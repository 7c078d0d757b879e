import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

extension PlanBuilder {
    /// Nova inpainting, for `inpaint` and, without a text, for `erase`.
    mutating func novaInpaint(
        _ given: RequestBuilder, _ template: Template?, _ mask: MaskParameter
    ) throws(PlanProblem) -> PlannedImage {
        var builder = given
        let stage = builder.stage
        let prompt = try template.map { (it) throws(PlanProblem) in
            try builder.prompt(it)
        }
        let negative = try builder.text("negative")
        let place = try builder.novaMask(mask)
        let request = NovaCanvas.inpainting(
            text: prompt?.value, mask: place, negative: negative, config: builder.config(in: &self))
        return try call(
            builder, request, price: NovaOptions(stage).price(of: builder.input),
            pictures: builder.masked(by: mask, MaskParameter.novaInpainting),
            outputSize: { $0.guessed },
            format: try builder.format({ _ in .unknown }, hasAlpha: false, in: &self),
            hasAlpha: false, provenance: builder.described(by: prompt?.text, isPartial: true))
    }
}

extension RequestBuilder {
    /// A mask as Nova's request names it.
    mutating func novaMask(_ mask: MaskParameter) throws(PlanProblem) -> NovaCanvas.Mask {
        switch mask {
        case .words(let words):
            let planned = stage.filled(words, for: input)
            return .words(try value(planned, named: "mask", at: words.span))
        case .picture: return .picture
        }
    }
}
