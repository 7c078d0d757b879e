import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// The parameters that mean the same in every verb.
enum Common {
    static let negative = Parameter(
        "negative", .text(maximum: Stability.promptLength.upperBound), "what should not be seen")
    static let seed = Parameter(
        "seed", .either([.integer(DerivedSeed.written), .word(["random"])]),
        default: "from the input's content",
        "the same seed and request give the same picture; `random` draws one")
    static let count = Parameter(
        "count", .integer(1...100), default: "1", "copies, with seeds that count on from the first")
    static let style = Parameter("style", .word(Stability.stylePresets), "the look")
    /// Where Nova Canvas is among the models: its own styles too.
    static let anyStyle = Parameter(
        "style", .word(Stability.stylePresets + NovaCanvas.styles),
        "the look; \(NovaCanvas.styles[0]) and the seven behind it need nova-canvas")
    static let grow = Parameter(
        "grow", .integer(Stability.growMask), default: "5",
        "pixels by which the masked region grows")
    static let region = Parameter(
        "region", .word(Models.regions), "the AWS Region to call; binds")
    static let fit = Parameter(
        "fit", .word(FitMode.allCases.map(\.rawValue)), default: "shrink",
        "what to do with a picture that the model does not take")
    static let fresh = Parameter(
        "fresh", .truth, default: "false", "ask again, and pay again, though the answer is known")

    static func format(_ formats: [ImageFormat]) -> Parameter {
        Parameter(
            "format", .word(formats.map(\.rawValue)),
            "the file format that the model answers in")
    }

    static func model(_ models: [any BedrockModel.Type]) -> Parameter {
        Parameter(
            "model", .word(models.map { $0.card.name }), default: models.first?.card.name,
            "pins a model")
    }

    /// Words that name a thing in the picture.
    static func what(_ summary: String) -> Parameter {
        Parameter(
            "what", .text(maximum: Stability.promptLength.upperBound), isRequired: true, summary)
    }

    static func text(_ summary: String, isRequired: Bool) -> Parameter {
        Parameter(
            "text", .text(maximum: Stability.promptLength.upperBound), isRequired: isRequired,
            summary)
    }
}

extension VerbCall {
    /// The number of copies that are asked for.
    var count: Int { integer("count") ?? 1 }
}

extension PlanDraft {
    /// Refuses parameters that the mode of a verb has no field for.
    func refuse(
        _ parameters: [String], of stage: VerbCall, by chosen: String, takenBy: [String] = []
    ) throws(PlanProblem) {
        for name in parameters {
            guard let argument = stage[name] else { continue }
            throw .parameter(
                .notTaken(
                    parameter: name, by: chosen, takenBy: takenBy, span: argument.span,
                    mode: stage.verbSpan))
        }
    }
}

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
            "nova-canvas only: how closely the text is followed"),
    ]

    var quality: NovaCanvas.Quality?
    var guidance: Double?

    init(_ stage: VerbCall) {
        quality = stage.word("quality").flatMap(NovaCanvas.Quality.init(rawValue:))
        guidance = stage.number("guidance")
    }

    func price(at size: PixelSize) -> Price {
        NovaCanvas.price(quality: quality ?? .standard, size: size)
    }

    /// Of a task whose picture is as large as what goes in; a size that is not known counts as large.
    func price(of input: PlannedImage) -> Price {
        price(at: input.forecast.blind.size.size ?? PixelSize(2_048, 2_048))
    }
}
