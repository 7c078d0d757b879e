import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `outpaint to:16:9`: paints the picture on beyond its edges.
struct Outpaint: Verb {
    private typealias Model = StableOutpaint
    private typealias Side = OutpaintMargins.Side

    let signature = Signature(
        "outpaint", "paints the picture on beyond its edges", takes: .image, isPaid: true,
        positional: Common.text("what comes into view", isRequired: false),
        parameters: Side.allCases.map { side in
            Parameter(
                side.rawValue, .length(StableOutpaint.margins), default: "0",
                "pixels, or a share of the picture's own \(side.isAcross ? "width" : "height")")
        } + [
            Parameter("to", .ratio([]), "the shape to reach, instead of the four sides"),
            Parameter(
                "at", .word(OutpaintMargins.Anchor.allCases.map(\.rawValue)), default: "center",
                "where the picture then stands"),
            Parameter(
                "creativity", .number(StableOutpaint.creativity), default: "0.5",
                "how much is invented"),
            Common.style, Common.seed, Common.count,
            Common.format(StableOutpaint.card.outputFormats), Common.model([StableOutpaint.self]),
            Common.region, Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | outpaint \"a wide meadow\" to:16:9 | save",
                "as much as is missing on both sides"),
            Example(
                "load \"a.png\" | outpaint left:256 up:20% | save",
                "on by 256 px to the left and a fifth of the height upwards"),
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input else { return [] }
        let chosen = try draft.choose([Route(Model.self)], for: stage)
        let margins = try margins(of: stage)
        let sent = draft.sentSize(of: input, to: chosen.card, for: stage)
        if case .exact(let size) = sent { try checkWidth(of: margins, for: size, stage) }
        let measured = draft.measuredSize(of: input, to: chosen.card, for: stage)
        if case .exact(let size) = measured, margins.isNothing(for: size) {
            guard stage["to"] != nil else {
                throw .parameter(.noMargins(span: stage.verbSpan))
            }
            draft.report(.parameter(.hasShapeAlready(measured, span: stage.span("to"))))
            return [input]
        }
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var parts = RequestDraft(stage, input, copy: copy, on: chosen)
            images.append(try outpaint(input, by: margins, measured, &parts, in: &draft))
        }
        return images
    }

    private func outpaint(
        _ input: PlannedImage, by margins: OutpaintMargins, _ measured: SizeForecast,
        _ parts: inout RequestDraft, in draft: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        let stage = parts.stage
        let text = stage.text("text").map {
            draft.text($0, for: input, names: stage.names)
        }
        let prompt = try parts.text("text", in: draft)
        var sides: [(name: String, pixels: RequestValue)] = []
        for side in Side.allCases {
            let pixels = parts.measure(.margin(margins, side), named: side.rawValue, for: measured)
            // All four where a shape is to be reached: on which sides something is missing may be
            // known only to the run, and the request has to be the same then.
            if stage["to"] != nil || stage[side.rawValue] != nil {
                sides.append((side.rawValue, pixels))
            }
        }
        if stage["to"] != nil, case .exact(let size) = measured {
            let words = Side.allCases.map { ($0, margins.pixels(of: $0, for: size)) }
                .filter { $0.1 > 0 }.map { "\(Grouped($0.1)) px \($0.0.place)" }
            parts.note("paints \(words.joined(separator: " and ")) the picture")
        }
        if prompt == nil {
            parts.note("no words are given: the model decides what comes into view")
        }
        let outputSize: (SizeForecast) -> SizeForecast = { input in
            input.map { margins.frame(around: $0) }.documented
        }
        let format = try parts.format(outputSize, in: &draft)
        let request = Model.request(
            margins: sides, prompt: prompt, creativity: stage.number("creativity"),
            style: stage.word("style"), seed: parts.seed(in: &draft), format: format)
        return try draft.edit(
            parts, request, pictures: [.init(.image, input)], outputSize: outputSize,
            format: format, provenance: parts.provenance(text, isPartial: true))
    }

    private func margins(of stage: VerbCall) throws(PlanProblem) -> OutpaintMargins {
        var lengths: [Side: OutpaintMargins.Length] = [:]
        for side in Side.allCases {
            switch stage[side.rawValue]?.value {
            case .pixels(let pixels)?: lengths[side] = .pixels(pixels)
            case .share(let share)?: lengths[side] = .share(share)
            default: continue
            }
            if stage["to"] != nil {
                throw .parameter(
                    .together(
                        ["to", side.rawValue], span: stage.span(side.rawValue),
                        other: stage.span("to")))
            }
        }
        if case .ratio(let ratio)? = stage["to"]?.value {
            let anchor = stage.word("at").flatMap(OutpaintMargins.Anchor.init(rawValue:))
            return OutpaintMargins(.shape(ratio.value, anchor ?? .center))
        }
        if stage["at"] != nil {
            throw .parameter(
                .needs(
                    "at", needed: "to", why: "says where the picture stands in a new shape",
                    fix: "add `to:16:9`, or remove `at`", span: stage.span("at")))
        }
        let isNothing = lengths.values.allSatisfy { $0 == .pixels(0) || $0 == .share(0) }
        guard !isNothing else { throw .parameter(.noMargins(span: stage.verbSpan)) }
        return OutpaintMargins(.sides(lengths))
    }

    private func checkWidth(
        of margins: OutpaintMargins, for size: PixelSize, _ stage: VerbCall
    ) throws(PlanProblem) {
        for side in Side.allCases {
            let pixels = margins.wanted(side, for: size)
            guard pixels > Model.margins.upperBound else { continue }
            throw .parameter(
                .marginTooWide(
                    side: side.words, pixels: pixels, limit: Model.margins.upperBound,
                    span: stage.span(stage["to"] == nil ? side.rawValue : "to")))
        }
    }
}

extension OutpaintMargins.Side {
    fileprivate var isAcross: Bool { self == .left || self == .right }

    /// As in: paints 12 px left of the picture.
    fileprivate var place: String {
        switch self {
        case .left: "left of"
        case .right: "right of"
        case .up: "above"
        case .down: "below"
        }
    }

    fileprivate var words: String {
        switch self {
        case .left: "to the left"
        case .right: "to the right"
        case .up: "upwards"
        case .down: "downwards"
        }
    }
}
