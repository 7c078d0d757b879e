import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// Options that Nova Canvas alone has; refused unless it is pinned.
struct NovaOptions {
    /// Their names, which no living model has a field for.
    static let names = parameters.map(\.name)

    static let parameters = [
        Parameter(
            "quality", .word(NovaCanvas.Quality.allCases.map(\.rawValue)),
            "nova-canvas only: `premium` costs more"),
        Parameter(
            "guidance", .number(NovaCanvas.guidance),
            "nova-canvas only: how closely to follow the prompt"),
    ]

    /// Of `vary`, on any model.
    static let defaultSimilarity = 0.7

    /// Nova's variations have a least similarity.
    static func similarity(on stage: StageContext) -> Incompatibility? {
        let range = NovaCanvas.similarity
        guard let asked = stage.number("similarity"), !range.contains(asked) else { return nil }
        return Incompatibility(
            "requires a similarity of at least \(range.lowerBound)",
            .model(
                .outOfRange(
                    parameter: "similarity", value: asked, range, card: NovaCanvas.card,
                    span: stage.valueSpan("similarity"))))
    }

    var quality: NovaCanvas.Quality?
    var guidance: Double?

    init(_ stage: StageContext) {
        quality = stage.word("quality").flatMap(NovaCanvas.Quality.init(rawValue:))
        guidance = stage.number("guidance")
    }

    func price(at size: PixelSize) -> Price {
        NovaCanvas.price(quality: quality ?? .standard, size: size)
    }

    /// Of a task whose image is as large as what goes in; a size that is not known counts as large.
    func price(of input: PlannedImage?) -> Price {
        price(at: input?.forecast.blind.size.size ?? PixelSize(2_048, 2_048))
    }
}
