import ImgflowLanguage
import ImgflowPlanner

/// `sort width`, `sort score descending:true`: the images of the stream in another order.
struct Sort: OrderingVerb {
    let signature = Signature(
        "sort", "put the images in the order of a field", takes: .image, isNewer: true,
        positional: Parameter(
            "field", .name, isRequired: true, sweeps: false,
            "a field such as width, or one that an earlier verb wrote"),
        parameters: [
            Parameter(
                "descending", .truth, default: "false", sweeps: false, "the largest first")
        ],
        examples: [
            Example(
                "load \"*.png\" | sort width descending:true | take 1 | save \"widest.png\"",
                "the widest of all"),
            Example(
                "load \"*.png\" | judge \"the light is soft\" | sort score descending:true | sheet label:\"{score}\" | save \"sheet.png\"",
                "a sheet with the best first"),
        ])

    func wish(_ call: CheckedCall) -> FormatWish { .passes }

    func order(
        _ stages: [StageContext], in plan: inout PlanBuilder
    ) throws(PlanProblem) -> Ordering {
        guard let stage = stages.first, let name = stage.word("field") else { return .places([]) }
        let operands = stages.compactMap { $0.operand(name) }
        guard operands.count == stages.count else {
            let made = stages.reduce(into: Set<String>()) {
                $0.formUnion($1.swept.keys)
                $0.formUnion($1.notedNames)
            }
            throw .parameter(
                .noSuchField(
                    name, writer: Verbs.catalog.writer(ofField: name),
                    isOfSome: !operands.isEmpty,
                    valid: Field.allCases.map(\.rawValue) + made.sorted(),
                    span: stage.valueSpan("field")))
        }
        let ranking = Ranking.values(operands, descending: stage.truth("descending"))
        let images = stages.compactMap(\.input)
        if let places = plan.order(of: images, by: ranking) { return .places(places) }
        return .images(plan.rank(images.indices, among: images, by: ranking, for: stage))
    }
}
