import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `show`: draws the picture on the terminal; `show mask` lays a mask in red over its picture.
struct Show: Verb {
    let signature = Signature(
        "show", "draws the picture on the terminal, and passes it on", takes: .image,
        isSink: true,
        positional: Parameter(
            "what", .word(["mask"]), "a mask in red over the picture that it was made of"),
        parameters: [
            Parameter("columns", .integer(4...1_000), "its width; without it as it fits")
        ],
        examples: [
            Example("load \"a.png\" | show | save \"seen.png\"", "a look at it on the way"),
            Example(
                "load \"a.png\" | select color:\"#87CEEB\" | show mask",
                "what an inpainting would change"),
        ])

    func wish(_ call: CheckedCall) -> FormatWish { .passes }

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input else { return [] }
        var shown = input
        if stage.word("what") == "mask" {
            shown = draft.apply(
                RedMaskOperation(), to: input, with: [draft.picture(of: input)], for: stage)
        }
        _ = draft.add(
            .show(columns: stage.integer("columns")), from: [shown.node],
            forecast: shown.forecast, identity: shown.identity.applying("show"), for: stage,
            isShared: false)
        return [input]
    }
}

/// Takes a mask and its picture: where the mask is white the picture is red.
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
