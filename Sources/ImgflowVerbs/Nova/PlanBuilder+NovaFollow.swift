import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

extension PlanBuilder {
    /// Nova's image conditioning, for `sketch` and `structure`.
    mutating func novaFollow(
        _ input: PlannedImage, _ mode: NovaCanvas.Condition.Mode, _ template: Template,
        _ given: RequestBuilder
    ) throws(PlanProblem) -> PlannedImage {
        var builder = given
        let style = StyleField(builder.stage, known: NovaCanvas.styles)
        let (prompt, text) = try builder.prompt(template, styled: style.words)
        let negative = try builder.text("negative")
        let size = NovaSize(.init(1_024, 1_024), following: input, builder)
        let config = builder.config(size, in: &self)
        let request = NovaCanvas.textToImage(
            text: prompt, negative: negative, style: style.value,
            condition: .init(.image, mode, strength: builder.stage.number("strength")),
            config: config)
        return try call(
            builder, request, price: NovaOptions(builder.stage).price(at: size.largest),
            pictures: [.init(.image, input)], outputSize: size.output,
            format: try builder.format(size.output, hasAlpha: false, in: &self), hasAlpha: false,
            provenance: builder.described(by: text))
    }
}
