import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `invert`: the negative of a picture; of a mask, what stays becomes what changes.
struct Invert: Verb {
    let signature = Signature(
        "invert", "turns light and dark round, as of a mask", takes: .image,
        examples: [
            Example(
                "load \"mask.png\" | invert | save \"other.png\"",
                "a mask of what mask.png leaves alone")
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input else { return [] }
        return [try draft.mask(InvertOperation(), on: input, for: stage)]
    }
}

/// Colours turned round, alpha kept.
struct InvertOperation: ImageOperation {
    func forecast(for input: Forecast) -> Forecast { input }

    func apply(to image: Image) throws -> Image { try image.inverted() }
}

extension InvertOperation: CustomStringConvertible {
    var description: String { "invert" }
}
