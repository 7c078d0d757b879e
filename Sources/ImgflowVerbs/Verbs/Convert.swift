import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `convert jpeg quality:85`.
struct Convert: Verb {
    private static let formats: [ImageFormat] = [.png, .jpeg, .webp, .tiff, .gif, .avif]

    let signature = Signature(
        "convert", "encodes the picture in another format on this machine", takes: .image,
        positional: Parameter(
            "format", .word(Convert.formats.map(\.rawValue)), isRequired: true, "the file format"),
        parameters: [
            Parameter(
                "quality", .integer(1...100), default: "90",
                "of JPEG, WebP and AVIF, whose default is 60"),
            Parameter(
                "background", .color, default: "\"#ffffff\"",
                "what shows where the picture was transparent and the format has no alpha"),
        ],
        examples: [
            Example("load \"a.png\" | convert jpeg quality:85 | save", "writes a-convert.jpg")
        ])

    func wish(_ call: CheckedCall) -> FormatWish { .any }

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let format = stage.word("format").flatMap(ImageFormat.init(rawValue:))
        else { return [] }
        var background = Color.white
        if case .color(let red, let green, let blue)? = stage["background"]?.value {
            background = Color(red, green, blue)
        } else if input.forecast.hasAlpha, !format.carriesAlpha {
            draft.report(.target(.alphaLost(format.rawValue, span: stage.call.span)))
        }
        let operation = ConvertOperation(
            format, quality: stage.integer("quality"), background: background)
        var image = draft.apply(operation, to: input, for: stage)
        image.forecast.provenance = input.forecast.provenance.after(stage.verb)
        return [image]
    }
}
