package import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

/// One paid call as a verb puts it together for one copy of its stage: the values that parameters give
/// the request, and what is expected of the result. `PlanBuilder.call` adds Region, fit, key and notes.
package struct RequestBuilder {
    /// An image that goes into the call.
    package struct Picture {
        package var role: ImageRole
        package var image: PlannedImage
        /// How the model reads it if it is a mask.
        package var mask: Preparation.MaskRule?

        package init(
            _ role: ImageRole, _ image: PlannedImage, mask: Preparation.MaskRule? = nil
        ) {
            self.role = role
            self.image = image
            self.mask = mask
        }
    }

    package let stage: StageContext
    /// The image that the call changes; nil if there is none.
    package let input: PlannedImage?
    /// From 0.
    package let copy: Int
    package let chosen: ChosenModel

    package var body = RequestValue.object([])
    /// What the run fills into the body.
    package private(set) var deferred: [String: DeferredValue] = [:]
    /// The one that the call changes first; a mask follows its size.
    package var pictures: [Picture] = []
    /// Set if the model's options make another price than its card's.
    package var price: Price?
    /// How many images the answer brings. Each has the price.
    package var imageCount = 1

    /// From the size that goes in to the size that comes out.
    package var outputSize: (SizeForecast) -> SizeForecast = { _ in .unknown }
    /// Nil if only the answer will tell.
    package var format: ImageFormat?
    package var hasAlpha = false
    package var provenance: Provenance
    package private(set) var notes: [String] = []

    /// What is transparent in the image that enters is meant to go, or is put back.
    package var keepsAlpha = false
    /// Set if the call is for a larger image: from the size that goes in to the size that comes out.
    package var enlarging: (@Sendable (SizeForecast) -> SizeForecast)?

    package init(
        _ stage: StageContext, _ input: PlannedImage?, copy: Int, on chosen: ChosenModel
    ) {
        self.stage = stage
        self.input = input
        self.copy = copy
        self.chosen = chosen
        provenance = (input?.forecast.provenance ?? Provenance()).after(stage.verb)
    }

    package mutating func note(_ text: String) { notes.append(text) }
}

/// Values of the body.
extension RequestBuilder {
    private var promptLength: ClosedRange<Int> {
        chosen.card.promptLength ?? Stability.promptLength
    }

    /// The text of a parameter as a request holds it; nil if it is not given.
    package mutating func text(_ name: String) throws(PlanProblem) -> RequestValue? {
        guard let template = stage.text(name) else { return nil }
        return try value(stage.filled(template, for: input), named: name, at: template.span)
    }

    /// A text that was put together, under the name of the parameter that it comes from.
    ///
    /// - Throws: if the text is known and longer or shorter than the model accepts.
    package mutating func value(
        _ text: PlannedText, named name: String, at span: Span
    ) throws(PlanProblem) -> RequestValue {
        guard let known = text.known else {
            deferred[name] = .text(text, length: promptLength)
            return .deferred(name)
        }
        let count = known.unicodeScalars.count
        guard promptLength.contains(count) else {
            throw .parameter(.textLength(count: count, allowed: promptLength, span: span))
        }
        return .string(known)
    }

    /// The prompt of a parameter; a style that the model has no field for goes into it as words.
    package mutating func prompt(
        _ template: Template, styled words: String? = nil
    ) throws(PlanProblem) -> (value: RequestValue, text: PlannedText) {
        var text = stage.filled(template, for: input)
        if let words {
            text = text + words
            note("style adds `\(words)` to the prompt")
        }
        return (try value(text, named: "text", at: template.span), text)
    }

    package mutating func seed(in plan: inout PlanBuilder) -> RequestValue {
        plan.seed(of: stage, input: input, copy: copy, deferred: &deferred)
    }

    /// Pixels that follow from the size in which the image is sent.
    package mutating func measure(
        _ measure: Measure, named name: String, for size: SizeForecast
    ) -> RequestValue {
        if case .exact(let size) = size { return .integer(measure.pixels(for: size)) }
        deferred[name] = .measure(measure)
        return .deferred(name)
    }

    /// The format that the model is asked for if it changes the image that enters.
    package mutating func format(
        _ size: (SizeForecast) -> SizeForecast, hasAlpha: Bool? = nil, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> ImageFormat {
        let sent = input.map { stage.sentSize(of: $0, to: chosen.card) } ?? .unknown
        let format = try plan.outputFormat(
            of: chosen.card, size: size(sent),
            hasAlpha: hasAlpha ?? input?.forecast.blind.hasAlpha ?? false, stage: stage)
        if format != .png, chosen.card.outputFormats.contains(.png), stage["format"] == nil,
            stage.wish != .format(format)
        {
            note(
                "returned as \(format.rawValue), slightly compressed: a png could exceed AWS's 16 MiB response limit"
            )
        }
        return format
    }

    /// The provenance of a result that a text describes: the whole image, or only a part of it.
    package func described(by text: PlannedText?, isPartial: Bool = false) -> Provenance {
        guard let text else { return provenance }
        var next = provenance
        next.text = text
        next.textIsPartial = isPartial
        next.keep(.text)
        return next
    }
}
