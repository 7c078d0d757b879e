import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `canvas 1024x768 color:"#87CEEB"`, `canvas 1200x630 gradient:["#000", "#0000"] direction:down`.
struct Canvas: Verb {
    let signature = Signature(
        "canvas", "make an image of one color, or of a gradient", takes: .nothing,
        positional: Parameter(
            "size", .size(side: 1...65_535), isRequired: true, "width and height in pixels"),
        parameters: [
            Paint.parameter(default: "\"#ffffff\"", "color of the image"),
            Parameter(
                "gradient", .list(of: .text(maximum: 9), count: 2...16),
                "colors at even distances, with alpha or without: `\"#000\"`, `\"#0000\"`, `\"#00000080\"`"
            ),
            Parameter(
                "direction",
                .either([.word(GradientDirection.allCases.map(\.rawValue)), .number(-360...360)]),
                default: "down",
                "where the last color lies, or degrees clockwise: 0 is up, 90 to the right"),
        ],
        examples: [
            Example(
                "canvas 1200x630 color:\"#2E8B57\" | label \"Sale\" size:20% | save \"sale.png\"",
                "a green card with a word on it"),
            Example(
                "load \"a.png\" | overlay (canvas 640x200 gradient:[\"#0000\", \"#000\"]) at:bottom | label \"Dusk\" color:\"#fff\" | save \"title.png\"",
                "dark below, so that white text can be read"),
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard case .size(let width, let height)? = stage["size"]?.value else { return [] }
        let size = PixelSize(width, height)
        try plan.check(size, at: stage.valueSpan("size"))
        if let colors = try gradient(of: stage) {
            return [
                add(
                    GradientOperation(size: size, colors: colors, degrees: degrees(of: stage)),
                    for: stage, in: &plan)
            ]
        }
        if stage["direction"] != nil {
            throw .parameter(
                .needs(
                    "direction", needed: "gradient", why: "one color has no direction",
                    fix: "add `gradient:[\"#000\", \"#fff\"]`, or remove `direction`",
                    span: stage.span("direction")))
        }
        return [
            add(
                CanvasOperation(size, color: Paint.color(of: stage) ?? .white), for: stage,
                in: &plan)
        ]
    }

    private func gradient(of stage: StageContext) throws(PlanProblem) -> [Color]? {
        guard case .list(let items)? = stage["gradient"]?.value else { return nil }
        if stage["color"] != nil {
            throw .parameter(
                .together(
                    ["gradient", "color"], span: stage.span("color"),
                    other: stage.span("gradient")))
        }
        var colors: [Color] = []
        for item in items {
            guard case .text(let template) = item.value else { continue }
            let text = stage.filled(template).known ?? ""
            guard let color = Color(hex: text) else {
                throw .parameter(.badGradientColor(text, span: item.span))
            }
            colors.append(color)
        }
        return colors
    }

    private func degrees(of stage: StageContext) -> Double {
        if let degrees = stage.number("direction") { return degrees }
        return (stage.word("direction").flatMap(GradientDirection.init(rawValue:)) ?? .down).degrees
    }

    private func add(
        _ operation: some LocalOperation, for stage: StageContext, in plan: inout PlanBuilder
    ) -> PlannedImage {
        var forecast = operation.forecast(for: [])
        forecast.provenance = Provenance(
            index: stage.input?.forecast.provenance.index ?? stage.origin.item,
            verbs: [stage.verb])
        return plan.add(
            .free(operation), forecast: forecast,
            identity: Identity.none.applying(operation.description), for: stage)
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
