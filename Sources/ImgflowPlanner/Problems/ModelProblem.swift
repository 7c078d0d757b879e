package import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

/// What a model does not take or give.
package enum ModelProblem: Error, Sendable {
    case unfitPicture(
        SizeForecast, ImageLimits.Refusal, fit: FitMode, card: ModelCard, span: Span,
        fitSpan: Span?)
    case maskSize(PixelSize, wanted: PixelSize, span: Span, verb: Span)
    case maskNamesFile(String, span: Span)
    case maskNamesNoFile(String, near: String?, span: Span)
    case maskPicturePinned(model: String, pin: Span, mask: Span)
    case notOneImage(count: Int, span: Span)
    /// Of a round of `repeat`.
    case notOneOfRound(count: Int, span: Span)
    case formatNotGiven(ImageFormat, card: ModelCard, span: Span)
    case answerTooLarge(ImageFormat, size: SizeForecast, card: ModelCard, span: Span)
    case regionWithoutModel(String, card: ModelCard, span: Span)
    /// - Parameter unpinning: what to remove next to the pin for another model to do it.
    case retiredModel(String, on: CalendarDate, unpinning: [String]?, span: Span)
    case onlyWithNova(parameter: String, span: Span, verb: Span, chosen: String)
    case plainMask(isWhite: Bool, span: Span)
    case noLivingModel(verb: String, retired: String, on: CalendarDate?, span: Span)
    /// A model that is called through a cross-Region profile alone.
    case needsProfile(id: String, profile: String, span: Span)
    /// A model that answers about images cannot answer this.
    case cannotSee(card: SeeingCard, why: String, others: [String], span: Span)
    /// `--stay`, and a profile that may answer in another Region.
    case leavesRegion(
        card: SeeingCard, region: String, leads: String, staying: [String], isPinned: Bool,
        mask: MaskWords?, span: Span)
    case novaStyle(String, chosen: String, span: Span)
    case outOfRange(
        parameter: String, value: Double, ClosedRange<Double>, card: ModelCard, span: Span)
}

