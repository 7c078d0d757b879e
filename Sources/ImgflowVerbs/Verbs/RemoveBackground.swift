import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `remove-background`: keeps the subject, the rest becomes transparent.
struct RemoveBackground: Verb {
    let signature = Signature(
        "remove-background", "keep the subject and make the rest transparent", takes: .image,
        isPaid: true,
        parameters: [
            Common.format(StableImageRemoveBackground.card.outputFormats),
            Common.model([StableImageRemoveBackground.self, NovaCanvas.self]), Common.region,
            Common.fit, Common.fresh,
        ],
        examples: [
            Example("load \"a.png\" | remove-background | save", "cut out the subject of a.png")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let (result, chosen) = try plan.removeBackground(of: input, for: stage)
        return [plan.unframed(result, of: input, on: chosen, for: stage)]
    }
}

extension PlanBuilder {
    /// The subject with nothing behind it, for `remove-background` and `backdrop`.
    ///
    /// - Parameter note: what the call is for, where the user did not write it.
    mutating func removeBackground(
        of input: PlannedImage, for stage: StageContext, note: String? = nil
    ) throws(PlanProblem) -> (result: PlannedImage, chosen: ChosenModel) {
        let (chosen, build) = try choose(Self.backgroundRemovers, for: stage)
        var builder = RequestBuilder(stage, input, copy: 0, on: chosen)
        if let note { builder.note(note) }
        builder.keepsAlpha = true
        return (try build(builder, (), &self), chosen)
    }

    private static let backgroundRemovers: [ModelCandidate<Void>] = [
        ModelCandidate(
            StableImageRemoveBackground.self,
            build: { (builder, _, plan) throws(PlanProblem) in
                try plan.cutOut(builder) { StableImageRemoveBackground.request(format: $0) }
            }),
        ModelCandidate(
            NovaCanvas.self,
            build: { (builder, _, plan) throws(PlanProblem) in
                try plan.cutOut(builder) { _ in NovaCanvas.backgroundRemoval }
            }),
    ]

    private mutating func cutOut(
        _ given: RequestBuilder, by request: (ImageFormat) -> RequestValue
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = StableImageRemoveBackground
        var builder = given
        let format = try builder.format(Model.outputSize, hasAlpha: true, in: &self)
        return try call(
            builder, request(format), pictures: builder.inputImage, outputSize: Model.outputSize,
            format: format, hasAlpha: true, provenance: builder.provenance)
    }
}
