import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `trim`, `trim tolerance:20 margin:5%`.
struct Trim: Verb {
    /// More pixels are not looked at before the run.
    private static let checkedPixels = 4_000_000

    let signature = Signature(
        "trim", "remove a border of one color, or of transparency", takes: .image, isNewer: true,
        parameters: [
            Parameter(
                "tolerance", .integer(0...255), default: "10",
                "levels of 255 that a pixel of the border may differ from its color"),
            Parameter(
                "margin", .length(0...30_000), default: "0",
                "border left on all sides: pixels, or percentage of the longer side of what remains"
            ),
        ],
        examples: [
            Example(
                "load \"alpha.png\" | trim margin:5% | save \"tight.png\"",
                "the subject with a narrow margin")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        var operation = TrimOperation(
            tolerance: Double(stage.integer("tolerance") ?? 10),
            margin: stage.length("margin") ?? .pixels(0))
        let isLooked: Bool =
            if case .exact(let size) = input.forecast.blind.size {
                size.pixels <= Self.checkedPixels
            } else {
                false
            }
        if isLooked { operation.known = plan.size(after: operation, of: input) }
        if isLooked, operation.known == nil,
            plan.isBlack(BorderProbe(tolerance: operation.tolerance), of: input)
        {
            throw .parameter(
                .allBorder(
                    span: stage.verbSpan,
                    tolerance: stage["tolerance"] == nil ? nil : stage.span("tolerance")))
        }
        return [try plan.free(operation, on: input, for: stage)]
    }
}

/// Without its border; how large that is, the pixels tell.
struct TrimOperation: ImageOperation {
    var tolerance: Double
    /// Of the longer side of what remains.
    var margin: Length
    /// What remains, where the plan could look.
    var known: PixelSize?

    init(tolerance: Double, margin: Length) {
        self.tolerance = tolerance
        self.margin = margin
    }

    var readsPixels: Bool { true }

    func forecast(for input: Forecast) -> Forecast {
        input.with(size: known.map { .exact($0) } ?? .unknown)
    }

    func apply(to image: Image) throws -> Image {
        try image.trimmed(tolerance: tolerance) { margin.pixels(of: $0.longSide) }
    }
}

extension TrimOperation: CustomStringConvertible {
    var description: String { "trim \(tolerance) \(margin)" }
}

/// Black where a trim would leave nothing, else white: one pixel.
struct BorderProbe: ImageOperation {
    var tolerance: Double

    func forecast(for input: Forecast) -> Forecast { input.asMask }

    func apply(to image: Image) throws -> Image {
        try Image.solid(
            PixelSize(1, 1), image.isAllBorder(tolerance: tolerance) ? .black : .white)
    }
}

extension BorderProbe: CustomStringConvertible {
    var description: String { "border probe \(tolerance)" }
}