extension ModelProblem {
    package var diagnostic: Diagnostic {
        switch self {
        case .unfitPicture(let size, let refusal, let fit, let card, let span, let fitSpan):
            return unfit(size, refusal, fit, card, span, fitSpan)
        case .maskSize(let size, let wanted, let span, let verb):
            return Diagnostic(
                .maskSize, "the mask is \(size), the image is \(wanted)",
                at: .init(span, "\(size)"), and: [.init(verb, "\(wanted) image")],
                fix:
                    "resize the mask, inside its parentheses, to match the image: | resize \(wanted) fit:fill"
            )
        case .maskNamesFile(let path, let span):
            return Diagnostic(
                .maskNamesFile, "`\(path)` is a file, but mask text names what to look for",
                at: .init(span, "mask text"),
                fix: "to use the file as the mask: mask:(load \"\(path)\")",
                edits: Self.loading(path, at: span))
        case .maskNamesNoFile(let path, let near, let span):
            return Diagnostic(
                .maskNamesNoFile,
                "file not found: `\(Preview.path(path))` (as mask text, it looks like a path)",
                at: .init(span, "neither a file nor mask text"),
                notes: ["mask text names what to look for in the image"],
                fix: near.map { "to use `\($0)` as the mask: mask:(load \"\($0)\")" }
                    ?? "name what to look for, for example mask:\"the sky\"; or load an image: mask:(load \"mask.png\")",
                edits: near.map { Self.loading($0, at: span) } ?? []
            )
        case .maskPicturePinned(let model, let pin, let mask):
            return Diagnostic(
                .maskImagePinned,
                "a mask image requires the model inpaint, but `model:\(model)` is pinned",
                at: .init(mask, "an image, not text"), and: [.init(pin, "pinned here")],
                fix: "remove `model:\(model)`, or use mask text: mask:\"the sky\"")
        case .notOneOfRound(let count, let span):
            return Diagnostic(
                .notOneImage,
                "a round of `repeat` gives \(count == 0 ? "no image" : "\(count) images"), expected one",
                at: .init(span, "gives \(count == 0 ? "none" : "\(count)")"),
                fix: count == 0 ? nil : "choose one of them at the end of the block: | pick 1")
        case .notOneImage(let count, let span):
            return Diagnostic(
                .notOneImage,
                "expected one image here, found \(count == 0 ? "none" : "\(count)")",
                at: .init(span, "gives \(count == 0 ? "none" : "\(count)")"),
                fix: count == 0 ? nil : "load one file")
        case .formatNotGiven(let format, let card, let span):
            return Diagnostic(
                .formatNotGiven, "\(card.name) does not return \(format.rawValue)",
                at: .init(span, "not among its formats"),
                notes: [
                    "it returns \(card.outputFormats.map(\.rawValue).joined(separator: ", "))"
                ],
                fix:
                    "remove `format:\(format.rawValue)` and add `| convert \(format.rawValue)` after it"
            )
        case .answerTooLarge(let format, let size, let card, let span):
            return Diagnostic(
                .answerTooLarge,
                "\(card.name) would return \(size) as \(format.rawValue), which exceeds the 16 MiB response limit",
                at: .init(span, "response too large"),
                fix:
                    "remove `format:\(format.rawValue)`, and add `| convert \(format.rawValue)` where you need it"
            )
        case .regionWithoutModel(let region, let card, let span):
            return Diagnostic(
                .regionWithoutModel, "\(card.name) is not available in `\(region)`",
                at: .init(span, "needs \(card.name)"),
                notes: ["it is available in \(card.regions.joined(separator: ", "))"],
                fix: "use `region:\(card.regions.first ?? "")`, or remove `region`",
                edits: [SourceEdit(span, "region:\(card.regions.first ?? "")")])
        case .cannotSee(let card, let why, let others, let span):
            return Diagnostic(
                .cannotSee, "\(card.name) \(why)", at: .init(span, "not by \(card.name)"),
                fix: others.first.map { "use model:\($0), or remove `model`" },
                edits: others.first.map { [SourceEdit(span, "model:\($0)")] } ?? [])
        case .leavesRegion(
            let card, let region, let leads, let staying, let isPinned, let mask,
            let span):
            var fix = "use a Region where a model stays: region:us-west-2 model:qwen3-vl"
            var edits: [SourceEdit] = []
            if let model = staying.first, let mask {
                let words = mask.pinned(model)
                fix = "choose its model: \(words.before)…\(words.after), which stays in \(region)"
                edits = [
                    SourceEdit(Span(mask.span.start, mask.span.start), words.before),
                    SourceEdit(Span(mask.span.end, mask.span.end), words.after),
                ]
            } else if let model = staying.first {
                fix = "use model:\(model), which stays in \(region)"
                edits =
                    isPinned
                    ? [SourceEdit(span, "model:\(model)")]
                    : [SourceEdit(Span(span.end, span.end), " model:\(model)")]
            } else if mask != nil {
                fix = "use a Region where a model stays: --region us-west-2"
            }
            return Diagnostic(
                .leavesRegion,
                "a call of \(card.name) may leave \(region), and `--stay` forbids that",
                at: .init(span, leads), fix: fix, edits: edits)
        case .retiredModel(let model, let date, let unpinning, let span):
            return Diagnostic(
                .retiredModel, "\(model) was retired by AWS on \(date): calls to it fail",
                at: .init(span, unpinning == nil ? "called here" : "pinned here"),
                fix: unpinning.map { names in
                    let all = (["model:\(model)"] + names).map { "`\($0)`" }
                    return
                        "remove \(all.joined(separator: ", ")) to use an available model"
                },
                edits: unpinning == [] ? [SourceEdit(span, "")] : [])
        case .onlyWithNova(let parameter, let span, let verb, let chosen):
            return Diagnostic(
                .onlyWithNova, "`\(parameter)` is supported only by nova-canvas",
                at: .init(span, "not supported by the model \(chosen)"),
                and: [.init(verb, "runs on the model \(chosen)")],
                notes: ["AWS retired nova-canvas: it is called only for model:nova-canvas"],
                fix: "remove `\(parameter)`", edits: [SourceEdit(span, "")])
        case .plainMask(let isWhite, let span):
            return Diagnostic(
                .plainMask,
                isWhite
                    ? "the mask is all white: everything would change"
                    : "the mask is all black: nothing would change",
                at: .init(span, "white changes"),
                fix: isWhite
                    ? "paint black what must stay, or use `transform` to change the whole image"
                    : "paint white what must change")
        case .noLivingModel(let verb, let retired, let date, let span):
            return without(verb, retired, date, span)
        case .needsProfile(let id, let profile, let span):
            return Diagnostic(
                .needsProfile, "`\(id)` is available only through its inference profile",
                at: .init(span, "AWS rejects this id"), fix: "invoke \"\(profile)\" …",
                edits: [SourceEdit(span, "\"\(profile)\"")])
        case .novaStyle(let style, let chosen, let span):
            return Diagnostic(
                .novaStyle, "the style `\(style)` is supported only by nova-canvas",
                at: .init(span, "not supported by the model \(chosen)"),
                notes: ["AWS retired nova-canvas: it is called only for model:nova-canvas"],
                fix:
                    "describe it in the prompt, or use one of \(List(Stability.stylePresets))"
            )
        case .outOfRange(let parameter, let value, let range, let card, let span):
            return Diagnostic(
                .outsideModelRange,
                "`\(parameter)` of \(card.name) must be from \(range.lowerBound) to \(range.upperBound), found \(value)",
                at: .init(span, "out of range"))
        }
    }

