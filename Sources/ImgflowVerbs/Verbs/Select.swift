import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `select subject`, `select rect:[0, 0, 100%, 40%]`: a mask of a part of the image, white where it
/// is. On a mask it selects on the image that the mask was made of.
struct Select: Verb {
    private static let tolerance = 20.0

    let signature = Signature(
        "select", "make a mask of a part of the image (`select subject` and text are paid)",
        takes: .image,
        group: .masks,
        positional: Parameter(
            "part", .either([.word(["subject", "alpha"]), .text(maximum: 500)]),
            "the subject, found by remove-background (paid); the opaque part; or text for what a model finds (paid)"
        ),
        parameters: [
            Parameter(
                "rect", .list(of: .length(-65_535...65_535), count: 4...4),
                "left, top, width, and height, in pixels or percentages"),
            Parameter(
                "ellipse", .list(of: .length(-65_535...65_535), count: 4...4),
                "its bounding rectangle"),
            Parameter(
                "polygon", .list(of: .length(-65_535...65_535), count: 6...400),
                "x and y of each corner"),
            Parameter("color", .color, "areas of roughly this color"),
            Parameter(
                "tolerance", .number(0...200), default: "20",
                "maximum color difference (CIE L*a*b*): 2 is barely visible, 20 is similar"),
            Parameter(
                "luma", .either([.number(0...1), .list(of: .number(0...1), count: 2...2)]),
                "minimum brightness, or a range: [20%, 60%]"),
            Parameter("from", .image, "an image to use as the mask"),
            Parameter("invert", .truth, default: "false", "invert the mask"),
            Parameter(
                "shape", .word(FoundMaskOperation.Outline.allCases.map(\.rawValue)),
                default: "box", "shape of what text finds: its box, or an ellipse in it"),
            Parameter(
                "all", .truth, default: "false", "everything that the text names, not only one"),
            Parameter(
                "grow", .length(0...65_535), "how far beyond what the text finds"),
            Parameter(
                "whole", .truth, default: "false",
                "accept a find of more than 90% of the image"),
            Parameter(
                "model",
                .word(
                    [StableImageRemoveBackground.card.name, NovaCanvas.card.name]
                        + SeeingModels.all.map(\.name)),
                default: StableImageRemoveBackground.card.name,
                "pin a model; for text, one that looks at images"),
            Parameter(
                "region", .word(Models.regions + SeeingParameters.furtherRegions),
                "the AWS Region to use; overrides the planner's choice"),
            Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | inpaint \"a clear sky\" mask:(select rect:[0, 0, 100%, 40%]) | save",
                "repaint the upper part"),
            Example(
                "load \"a.png\" | select color:\"#87CEEB\" tolerance:30 | feather 6 | save \"part.png\"",
                "areas of sky blue"),
            Example(
                "load \"a.png\" | select subject | grow 8 | save \"part.png\"",
                "the subject and a margin around it: one call"),
            Example(
                "load \"a.png\" | select \"the lamp\" shape:ellipse | save \"part.png\"",
                "where a model sees the lamp: one look"),
        ])

    private static let kinds = ["part", "rect", "ellipse", "polygon", "color", "luma", "from"]

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let picture = plan.picture(of: input)
        let given = Self.kinds.filter { stage[$0] != nil }
        guard let kind = given.first else {
            throw .parameter(.nothingSelected(span: stage.verbSpan))
        }
        if given.count > 1 {
            throw .parameter(
                .together(
                    Array(given.prefix(2)), span: stage.span(given[1]), other: stage.span(kind)))
        }
        try checkCompany(of: stage, kind, in: plan)
        var mask = try self.mask(kind, of: picture, stage, in: &plan)
        if stage.truth("invert") { mask = try plan.free(InvertOperation(), on: mask, for: stage) }
        mask.forecast.provenance = input.forecast.provenance.after(stage.verb)
        plan.graph.maskedImages[mask.node] = picture
        return [mask]
    }

    /// What belongs to one kind alone.
    private func checkCompany(
        of stage: StageContext, _ kind: String, in plan: PlanBuilder
    ) throws(PlanProblem) {
        if stage["tolerance"] != nil, kind != "color" {
            throw .parameter(
                .needs(
                    "tolerance", needed: "color", why: "sets the tolerance of `color`",
                    fix: "add color:\"#87CEEB\", or remove `tolerance`",
                    span: stage.span("tolerance")))
        }
        if let model = stage.word("model"), kind == "part", stage.word("part") != "alpha",
            (plan.settings.models.seeing(name: model) != nil) != (stage.text("part") != nil)
        {
            throw .parameter(
                .notTaken(
                    parameter: "model:\(model)",
                    by: stage.text("part") == nil ? "select subject" : "select by text",
                    takenBy: [], span: stage.span("model"), mode: stage.verbSpan))
        }
        if stage.text("part") != nil {
            return try plan.refuse(
                ["fit"], of: stage, by: "select by text", takenBy: ["select subject"])
        }
        try plan.refuse(
            ["shape", "all", "grow", "whole"], of: stage, by: "select \(kind)",
            takenBy: ["select \"…\""])
        guard stage.word("part") != "subject" else { return }
        try plan.refuse(
            ["model", "region", "fit", "fresh"], of: stage, by: "select \(kind)",
            takenBy: ["select subject"])
    }

    private func mask(
        _ kind: String, of picture: PlannedImage, _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> PlannedImage {
        if let words = stage.text("part") {
            let options = FindingOptions(
                outline: stage.word("shape").flatMap(FoundMaskOperation.Outline.init(rawValue:))
                    ?? .box,
                wantsAll: stage.truth("all"), grow: stage.length("grow"),
                takesWhole: stage.truth("whole"))
            return try plan.found(words, in: picture, options, for: stage)
        }
        if stage.word("part") == "subject" {
            var finding = stage
            finding.wish = .any
            let cut = try plan.removeBackground(of: picture, for: finding).result
            return try plan.free(SelectOperation(.alpha), on: cut, for: stage)
        }
        if let other = try plan.image("from", of: stage) {
            if case .exact(let size) = other.forecast.blind.size,
                case .exact(let wanted) = picture.forecast.blind.size, size != wanted
            {
                throw .model(
                    .maskSize(
                        size, wanted: wanted, span: stage.valueSpan("from"), verb: stage.verbSpan))
            }
            return try plan.free(SelectOperation(.brightness(0...1)), on: other, for: stage)
        }
        if stage.word("part") == "alpha", picture.forecast.blind.format != nil,
            !plan.isTransparent(picture)
        {
            plan.report(.image(.opaqueAlpha(span: stage.call.span)), for: stage)
        }
        return try plan.free(SelectOperation(shape(kind, stage)), on: picture, for: stage)
    }

    private func shape(_ kind: String, _ stage: StageContext) -> SelectOperation.Part {
        switch kind {
        case "rect": .rect(stage.lengths("rect") ?? [])
        case "ellipse": .ellipse(stage.lengths("ellipse") ?? [])
        case "polygon": .polygon(stage.lengths("polygon") ?? [])
        case "color":
            .color(
                Paint.color(of: stage) ?? .white,
                tolerance: stage.number("tolerance") ?? Self.tolerance)
        case "luma": .luma(range(of: stage))
        default: .alpha
        }
    }

    private func range(of stage: StageContext) -> ClosedRange<Double> {
        if let least = stage.number("luma") { return least...1 }
        guard case .list(let items)? = stage["luma"]?.value else { return 0...1 }
        let limits = items.compactMap { item -> Double? in
            switch item.value {
            case .number(let number), .share(let number): number
            case .integer(let number): Double(number)
            default: nil
            }
        }
        return (limits.min() ?? 0)...(limits.max() ?? 1)
    }
}

