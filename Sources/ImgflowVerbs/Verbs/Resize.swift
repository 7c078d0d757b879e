import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `resize 512`, `resize 50%`, `resize 1024x768`, `resize width:800`.
struct Resize: Verb {
    private static let sides = 1...30_000

    let signature = Signature(
        "resize", "scales the picture on this machine", takes: .image,
        positional: Parameter(
            "to", .either([.length(Resize.sides), .size(side: Resize.sides)]),
            "the long side in pixels, a percentage, or a box"),
        parameters: [
            Parameter("width", .integer(Resize.sides), "pixels; the height follows"),
            Parameter("height", .integer(Resize.sides), "pixels; the width follows"),
            Parameter(
                "fit", .word(ResizeOperation.Fill.allCases.map(\.rawValue)), default: "contain",
                "how the picture goes into a box"),
            Parameter("like", .image, "another picture whose size is the box"),
        ],
        examples: [
            Example("load \"a.png\" | resize 50% | save", "half the width and height"),
            Example(
                "load \"a.png\" | resize 1024x768 fit:cover | save \"wide.png\"",
                "fills the box, what overhangs cut off"),
        ])

    func wish(_ call: CheckedCall) -> FormatWish { .any }

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input else { return [] }
        let given = ["to", "width", "height", "like"].filter { stage[$0] != nil }
        if given.count > 1 {
            throw .parameter(
                .together(
                    Array(given.prefix(2)), span: stage.span(given[1]), other: stage.span(given[0]))
            )
        }
        if let other = try draft.image("like", of: stage) {
            return [
                try draft.free(
                    ResizeLikeOperation(fill: fill(of: stage)), on: input, with: [other],
                    for: stage, limitAt: "like")
            ]
        }
        let measure = try measure(of: stage)
        if stage["fit"] != nil {
            guard case .box = measure else {
                throw .parameter(
                    .notTaken(
                        parameter: "fit", by: "resize to one side or a percentage",
                        takenBy: ["a box: resize 1024x768 fit:cover"], span: stage.span("fit"),
                        mode: stage.span(given.first ?? "to")))
            }
        }
        let operation = ResizeOperation(measure)
        if let largest = input.forecast.size.size.map(operation.largest),
            largest.pixels > Image.pixelLimit
        {
            throw .parameter(
                .tooManyPixels(
                    largest, limit: Image.pixelLimit, span: stage.span(given.first ?? "to")))
        }
        var image = draft.apply(operation, to: input, for: stage)
        image.forecast.provenance = input.forecast.provenance.after(stage.verb)
        return [image]
    }

    private func fill(of stage: VerbCall) -> ResizeOperation.Fill {
        stage.word("fit").flatMap(ResizeOperation.Fill.init(rawValue:)) ?? .contain
    }

    private func measure(of stage: VerbCall) throws(PlanProblem) -> ResizeOperation.Measure {
        if let width = stage.integer("width") { return .width(width) }
        if let height = stage.integer("height") { return .height(height) }
        switch stage["to"]?.value {
        case .integer(let length)?, .pixels(let length)?: return .longSide(length)
        case .share(let share)?: return .share(share)
        case .size(let width, let height)?:
            return .box(PixelSize(width, height), fill(of: stage))
        default:
            throw .parameter(
                .noSizeGiven(
                    verb: stage.verb,
                    fix:
                        "write `resize 512` (the long side), `resize 50%`, `resize 1024x768` or `resize width:800`",
                    span: stage.verbSpan))
        }
    }
}
