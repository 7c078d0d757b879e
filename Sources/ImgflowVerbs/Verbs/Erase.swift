import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `erase mask:(load "mask.png")`: takes away what a mask shows, and fills in what is behind it.
struct Erase: Verb {
    private typealias Model = StableImageEraseObject

    let signature = Signature(
        "erase", "remove the masked object and fill in the background",
        takes: .image, isPaid: true,
        parameters: [
            Parameter(
                "mask", MaskParameter.type, isRequired: true,
                "an image that is white where to erase, or text: a look finds its box first"),
            Common.grow, Common.seed, Common.count, Common.exact(),
            Common.format(StableImageEraseObject.card.outputFormats),
            Common.model([StableImageEraseObject.self, NovaCanvas.self]), Common.region,
            Common.fit,
        ] + NovaOptions.parameters + [Common.fresh],
        examples: [
            Example(
                "load \"a.png\" | erase mask:(load \"mask.png\") | save",
                "without what mask.png shows in white"),
            Example(
                "load \"a.png\" | erase mask:\"the lamp\" | save",
                "a look finds the lamp, then it is erased: two calls"),
        ])

    private static let candidates: [ModelCandidate<MaskParameter>] = [
        ModelCandidate(
            Model.self, lacks: NovaOptions.names,
            build: { (builder, given, plan) throws(PlanProblem) in
                try plan.erase(builder, given)
            }),
        ModelCandidate(
            NovaCanvas.self, lacks: ["grow"],
            build: { (builder, given, plan) throws(PlanProblem) in
                try plan.novaInpaint(builder, nil, given)
            }),
    ]

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, var mask = try MaskParameter(of: stage, in: &plan) else {
            return []
        }
        let (chosen, build) = try plan.choose(Self.candidates, for: stage)
        if chosen.model == Model.self { mask = try plan.located(mask, in: input, for: stage) }
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let result = try build(
                RequestBuilder(stage, input, copy: copy, on: chosen), mask, &plan)
            images.append(
                plan.exact(result, over: input, mask: mask.picture, on: chosen, for: stage))
        }
        return images
    }
}

extension PlanBuilder {
    fileprivate mutating func erase(
        _ given: RequestBuilder, _ mask: MaskParameter
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = StableImageEraseObject
        var builder = given
        let format = try builder.format(Model.outputSize, in: &self)
        let request = Model.request(
            growMask: builder.stage.integer("grow"), seed: builder.seed(in: &self), format: format)
        return try edit(
            builder, request, pictures: builder.masked(by: mask, MaskParameter.stability),
            outputSize: Model.outputSize, format: format, provenance: builder.provenance)
    }
}