    /// The file in the place of its name.
    private static func loading(_ path: String, at span: Span) -> [SourceEdit] {
        [SourceEdit(span, "(load \(SourceWriter.string(path)))")]
    }

    private func without(_ verb: String, _ retired: String, _ date: CalendarDate?, _ span: Span)
        -> Diagnostic
    {
        Diagnostic(
            .noModel,
            "no available Bedrock model supports `\(verb)`",
            at: .init(span, "only \(retired) did\(date.map { ", until \($0)" } ?? "")"),
            fix:
                "to use it with the sandbox or another endpoint, pin it: \(verb) … model:\(retired)"
        )
    }

    private func unfit(
        _ size: SizeForecast, _ refusal: ImageLimits.Refusal, _ fit: FitMode, _ card: ModelCard,
        _ span: Span, _ fitSpan: Span?
    ) -> Diagnostic {
        let limits = card.input
        let asked = fitSpan.map { [Diagnostic.Label($0, "does not allow resizing")] } ?? []
        switch refusal {
        case .tooSmall:
            return Diagnostic(
                .imageTooSmall, "the \(size) image is too small for the model \(card.name)",
                at: .init(span, "requires at least \(limits?.least ?? "")"), and: asked,
                fix:
                    "enlarge it first: | resize \(enlarged(size, limits)) | …, or pad it: fit:pad"
            )
        case .tooLarge:
            return Diagnostic(
                .imageTooLarge, "the \(size) image is too large for the model \(card.name)",
                at: .init(span, "accepts at most \(limits?.most ?? "")"), and: asked,
                fix: fit == .error
                    ? "remove `fit:error` to downscale it automatically"
                    : "pad it: fit:pad, or crop it first: | resize … fit:cover",
                edits: fit == .error ? fitSpan.map { [SourceEdit($0, "")] } ?? [] : [])
        case .tooElongated:
            return Diagnostic(
                .imageTooElongated,
                "the aspect ratio of \(size) is out of range for the model \(card.name)",
                at: .init(span, "takes \(limits?.shape ?? "")"), and: asked,
                fix: "pad it: fit:pad, or crop it first: | resize \(cut(size, limits)) fit:cover")
        }
    }

    /// The largest part of an image, from its middle, whose shape the model takes.
    private func cut(_ size: SizeForecast, _ limits: ImageLimits?) -> PixelSize {
        guard let pixels = size.size, let limits else { return PixelSize(64, 64) }
        let long = Int(Double(pixels.shortSide) * limits.elongation)
        return pixels.width > pixels.height
            ? PixelSize(long, pixels.height) : PixelSize(pixels.width, long)
    }

    /// The least size of this shape that the model takes.
    private func enlarged(_ size: SizeForecast, _ limits: ImageLimits?) -> PixelSize {
        guard let pixels = size.size, let limits else { return PixelSize(64, 64) }
        let bySide = Double(limits.side.lowerBound) / Double(pixels.shortSide)
        let byPixels = (Double(limits.pixels.lowerBound) / Double(pixels.pixels)).squareRoot()
        let factor = max(bySide, byPixels)
        return PixelSize(
            Int((Double(pixels.width) * factor).rounded(.up)),
            Int((Double(pixels.height) * factor).rounded(.up)))
    }
}
