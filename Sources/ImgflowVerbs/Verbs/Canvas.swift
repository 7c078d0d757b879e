import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `canvas 1024x768 color:"#87CEEB"`.
struct Canvas: Verb {
    let signature = Signature(
        "canvas", "make an image of one color", takes: .nothing,
        positional: Parameter(
            "size", .size(side: 1...65_535), isRequired: true, "width and height in pixels"),
        parameters: [Paint.parameter(default: "\"#ffffff\"", "color of the image")],
        examples: [
            Example(
                "canvas 1200x630 color:\"#2E8B57\" | label \"Sale\" size:20% | save \"sale.png\"",
                "a green card with a word on it")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard case .size(let width, let height)? = stage["size"]?.value else { return [] }
        let size = PixelSize(width, height)
        try plan.check(size, at: stage.valueSpan("size"))
        let operation = CanvasOperation(size, color: Paint.color(of: stage) ?? .white)
        let forecast = Forecast(
            size: .exact(size), format: .png, hasAlpha: operation.color.alpha < 255,
            provenance: Provenance(
                index: stage.input?.forecast.provenance.index ?? stage.origin.item,
                verbs: [stage.verb]))
        return [
            plan.add(
                .free(operation), forecast: forecast,
                identity: Identity.none.applying(operation.description), for: stage)
        ]
    }
}

/// Makes an image of one color, of nothing.
struct CanvasOperation: LocalOperation {
    var size: PixelSize
    var color: Color

    init(_ size: PixelSize, color: Color) {
        self.size = size
        self.color = color
    }

    func forecast(for inputs: [Forecast]) -> Forecast {
        Forecast(
            size: .exact(size), format: .png, hasAlpha: color.alpha < 255,
            provenance: Provenance())
    }

    func apply(to images: [Image]) throws -> Image { try Image.solid(size, color) }
}

extension CanvasOperation: CustomStringConvertible {
    var description: String { "canvas \(size) \(color.words)" }
}
