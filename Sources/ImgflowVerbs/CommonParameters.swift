import ImageFacts
package import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// The parameters that mean the same in every verb.
package enum Common {
    /// What most paid verbs share; help describes them once.
    package static let options = [negative, seed, count, region, fit, fresh]

    static let negative = Parameter(
        "negative", .text(maximum: Stability.promptLength.upperBound), "what to avoid")
    static let seed = Parameter(
        "seed", .either([.integer(DerivedSeed.written), .word(["random"])]),
        default: "derived from the input",
        "the same seed and request give the same image; `random` picks one")
    static let count = Parameter(
        "count", .integer(1...100), default: "1", "copies, with consecutive seeds")
    static let style = Parameter("style", .word(Stability.stylePresets), "style preset")
    /// Where Nova Canvas is among the models: its own styles too.
    static let anyStyle = Parameter(
        "style", .word(Stability.stylePresets + NovaCanvas.styles),
        "style preset; \(NovaCanvas.styles[0]) and the seven after it require nova-canvas")
    static let grow = Parameter(
        "grow", .integer(Stability.growMask), default: "5",
        "pixels to grow the masked region")
    static let region = Parameter(
        "region", .word(Models.regions), "the AWS Region to use; overrides the planner's choice")
    static let fit = Parameter(
        "fit", .word(FitMode.allCases.map(\.rawValue)), default: "shrink",
        "what to do with an image outside the model's limits")
    static let fresh = Parameter(
        "fresh", .truth, default: "false", "ignore cached results and call (and pay) again")

    static func format(_ formats: [ImageFormat]) -> Parameter {
        Parameter(
            "format", .word(formats.map(\.rawValue)),
            "file format of the model's result")
    }

    static func model(_ models: [any BedrockModel.Type]) -> Parameter {
        Parameter(
            "model", .word(models.map { $0.card.name }), default: models.first?.card.name,
            "pin a model")
    }

    /// Words that name a thing in the image.
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

extension StageContext {
    /// The number of copies that are asked for.
    var count: Int { integer("count") ?? 1 }
}

extension PlanBuilder {
    /// Refuses parameters that the mode of a verb has no field for.
    func refuse(
        _ parameters: [String], of stage: StageContext, by chosen: String, takenBy: [String] = []
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
