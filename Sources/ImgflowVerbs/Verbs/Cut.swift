import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `cut mask:"mask.png"`, `select ellipse:[0, 0, 100%, 100%] | cut`.
struct Cut: Verb {
    let signature = Signature(
        "cut", "cut out what a mask shows in white: the mask becomes the alpha", takes: .image,
        isNewer: true,
        positional: Parameter(
            "mask", .image, default: "the incoming mask, if it comes from `select`",
            "what remains, in white"),
        examples: [
            Example(
                "load \"a.png\" | cut mask:(select ellipse:[0, 0, 100%, 100%]) | save \"oval.png\"",
                "an oval part of a.png"),
            Example(
                "load \"a.png\" | select color:\"#fff\" | invert | cut | save \"part.png\"",
                "a.png without its white parts"),
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        if let mask = try plan.otherMask(for: input, of: stage) {
            return [try plan.free(CutOperation(), on: input, with: [mask], for: stage)]
        }
        let picture = plan.picture(of: input)
        guard picture.node != input.node else {
            throw .parameter(.nothingCut(span: stage.verbSpan))
        }
        return [try plan.free(CutOperation(), on: picture, with: [input], for: stage)]
    }
}

/// Takes the image, and the mask of what stays.
struct CutOperation: LocalOperation {
    var mayConvertColors: Bool { true }

    func converts(_ colors: OtherColors) -> Bool { colors.isCMYK }

    func forecast(for inputs: [Forecast]) -> Forecast {
        inputs.first?.with(hasAlpha: true) ?? Forecast.nothing
    }

    func apply(to images: [Image]) throws -> Image {
        guard images.count == 2 else { throw MissingImage(operation: description) }
        return try images[0].cut(by: images[1])
    }
}

extension CutOperation: CustomStringConvertible {
    var description: String { "cut" }
}
