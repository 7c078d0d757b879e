import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

extension PlanBuilder {
    /// Nova's variations, for `vary`.
    mutating func novaVary(
        _ given: RequestBuilder, _ input: PlannedImage
    ) throws(PlanProblem) -> PlannedImage {
        var builder = given
        let stage = builder.stage
        let text = try builder.text("text")
        let negative = try builder.text("negative")
        let further = try images("with", of: stage)
        let size = NovaSize(.init(1_024, 1_024), following: input, builder)
        let request = NovaCanvas.variation(
            text: text, negative: negative,
            similarity: stage.number("similarity") ?? NovaOptions.defaultSimilarity,
            further: further.count,
            config: builder.config(size, in: &self))
        let format = try builder.format(size.output, hasAlpha: false, in: &self)
        let pictures = further.enumerated().map { offset, image in
            RequestBuilder.Picture(.with(offset + 1), image)
        }
        let planned = stage.text("text").map { stage.filled($0, for: input) }
        return try call(
            builder, request, price: NovaOptions(stage).price(at: size.largest),
            pictures: [.init(.image, input)] + pictures, outputSize: size.output, format: format,
            hasAlpha: false, provenance: builder.described(by: planned))
    }
}
