import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

extension PlanBuilder {
    /// Nova's images from text, for `generate`.
    mutating func novaGenerate(
        _ given: RequestBuilder, _ template: Template, along layout: PlannedImage?
    ) throws(PlanProblem) -> PlannedImage {
        var builder = given
        let stage = builder.stage
        let colors = stage.colors("colors")
        // The palette's task has no field for a style.
        let style = StyleField(stage, known: colors == nil ? NovaCanvas.styles : [])
        let (prompt, text) = try builder.prompt(template, styled: style.words)
        let negative = try builder.text("negative")
        let reference = try image("reference", of: stage)
        var pictures: [RequestBuilder.Picture] = []
        if let layout { pictures.append(.init(.layout, layout)) }
        if let reference { pictures.append(.init(.reference, reference)) }

        // Without a shape of its own the image has the layout's.
        let followed = stage["aspect"] == nil && stage["size"] == nil ? layout : nil
        let shape = Shape(stage)
        let size = NovaSize(shape.novaSize, following: followed, builder)
        let config = builder.config(size, in: &self)
        let request =
            if let colors {
                NovaCanvas.colorGuided(
                    text: prompt, negative: negative, colors: colors,
                    hasReference: reference != nil, config: config)
            } else {
                NovaCanvas.textToImage(
                    text: prompt, negative: negative, style: style.value,
                    condition: layout.map { _ in
                        let control = stage.word("control").flatMap(
                            Generate.Control.init(rawValue:))
                        return NovaCanvas.Condition(
                            .layout, (control ?? .edges).mode,
                            strength: stage.number("strength"))
                    }, config: config)
            }
        let format = try outputFormat(
            of: builder.chosen.card, size: size.output(size.sent), hasAlpha: false, stage: stage)
        let image = try call(
            builder, request, price: NovaOptions(stage).price(at: size.largest),
            pictures: pictures, outputSize: size.output, format: format, hasAlpha: false,
            provenance: builder.fresh(text))
        if followed != nil { return image }
        let made = shape.novaSize
        return shape.finish(image, generated: (made.width, made.height), for: stage, in: &self)
    }
}
