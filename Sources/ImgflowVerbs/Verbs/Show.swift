import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `show`: draws the image on the terminal; `show mask` lays a mask in red over its image.
struct Show: Verb {
    let signature = Signature(
        "show", "show the image in the terminal, and pass it on", takes: .image,
        isSink: true, group: .files,
        positional: Parameter(
            "what", .word(["mask"]), "a mask in red over the image that it was made from"),
        parameters: [
            Parameter("columns", .integer(4...1_000), "width in columns (default: as it fits)")
        ],
        examples: [
            Example("load \"a.png\" | show | save \"seen.png\"", "show it before saving"),
            Example(
                "load \"a.png\" | select color:\"#87CEEB\" | show mask",
                "what `inpaint` would change"),
        ])

    func wish(_ call: CheckedCall) -> FormatWish { .passes }

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        var shown = input
        if stage.word("what") == "mask" {
            shown = plan.apply(
                RedMaskOperation(), to: input, with: [plan.picture(of: input)], for: stage)
        }
        plan.addSink(
            .show(columns: stage.integer("columns")), from: [shown.node],
            forecast: shown.forecast, identity: shown.identity.applying("show"), for: stage)
        return [input]
    }
}

/// Takes a mask and its image: where the mask is white the image is red.
struct RedMaskOperation: LocalOperation {
    func forecast(for inputs: [Forecast]) -> Forecast {
        inputs.last?.with()
            ?? Forecast.nothing
    }

    func apply(to images: [Image]) throws -> Image {
        guard images.count == 2 else { throw MissingImage(operation: description) }
        let picture = images[1]
        let red = try Image.solid(picture.facts.size, Color(255, 0, 0))
        let tinted = try picture.blended(with: red, mode: .normal, opacity: 0.6)
        return try tinted.composited(
            over: picture, mask: images[0].mask().resized(to: picture.facts.size))
    }
}

extension RedMaskOperation: CustomStringConvertible {
    var description: String { "red mask" }
}
