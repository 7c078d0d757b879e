import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// How `save` writes its file: the parameters, and which format has which.
enum SaveEncoding {
    static let parameters = [
        Parameter(
            "quality", .integer(1...100),
            "of JPEG, WebP (default 90) and AVIF (60), where the image is encoded here"),
        Parameter(
            "lossless", .truth, default: "false", "of WebP: every pixel stays as it is"),
        Parameter(
            "effort", .integer(0...9),
            "time spent on a smaller file, where the image is encoded here"),
        Parameter(
            "progressive", .truth, default: "false",
            "of JPEG and PNG: a coarse image shows before all of the file is there"),
        Parameter(
            "chroma", .word(EncodingOptions.Chroma.allCases.map(\.rawValue)),
            "of JPEG and AVIF: full keeps all of the color (4:4:4), half less of it (4:2:0)"),
        Parameter(
            "dpi", .integer(PrintLength.resolutions),
            "dots per inch, written into the file; without it the image's own"),
        Parameter(
            "max-bytes", .bytes(1...1_000_000_000),
            "largest file size: takes the best quality that fits"),
        metadata,
        Parameter(
            "alt", .either([.truth, .text(maximum: 2_000)]), default: "false",
            "write a text, or with true {description}, into the file as alternative text, for people who cannot see it"
        ),
    ]

    static let metadata = Parameter(
        "metadata", .word(EncodingOptions.Metadata.allCases.map(\.rawValue)),
        "what the file says besides its pixels; safe, the default of all but copies: caption, creator, copyright, date"
    )

    /// The formats that have a parameter.
    private static let formats: [String: [ImageFormat]] = [
        "quality": [.jpeg, .webp, .avif, .png, .gif, .tiff],
        // An AVIF of libheif holds colors as brightness and two differences, which rounds them.
        "lossless": [.webp, .png, .tiff],
        "effort": [.jpeg, .png, .webp, .avif, .gif],
        "progressive": [.jpeg, .png],
        "chroma": [.jpeg, .avif],
        "dpi": [.jpeg, .png, .tiff, .webp, .avif],
        "max-bytes": [.jpeg, .png, .webp, .avif],
        "alt": [.jpeg, .png, .webp, .tiff, .avif],
    ]

    /// A format that cannot hold so long a side is found before anything is paid.
    static func check(
        _ size: SizeForecast, fits format: ImageFormat, at span: Span
    ) throws(PlanProblem) {
        guard let limit = format.longestSide, let size = size.size, size.longSide > limit else {
            return
        }
        throw .target(
            .tooLongFor(
                format.title, size, limit: limit, fitting: min(limit, Resize.sides.upperBound),
                span: span))
    }

    /// - Parameter format: that will be written; nil where only the run knows.
    static func options(
        of stage: StageContext, as format: ImageFormat?
    ) throws(PlanProblem) -> EncodingOptions {
        if let format {
            for parameter in parameters {
                guard let argument = stage[parameter.name],
                    let known = formats[parameter.name], !known.contains(format)
                else { continue }
                if case .truth(false) = argument.value { continue }
                throw .parameter(
                    .notTaken(
                        parameter: parameter.name, by: format.title,
                        takenBy: known.map(\.title), span: argument.span,
                        mode: stage.span("path")))
            }
        }
        if stage.truth("lossless"),
            let other = ["quality", "chroma"].first(where: { stage[$0] != nil })
        {
            throw .parameter(
                .together(
                    ["lossless", other], span: stage.span(other), other: stage.span("lossless"))
            )
        }
        if let limit = stage["max-bytes"],
            let other = ["lossless", "embed"].first(where: { stage.truth($0) })
        {
            throw .parameter(
                .together(["max-bytes", other], span: stage.span(other), other: limit.span))
        }
        var how = EncodingOptions()
        how.maxBytes = stage.integer("max-bytes")
        how.quality = stage.integer("quality")
        how.effort = stage.integer("effort")
        how.isLossless = stage.truth("lossless")
        how.isProgressive = stage.truth("progressive")
        how.chroma = stage.word("chroma").flatMap(EncodingOptions.Chroma.init(rawValue:))
        how.dpi = stage.integer("dpi")
        how.metadata = stage.word("metadata").flatMap(EncodingOptions.Metadata.init(rawValue:))
        return how
    }
}
