import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `outpaint to:16:9`: paints the image on beyond its edges.
struct Outpaint: Verb {
    private typealias Model = StableOutpaint
    private typealias Side = OutpaintMargins.Side

    let signature = Signature(
        "outpaint", "extend the image beyond its edges", takes: .image, isPaid: true,
        positional: Common.text("the prompt, what comes into view", isRequired: false),
        parameters: Side.allCases.map { side in
            Parameter(
                side.rawValue, .length(StableOutpaint.margins), default: "0",
                "pixels, or percentage of the image's \(side.isAcross ? "width" : "height")")
        } + [
            Parameter("to", .ratio([]), "aspect ratio to reach, instead of the four sides"),
            Parameter(
                "at", .word(OutpaintMargins.Anchor.allCases.map(\.rawValue)), default: "center",
                "position of the image in the result"),
            Parameter(
                "creativity", .number(StableOutpaint.creativity), default: "0.5",
                "how much to invent"),
            Common.style, Common.seed, Common.count,
            Common.format(StableOutpaint.card.outputFormats), Common.model([StableOutpaint.self]),
            Common.region, Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | outpaint \"a wide meadow\" to:16:9 | save",
                "extend both sides as needed"),
            Example(
                "load \"a.png\" | outpaint left:256 up:20% | save",
                "extend by 256 px to the left and 20% of the height upward"),
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let chosen = try plan.choose(only: Model.self, for: stage)
        let margins = try margins(of: stage)
        let sent = stage.sentSize(of: input, to: chosen.card)
        if case .exact(let size) = sent { try checkWidth(of: margins, for: size, stage) }
        let measured = stage.measuredSize(of: input, to: chosen.card)
        if case .exact(let size) = measured, margins.isNothing(for: size) {
            guard stage["to"] != nil else {
                throw .parameter(.noMargins(span: stage.verbSpan))
            }
            plan.report(
                .parameter(.hasShapeAlready(measured, span: stage.span("to"))), for: stage)
            return [input]
        }
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var builder = RequestBuilder(stage, input, copy: copy, on: chosen)
            images.append(try outpaint(input, by: margins, measured, &builder, in: &plan))
        }
        return images
    }

    private func outpaint(
        _ input: PlannedImage, by margins: OutpaintMargins, _ measured: SizeForecast,
        _ builder: inout RequestBuilder, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> PlannedImage {
        let stage = builder.stage
        let text = stage.text("text").map {
            stage.filled($0, for: input)
        }
        let prompt = try builder.text("text")
        var sides: [(name: String, pixels: RequestValue)] = []
        for side in Side.allCases {
            let pixels = builder.measure(
                .margin(margins, side), named: side.rawValue, for: measured)
            // All four where a shape is to be reached: on which sides something is missing may be
            // known only to the run, and the request has to be the same then.
            if stage["to"] != nil || stage[side.rawValue] != nil {
                sides.append((side.rawValue, pixels))
            }
        }
        if stage["to"] != nil, case .exact(let size) = measured {
            let words = Side.allCases.map { ($0, margins.pixels(of: $0, for: size)) }
                .filter { $0.1 > 0 }.map { "\(Grouped($0.1)) px \($0.0.place)" }
            builder.note("paints \(words.joined(separator: " and ")) the image")
        }
        if prompt == nil {
            builder.note("no prompt: the model decides what comes into view")
        }
        let outputSize: (SizeForecast) -> SizeForecast = { input in
            input.map { margins.frame(around: $0) }.documented
        }
        let format = try builder.format(outputSize, in: &plan)
        let request = Model.request(
            margins: sides, prompt: prompt, creativity: stage.number("creativity"),
            style: stage.word("style"), seed: builder.seed(in: &plan), format: format)
        return try plan.edit(
            builder, request, pictures: [.init(.image, input)], outputSize: outputSize,
            format: format, provenance: builder.described(by: text, isPartial: true))
    }

    private func margins(of stage: StageContext) throws(PlanProblem) -> OutpaintMargins {
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
                    "at", needed: "to", why: "sets the position of the image in the new shape",
                    fix: "add `to:16:9`, or remove `at`", span: stage.span("at")))
        }
        let isNothing = lengths.values.allSatisfy { $0 == .pixels(0) || $0 == .share(0) }
        guard !isNothing else { throw .parameter(.noMargins(span: stage.verbSpan)) }
        return OutpaintMargins(.sides(lengths))
    }

    private func checkWidth(
        of margins: OutpaintMargins, for size: PixelSize, _ stage: StageContext
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

    /// As in: paints 12 px left of the image.
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
        case .up: "upward"
        case .down: "downward"
        }
    }
}
