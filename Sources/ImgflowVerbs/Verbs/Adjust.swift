import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `adjust brightness:1.1 contrast:1.2`, `adjust auto:true`.
struct Adjust: Verb {
    private static let factor = ValueType.number(0...10)

    let signature = Signature(
        "adjust", "adjust brightness, contrast, gamma, saturation, and hue", takes: .image,
        isNewer: true,
        parameters: [
            Parameter(
                "brightness", Adjust.factor, default: "1", "factor: 1.1 is a tenth brighter"),
            Parameter(
                "contrast", Adjust.factor, default: "1",
                "factor of the distance from middle gray: 0 is all gray"),
            Parameter(
                "saturation", Adjust.factor, default: "1", "factor: 0 is gray, 2 is vivid"),
            Parameter(
                "gamma", .number(0.1...10), default: "1",
                "above 1 lightens the middle tones, below 1 darkens them"),
            Parameter("hue", .number(-360...360), default: "0", "degrees around the color wheel"),
            Parameter(
                "auto", .truth, default: "false",
                "stretch the levels first: the darkest and brightest half percent become black and white"
            ),
        ],
        examples: [
            Example(
                "load \"a.png\" | adjust brightness:1.1 contrast:120% saturation:0.9 | save \"b2.png\"",
                "slightly brighter, crisper, and paler"),
            Example(
                "load \"a.png\" | adjust auto:true | save \"full.png\"",
                "stretched from black to white"),
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        guard signature.parameters.contains(where: { stage[$0.name] != nil }) else {
            throw .parameter(.nothingAdjusted(span: stage.verbSpan))
        }
        var tones = Tones()
        tones.brightness = stage.number("brightness") ?? 1
        tones.contrast = stage.number("contrast") ?? 1
        tones.saturation = stage.number("saturation") ?? 1
        tones.gamma = stage.number("gamma") ?? 1
        tones.hue = stage.number("hue") ?? 0
        let operation = AdjustOperation(tones: tones, isAutomatic: stage.truth("auto"))
        return [try plan.mask(operation, on: input, for: stage)]
    }
}

/// Other tones, alpha kept.
struct AdjustOperation: ImageOperation {
    var tones: Tones
    var isAutomatic: Bool

    var readsPixels: Bool { isAutomatic }

    var mayConvertColors: Bool { true }

    func converts(_ colors: OtherColors) -> Bool { colors.isCMYK }

    func forecast(for input: Forecast) -> Forecast { input }

    func apply(to image: Image) throws -> Image {
        guard tones != Tones() || isAutomatic else { return image }
        return try image.adjusted(tones, isAutomatic: isAutomatic)
    }
}

extension AdjustOperation: CustomStringConvertible {
    var description: String {
        "adjust \(isAutomatic ? "auto " : "")\(tones.brightness) \(tones.contrast) \(tones.gamma) \(tones.saturation) \(tones.hue)"
    }
}
