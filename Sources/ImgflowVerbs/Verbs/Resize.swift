import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `resize 512`, `resize 50%`, `resize 1024x768`, `resize width:800`.
struct Resize: Verb {
    static let sides = 1...30_000

    let signature = Signature(
        "resize", "change the size of the image", takes: .image,
        positional: Parameter(
            "to", .either([.length(Resize.sides), .size(side: Resize.sides)]),
            "long side in pixels, a percentage, or a box"),
        parameters: [
            Parameter("width", .pixels(Resize.sides), "width in pixels; the height follows"),
            Parameter("height", .pixels(Resize.sides), "height in pixels; the width follows"),
            Parameter(
                "fit", .word(ResizeOperation.Fill.allCases.map(\.rawValue)), default: "contain",
                "how to fit the image into a box"),
            Parameter("like", .image, "another image whose size is the box"),
            Parameter(
                "enlarge", .truth, default: "true", "false leaves a smaller image as it is"),
            Parameter(
                "at", .word(Position.Anchor.allCases.map(\.rawValue)), default: "center",
                "side that `fit:cover` keeps"),
            Parameter(
                "light", .word(["srgb", "linear"]), default: "srgb",
                "`linear` scales light instead of the numbers of sRGB: fine bright details stay bright"
            ),
        ],
        examples: [
            Example("load \"a.png\" | resize 50% | save", "half the width and height"),
            Example(
                "load \"a.png\" | resize 1024x768 fit:cover | save \"wide.png\"",
                "fill the box, crop the overhang"),
            Example(
                "load \"*.png\" | resize 1600 enlarge:false | save \"web/{stem}.png\"",
                "at most 1600 px, never enlarged"),
        ])

    func wish(_ call: CheckedCall) -> FormatWish { .any }

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let given = ["to", "width", "height", "like"].filter { stage[$0] != nil }
        if given.count > 1 {
            throw .parameter(
                .together(
                    Array(given.prefix(2)), span: stage.span(given[1]), other: stage.span(given[0]))
            )
        }
        if stage["at"] != nil, fill(of: stage) != .cover {
            throw .parameter(
                .notTaken(
                    parameter: "at", by: "resize without fit:cover",
                    takenBy: ["resize 1024x768 fit:cover at:top"], span: stage.span("at"),
                    mode: stage.span(stage["fit"] != nil ? "fit" : given.first ?? "at")))
        }
        if let other = try plan.image("like", of: stage) {
            var options = ResizeOperation(.share(1))
            take(stage, &options)
            return [
                try plan.free(
                    ResizeLikeOperation(fill: fill(of: stage), options: options), on: input,
                    with: [other],
                    for: stage, limitAt: "like")
            ]
        }
        let measure = try measure(of: stage)
        if stage["fit"] != nil {
            guard case .box = measure else {
                throw .parameter(
                    .notTaken(
                        parameter: "fit", by: "resize WIDTH",
                        takenBy: ["resize WIDTHxHEIGHT"], span: stage.span("fit"),
                        mode: stage.span(given.first ?? "to")))
            }
        }
        var operation = ResizeOperation(measure)
        take(stage, &operation)
        if let largest = input.forecast.size.size.map(operation.largest),
            largest.pixels > Image.pixelLimit
        {
            throw .parameter(
                .tooManyPixels(
                    largest, limit: Image.pixelLimit, span: stage.span(given.first ?? "to")))
        }
        var notes: [String] = []
        if case .share(let share) = measure, share >= 1, !operation.enlarges {
            notes.append("unchanged: `enlarge:false` never enlarges")
        }
        var image = plan.apply(operation, to: input, notes: notes, for: stage)
        image.forecast.provenance = input.forecast.provenance.after(stage.verb)
        return [image]
    }

    private func take(_ stage: StageContext, _ operation: inout ResizeOperation) {
        operation.enlarges = stage["enlarge"] == nil || stage.truth("enlarge")
        operation.anchor = stage.word("at").flatMap(Position.Anchor.init(rawValue:)) ?? .center
        operation.isLinear = stage.word("light") == "linear"
    }

    private func fill(of stage: StageContext) -> ResizeOperation.Fill {
        stage.word("fit").flatMap(ResizeOperation.Fill.init(rawValue:)) ?? .contain
    }

    private func measure(of stage: StageContext) throws(PlanProblem) -> ResizeOperation.Measure {
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
