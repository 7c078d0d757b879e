import ImgflowLanguage
import ImgflowPlanner

extension Common {
    /// - Parameter isOn: whether it holds where nothing is said.
    static func exact(isOn: Bool = false) -> Parameter {
        Parameter(
            "exact", .truth, default: "\(isOn)",
            "keep the original pixels outside the mask")
    }
}

extension PlanBuilder {
    /// The model's result where the mask is, the original elsewhere and at its size; where words
    /// named what changes there is no mask, and what the model changed is taken.
    ///
    /// - Parameter isOn: whether it holds where the stage says nothing.
    mutating func exact(
        _ result: PlannedImage, over original: PlannedImage, mask: PlannedImage?,
        on chosen: ChosenModel, for stage: StageContext, isOn: Bool = false
    ) -> PlannedImage {
        guard stage["exact"] == nil ? isOn : stage.truth("exact") else {
            return unframed(result, of: original, on: chosen, for: stage)
        }
        return apply(
            ExactOperation(
                by: mask == nil ? .difference : .mask,
                framedFor: stage.word("fit") == FitMode.pad.rawValue ? chosen.card : nil),
            to: result,
            with: [original] + (mask.map { [$0] } ?? []),
            notes: [
                mask == nil
                    ? "exact: unchanged areas keep your original pixels"
                    : "exact: your original pixels stay where the mask is black"
            ], for: stage)
    }

    /// A cut-out subject over the background that the model painted; the result is opaque.
    ///
    /// - Parameter mask: white is the background, where it was given and is not the subject's alpha.
    mutating func overlaid(
        _ result: PlannedImage, with subject: PlannedImage, mask: PlannedImage?,
        on chosen: ChosenModel, for stage: StageContext
    ) -> PlannedImage {
        guard stage["exact"] == nil || stage.truth("exact") else {
            return unframed(result, of: subject, on: chosen, for: stage)
        }
        let upper =
            mask.map { exact(result, over: subject, mask: $0, on: chosen, for: stage, isOn: true) }
            ?? subject
        return apply(
            ExactOperation(
                by: .subject,
                framedFor: stage.word("fit") == FitMode.pad.rawValue ? chosen.card : nil),
            to: result, with: [upper],
            notes: ["the subject is placed over the new background: the result is opaque"],
            for: stage)
    }
}
