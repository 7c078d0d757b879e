import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `invert`: the negative of an image; of a mask, what stays becomes what changes.
struct Invert: Verb {
    let signature = Signature(
        "invert", "invert an image or a mask", takes: .image,
        group: .masks,
        examples: [
            Example(
                "load \"mask.png\" | invert | save \"other.png\"",
                "a mask of what mask.png leaves unchanged")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        return [try plan.mask(InvertOperation(), on: input, for: stage)]
    }
}

/// Colors turned round, alpha kept.
struct InvertOperation: ImageOperation {
    func forecast(for input: Forecast) -> Forecast { input }

    func apply(to image: Image) throws -> Image { try image.inverted() }
}

extension InvertOperation: CustomStringConvertible {
    var description: String { "invert" }
}
