import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `remove-background`: keeps the subject, the rest becomes transparent.
struct RemoveBackground: Verb {
    let signature = Signature(
        "remove-background", "keeps the subject and makes the rest transparent", takes: .image,
        isPaid: true,
        parameters: [
            Common.format(StableImageRemoveBackground.card.outputFormats),
            Common.model([StableImageRemoveBackground.self, NovaCanvas.self]), Common.region,
            Common.fit, Common.fresh,
        ],
        examples: [
            Example("load \"a.png\" | remove-background | save", "cuts out the subject of a.png")
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input else { return [] }
        let (result, chosen) = try draft.removeBackground(of: input, for: stage)
        return [draft.unframed(result, of: input, on: chosen, for: stage)]
    }
}

extension PlanDraft {
    /// The subject with nothing behind it, for `remove-background` and `backdrop`.
    ///
    /// - Parameter note: what the call is for, where the user did not write it.
    mutating func removeBackground(
        of input: PlannedImage, for stage: VerbCall, note: String? = nil
    ) throws(PlanProblem) -> (result: PlannedImage, chosen: ChosenModel) {
        typealias Model = StableImageRemoveBackground
        let chosen = try choose([Route(Model.self), Route(NovaCanvas.self)], for: stage)
        var parts = RequestDraft(stage, input, copy: 0, on: chosen)
        if let note { parts.note(note) }
        parts.keepsAlpha = true
        let format = try parts.format(Model.outputSize, hasAlpha: true, in: &self)
        let request =
            chosen.model is NovaCanvas.Type
            ? NovaCanvas.backgroundRemoval : Model.request(format: format)
        let result = try call(
            parts, request, pictures: [.init(.image, input)], outputSize: Model.outputSize,
            format: format, hasAlpha: true, provenance: parts.provenance())
        return (result, chosen)
    }
}