/// White where a part of the image is.
struct SelectOperation: ImageOperation {
    enum Part: Hashable, Sendable {
        case alpha
        /// The brightness itself: an image taken for a mask.
        case brightness(ClosedRange<Double>)
        case luma(ClosedRange<Double>)
        case color(Color, tolerance: Double)
        /// Left, top, width, height.
        case rect([Length])
        case ellipse([Length])
        /// x, y, x, y, …
        case polygon([Length])
    }

    var part: Part

    init(_ part: Part) { self.part = part }

    func forecast(for input: Forecast) -> Forecast { input.asMask }

    func apply(to image: Image) throws -> Image {
        let size = image.facts.size
        switch part {
        case .alpha: return try image.alphaMask()
        case .brightness: return try image.mask()
        case .luma(let range): return try image.brightnessMask(range)
        case .color(let color, let tolerance):
            return try image.colorMask(color, tolerance: tolerance)
        case .rect(let lengths):
            let box = box(lengths, in: size)
            return try Image.rectangleMask(
                size, x: box.x, y: box.y, width: box.width, height: box.height)
        case .ellipse(let lengths):
            let box = box(lengths, in: size)
            return try Image.ellipseMask(
                size, x: box.x, y: box.y, width: box.width, height: box.height)
        case .polygon(let lengths):
            let points = stride(from: 0, to: lengths.count - 1, by: 2).map { index in
                (
                    x: lengths[index].exact(of: size.width),
                    y: lengths[index + 1].exact(of: size.height)
                )
            }
            return try Image.polygonMask(size, points)
        }
    }

    private func box(
        _ lengths: [Length], in size: PixelSize
    ) -> (x: Int, y: Int, width: Int, height: Int) {
        guard lengths.count == 4 else { return (0, 0, 0, 0) }
        return (
            lengths[0].pixels(of: size.width), lengths[1].pixels(of: size.height),
            lengths[2].pixels(of: size.width), lengths[3].pixels(of: size.height)
        )
    }
}

extension SelectOperation: CustomStringConvertible {
    private func words(_ lengths: [Length]) -> String {
        lengths.map(\.description).joined(separator: " ")
    }

    /// Version 2 of `ellipse`: the ends of a flat one were soft before.
    var earlierDescription: String? {
        if case .ellipse(let lengths) = part { "select ellipse \(words(lengths))" } else { nil }
    }

    var description: String {
        switch part {
        case .alpha: "select alpha"
        case .brightness: "select brightness"
        case .luma(let range): "select luma \(range.lowerBound) \(range.upperBound)"
        case .color(let color, let tolerance): "select color \(color.words) \(tolerance)"
        case .rect(let lengths): "select rect \(words(lengths))"
        case .ellipse(let lengths): "select ellipse 2 \(words(lengths))"
        case .polygon(let lengths): "select polygon \(words(lengths))"
        }
    }
}
