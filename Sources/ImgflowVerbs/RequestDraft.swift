import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// The values of one copy's request, as the parameters of its stage give them.
struct RequestDraft {
    let stage: VerbCall
    /// The image that enters; nil where none does.
    let input: PlannedImage?
    /// From 0.
    let copy: Int
    let chosen: ChosenModel
    /// What the run fills in.
    private(set) var late: [String: LateValue] = [:]
    private(set) var notes: [String] = []
    /// What is transparent is meant to go, or is put back (`CallRequest.keepsAlpha`).
    var keepsAlpha = false
    /// Of a call that is for a larger image (`CallRequest.enlarging`).
    var enlarging: (@Sendable (SizeForecast) -> SizeForecast)?

    init(_ stage: VerbCall, _ input: PlannedImage?, copy: Int, on chosen: ChosenModel) {
        self.stage = stage
        self.input = input
        self.copy = copy
        self.chosen = chosen
    }

    private var length: ClosedRange<Int> { chosen.card.promptLength ?? Stability.promptLength }

    /// The text of a parameter as a request holds it; nil where it is not given.
    mutating func text(_ name: String, in draft: PlanDraft) throws(PlanProblem) -> RequestValue? {
        guard let template = stage.text(name) else { return nil }
        return try value(
            draft.text(template, for: input, names: stage.names), named: name,
            at: template.span, in: draft)
    }

    /// A text that was put together, under the name of the parameter that it comes from.
    mutating func value(
        _ text: PlannedText, named name: String, at span: Span, in draft: PlanDraft
    ) throws(PlanProblem) -> RequestValue {
        try draft.requestText(text, named: name, length: length, span: span, late: &late)
    }

    /// The prompt of a parameter; a style that the model has no field for goes into it as words.
    mutating func prompt(
        _ template: Template, styled words: String? = nil, in draft: PlanDraft
    ) throws(PlanProblem) -> (value: RequestValue, text: PlannedText) {
        var text = draft.text(template, for: input, names: stage.names)
        if let words {
            text = text + words
            note("style adds `\(words)` to the prompt")
        }
        return (try value(text, named: "text", at: template.span, in: draft), text)
    }

    mutating func seed(in draft: inout PlanDraft) -> RequestValue {
        draft.seed(of: stage, input: input, copy: copy, late: &late)
    }

    /// Pixels that follow from the size in which the picture is sent.
    mutating func measure(_ measure: Measure, named name: String, for size: SizeForecast)
        -> RequestValue
    {
        if case .exact(let size) = size { return .integer(measure.pixels(for: size)) }
        late[name] = .measure(measure)
        return .late(name)
    }

    mutating func note(_ text: String) { notes.append(text) }

    /// The format that the model is asked for, where it changes the picture that enters.
    mutating func format(
        _ size: (SizeForecast) -> SizeForecast, hasAlpha: Bool? = nil, in draft: inout PlanDraft
    ) throws(PlanProblem) -> ImageFormat {
        let sent = input.map { draft.sentSize(of: $0, to: chosen.card, for: stage) } ?? .unknown
        let format = try draft.outputFormat(
            of: chosen.card, size: size(sent),
            hasAlpha: hasAlpha ?? input?.forecast.blind.hasAlpha ?? false, stage: stage)
        if format != .png, chosen.card.outputFormats.contains(.png), stage["format"] == nil,
            stage.wish != .format(format)
        {
            note(
                "answered as \(format.rawValue), slightly compressed: a png could exceed the 16 MiB that AWS lets an answer have"
            )
        }
        return format
    }

    /// The provenance of what the stage makes of the image that enters.
    ///
    /// - Parameter text: of the whole picture, or of a part of it.
    func provenance(_ text: PlannedText? = nil, isPartial: Bool = false) -> Provenance {
        var provenance = (input?.forecast.provenance ?? Provenance()).after(stage.verb)
        if let text {
            provenance.text = text
            provenance.textIsPartial = isPartial
        }
        return provenance
    }

    /// Nova's options, with the side lengths where the task makes a picture of a new size.
    mutating func config(_ size: NovaSize? = nil, in draft: inout PlanDraft) -> NovaCanvas.Config {
        let options = NovaOptions(stage)
        let sides = size?.sides(&self)
        return NovaCanvas.Config(
            width: sides?.width, height: sides?.height, quality: options.quality,
            guidance: options.guidance, seed: seed(in: &draft))
    }
}

extension PlanDraft {
    /// Sends what was drafted.
    mutating func call(
        _ parts: RequestDraft, _ request: RequestValue, price: Price? = nil,
        pictures: [CallRequest.Picture] = [],
        outputSize: @escaping (SizeForecast) -> SizeForecast, format: ImageFormat?,
        hasAlpha: Bool, provenance: Provenance
    ) throws(PlanProblem) -> PlannedImage {
        var whole = CallRequest(
            parts.chosen, price: price, request: request, late: parts.late, pictures: pictures,
            outputSize: outputSize, format: format, hasAlpha: hasAlpha, provenance: provenance,
            notes: parts.notes)
        whole.enlarging = parts.enlarging
        whole.keepsAlpha = parts.keepsAlpha
        return try call(whole, for: parts.stage)
    }

    /// The same for a Stability service that changes the picture that enters: what is transparent
    /// stays so where the format can hold it.
    mutating func edit(
        _ parts: RequestDraft, _ request: RequestValue, pictures: [CallRequest.Picture],
        outputSize: @escaping (SizeForecast) -> SizeForecast, format: ImageFormat,
        provenance: Provenance
    ) throws(PlanProblem) -> PlannedImage {
        let hasAlpha = parts.input?.forecast.blind.hasAlpha ?? false
        return try call(
            parts, request, pictures: pictures, outputSize: outputSize, format: format,
            hasAlpha: hasAlpha && format.carriesAlpha, provenance: provenance)
    }
}
