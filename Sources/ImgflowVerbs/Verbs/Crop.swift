import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `crop 16:9 at:attention`, `crop 800x600 at:top-left`, `crop left:10% top:20px width:50%`.
struct Crop: Verb {
    private static let sides = 1...65_535

    let signature = Signature(
        "crop", "crop the image", takes: .image,
        positional: Parameter(
            "to", .either([.ratio([]), .size(side: Crop.sides)]),
            "an aspect ratio (largest area that fits), or a size"),
        parameters: [
            Parameter("width", .length(Crop.sides), "pixels, or percentage of the image's width"),
            Parameter("height", .length(Crop.sides), "pixels, or percentage of the image's height"),
            Parameter(
                "left", .length(0...65_535),
                "where the part begins: pixels, or percentage of the width; without `width` it reaches the right edge"
            ),
            Parameter(
                "top", .length(0...65_535),
                "where the part begins: pixels, or percentage of the height; without `height` it reaches the lower edge"
            ),
            Parameter(
                "at",
                .either([
                    .word(Position.Anchor.allCases.map(\.rawValue) + Attention.words),
                    .list(of: .length(-65_535...65_535), count: 2...2),
                ]), default: "center",
                "position of the part, or its top-left corner; `attention` is where the eye is drawn, `subject` what is opaque, or what remove-background finds (paid)"
            ),
            Common.model([StableImageRemoveBackground.self, NovaCanvas.self]), Common.region,
            Common.fresh,
        ],
        examples: [
            Example("load \"a.png\" | crop 1:1 | save \"square.png\"", "the middle of a.png"),
            Example(
                "load \"a.png\" | crop width:50% at:left | save \"left.png\"", "its left half"),
            Example(
                "load \"a.png\" | crop 1:1 at:attention | save \"teaser.png\"",
                "a square around what draws the eye"),
            Example(
                "load \"a.png\" | crop 1:1 at:subject | save \"portrait.png\"",
                "a square around the subject: one call where a.png is opaque"),
            Example(
                "load \"a.png\" | crop left:10% top:8px | save \"rest.png\"",
                "without a strip on the left and one above"),
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let sides = ["width", "height"].filter { stage[$0] != nil }
        if stage["to"] != nil, let side = sides.first {
            throw .parameter(
                .together(["to", side], span: stage.span(side), other: stage.span("to")))
        }
        let places = ["left", "top"].filter { stage[$0] != nil }
        if let place = places.first {
            if case .ratio? = stage["to"]?.value {
                throw .parameter(
                    .together(["to", place], span: stage.span(place), other: stage.span("to")))
            }
            if stage["at"] != nil {
                throw .parameter(
                    .together([place, "at"], span: stage.span("at"), other: stage.span(place)))
            }
        }
        var part: CropOperation.Part
        switch stage["to"]?.value {
        case .ratio(let ratio)?: part = .shape(ratio)
        case .size(let width, let height)?: part = .sides(.pixels(width), .pixels(height))
        default:
            guard !sides.isEmpty || !places.isEmpty else {
                throw .parameter(
                    .noSizeGiven(
                        verb: stage.verb,
                        fix: "write `crop 16:9`, `crop 800x600` or `crop width:50%`",
                        span: stage.verbSpan))
            }
            part = .sides(
                stage.length("width") ?? .share(1), stage.length("height") ?? .share(1))
        }
        if !places.isEmpty {
            var box = CropOperation.Box(
                left: stage.length("left") ?? .pixels(0), top: stage.length("top") ?? .pixels(0),
                width: stage.length("width"), height: stage.length("height"))
            if case .size(let width, let height)? = stage["to"]?.value {
                (box.width, box.height) = (.pixels(width), .pixels(height))
            }
            part = .box(box)
        }
        if stage.word("at") != Attention.subject.rawValue {
            try plan.refuse(
                ["model", "region", "fresh"], of: stage, by: "crop", takenBy: ["crop at:subject"])
        }
        if let attention = stage.word("at").flatMap(Attention.init(rawValue:)) {
            return [try follow(attention, part, on: input, for: stage, in: &plan)]
        }
        let operation = CropOperation(part, at: Position(of: stage))
        try check(operation, on: input, span: place(of: stage, sides + places))
        return [try plan.free(operation, on: input, for: stage)]
    }

    private func place(of stage: StageContext, _ names: [String]) -> Span {
        stage.span(stage["to"] != nil ? "to" : names.first ?? "at")
    }

    /// The image decides where, and the plan knows how large.
    private func follow(
        _ attention: Attention, _ part: CropOperation.Part, on input: PlannedImage,
        for stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> PlannedImage {
        let middle = CropOperation(part, at: .anchor(.center))
        try check(
            middle, on: input,
            span: place(of: stage, ["width", "height"].filter { stage[$0] != nil }))
        let operation = AttentionCropOperation(middle: middle, attention: attention)
        guard attention == .subject, !plan.isTransparent(input) else {
            return try plan.free(operation, on: input, for: stage)
        }
        // Nothing of the image shows what its subject is.
        var finding = stage
        finding.wish = .any
        let cut = try plan.removeBackground(
            of: input, for: finding, note: "finds the subject to crop around"
        ).result
        return try plan.free(
            SubjectCropOperation(middle: middle), on: input, with: [cut], for: stage)
    }

    private func check(
        _ operation: CropOperation, on input: PlannedImage, span: Span
    ) throws(PlanProblem) {
        if let size = input.forecast.blind.size.size, input.forecast.size.isReliable {
            let place = operation.place(in: size)
            if place.x < 0 || place.y < 0 || place.x + place.size.width > size.width
                || place.y + place.size.height > size.height
            {
                throw .parameter(
                    .outsidePicture(
                        place.size, x: place.x, y: place.y, of: size, span: span))
            }
        }
    }
}

/// Cuts a part out.
struct CropOperation: ImageOperation {
    enum Part: Hashable, Sendable {
        case shape(Ratio)
        case sides(Length, Length)
        case box(Box)
    }

    /// From a corner on; a length that is not given reaches the far edge.
    struct Box: Hashable, Sendable {
        var left: Length
        var top: Length
        var width: Length?
        var height: Length?
    }

    var part: Part
    var position: Position

    init(_ part: Part, at position: Position) {
        self.part = part
        self.position = position
    }

    func forecast(for input: Forecast) -> Forecast {
        input.with(size: input.size.map { place(in: $0).size })
    }

    func apply(to image: Image) throws -> Image {
        let place = place(in: image.facts.size)
        return try image.cropped(
            x: place.x, y: place.y, width: place.size.width, height: place.size.height)
    }

    func place(in whole: PixelSize) -> (x: Int, y: Int, size: PixelSize) {
        if case .box(let box) = part { return Self.place(of: box, in: whole) }
        let size =
            switch part {
            case .shape(let ratio): CropToShapeOperation.largest(of: ratio.value, in: whole)
            case .sides(let width, let height):
                PixelSize(
                    max(1, width.pixels(of: whole.width)), max(1, height.pixels(of: whole.height)))
            case .box: whole
            }
        let corner = position.place(of: size, in: whole)
        guard case .sides(let width, let height) = part, case .corner(let x, let y) = position
        else { return (corner.x, corner.y, size) }
        let across = Self.fitted(size.width, at: corner.x, of: width, at: x, in: whole.width)
        let down = Self.fitted(size.height, at: corner.y, of: height, at: y, in: whole.height)
        return (across.start, down.start, PixelSize(across.length, down.length))
    }

    private static func place(
        of box: Box, in whole: PixelSize
    ) -> (x: Int, y: Int, size: PixelSize) {
        func range(_ place: Length, _ length: Length?, in side: Int) -> (start: Int, length: Int) {
            let start = place.pixels(of: side)
            guard let length else {
                // What begins before the edge has its last pixel at least.
                let first = place.exact(of: side) < Double(side) ? min(start, side - 1) : start
                return (first, max(1, side - first))
            }
            return fitted(
                max(1, length.pixels(of: side)), at: start, of: length, at: place, in: side)
        }
        let across = range(box.left, box.width, in: whole.width)
        let down = range(box.top, box.height, in: whole.height)
        return (across.start, down.start, PixelSize(across.length, down.length))
    }

    /// Without the pixel that hangs out where place and length, which fit together, were both rounded up.
    private static func fitted(
        _ rounded: Int, at corner: Int, of length: Length, at place: Length, in side: Int
    ) -> (start: Int, length: Int) {
        let end = place.exact(of: side) + length.exact(of: side)
        guard end < Double(side) + 1e-6 else { return (corner, rounded) }
        let start = min(corner, side - 1)
        return (start, min(rounded, side - start))
    }
}

extension CropOperation: CustomStringConvertible {
    var description: String {
        switch part {
        case .shape(let ratio): "crop \(ratio) at \(position)"
        case .sides(let width, let height): "crop \(width) \(height) at \(position)"
        case .box(let box):
            "crop from \(box.left) \(box.top) \(box.width?.description ?? "rest") \(box.height?.description ?? "rest")"
        }
    }
}
