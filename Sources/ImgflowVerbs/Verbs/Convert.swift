import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `convert jpeg quality:85`.
struct Convert: Verb {
    private static let formats: [ImageFormat] = [.png, .jpeg, .webp, .tiff, .gif, .avif]

    let signature = Signature(
        "convert", "convert the image to another format", takes: .image,
        positional: Parameter(
            "format", .word(Convert.formats.map(\.rawValue)), isRequired: true, "the file format"),
        parameters: [
            Parameter(
                "quality", .integer(1...100), default: "90",
                "for JPEG, WebP, and AVIF (default 60 for AVIF)"),
            Parameter(
                "background", .color, default: "\"#ffffff\"",
                "replaces transparency in formats without alpha"),
            SaveEncoding.metadata,
        ],
        examples: [
            Example("load \"a.png\" | convert jpeg quality:85 | save", "writes a-convert.jpg")
        ])

    func wish(_ call: CheckedCall) -> FormatWish { .any }

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input,
            let format = stage.word("format").flatMap(ImageFormat.init(rawValue:))
        else { return [] }
        var background = Color.white
        if case .color(let red, let green, let blue)? = stage["background"]?.value {
            background = Color(red, green, blue)
        } else if input.forecast.hasAlpha, !format.carriesAlpha {
            plan.report(
                .target(.alphaLost(format.rawValue, span: stage.call.span)), for: stage)
        }
        try SaveEncoding.check(input.forecast.size, fits: format, at: stage.valueSpan("format"))
        let operation = ConvertOperation(
            format, quality: stage.integer("quality"), background: background,
            metadata: stage.word("metadata").flatMap(EncodingOptions.Metadata.init(rawValue:)))
        var image = plan.apply(operation, to: input, for: stage)
        image.forecast.provenance = input.forecast.provenance.after(stage.verb)
        return [image]
    }
}
