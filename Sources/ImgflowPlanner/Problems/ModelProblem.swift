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
    case maskWordsPinned(model: String, pin: Span, mask: Span)
    case maskPicturePinned(model: String, pin: Span, mask: Span)
    case notOneImage(count: Int, span: Span)
    case formatNotGiven(ImageFormat, card: ModelCard, span: Span)
    case answerTooLarge(ImageFormat, size: SizeForecast, card: ModelCard, span: Span)
    case regionWithoutModel(String, card: ModelCard, span: Span)
    /// - Parameter unpinning: what to remove beside the pin for another model to do it.
    case retiredModel(String, on: CalendarDate, unpinning: [String]?, span: Span)
    case onlyWithNova(parameter: String, span: Span, verb: Span, chosen: String)
    case plainMask(isWhite: Bool, span: Span)
    case noLivingModel(verb: String, retired: String, on: CalendarDate?, span: Span)
    /// A model that is called through a cross-Region profile alone.
    case needsProfile(id: String, profile: String, span: Span)
    case eraseWords(String, span: Span)
    case keepWords(span: Span, verb: Span)
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
                .maskSize, "the mask is \(size), the picture \(wanted)",
                at: .init(span, "\(size)"), and: [.init(verb, "a picture of \(wanted)")],
                fix: "make the mask of the picture's size: | resize \(wanted) fit:fill")
        case .maskNamesFile(let path, let span):
            return Diagnostic(
                .maskNamesFile, "`\(path)` is a file, and words here name what to look for",
                at: .init(span, "the words `\(path)`"),
                fix: "to use the file as the mask: mask:(load \"\(path)\")")
        case .maskNamesNoFile(let path, let near, let span):
            return Diagnostic(
                .maskNamesNoFile,
                "file not found: `\(Preview.path(path))`, and as words it looks like a path",
                at: .init(span, "neither a file nor words"),
                notes: ["words here name what to look for in the image"],
                fix: near.map { "to use `\($0)` as the mask: mask:(load \"\($0)\")" }
                    ?? "name what to look for, for example mask:\"the sky\"; or load an image: mask:(load \"mask.png\")"
            )
        case .maskWordsPinned(let model, let pin, let mask):
            return Diagnostic(
                .maskWordsPinned,
                "mask words need search and replace, and `model:\(model)` is pinned",
                at: .init(mask, "words, not an image"), and: [.init(pin, "pinned here")],
                fix: "remove `model:\(model)`, or give an image: mask:(load \"mask.png\")")
        case .maskPicturePinned(let model, let pin, let mask):
            return Diagnostic(
                .maskImagePinned, "a mask picture needs inpaint, and `model:\(model)` is pinned",
                at: .init(mask, "an image, not words"), and: [.init(pin, "pinned here")],
                fix: "remove `model:\(model)`, or give words: mask:\"the sky\"")
        case .notOneImage(let count, let span):
            return Diagnostic(
                .notOneImage,
                "expected one image here, found \(count == 0 ? "none" : "\(count)")",
                at: .init(span, "gives \(count == 0 ? "none" : "\(count)")"),
                fix: count == 0 ? nil : "load one file")
        case .formatNotGiven(let format, let card, let span):
            return Diagnostic(
                .formatNotGiven, "\(card.name) cannot answer in \(format.rawValue)",
                at: .init(span, "not among its formats"),
                notes: [
                    "it answers in \(card.outputFormats.map(\.rawValue).joined(separator: ", "))"
                ],
                fix:
                    "remove `format:\(format.rawValue)` and put `| convert \(format.rawValue)` behind"
            )
        case .answerTooLarge(let format, let size, let card, let span):
            return Diagnostic(
                .answerTooLarge,
                "\(card.name) would answer with \(size) as \(format.rawValue), which breaks the 16 MiB limit of an answer",
                at: .init(span, "too large an answer"),
                fix:
                    "remove `format:\(format.rawValue)`, and put `| convert \(format.rawValue)` behind where you need it"
            )
        case .regionWithoutModel(let region, let card, let span):
            return Diagnostic(
                .regionWithoutModel, "\(card.name) does not live in `\(region)`",
                at: .init(span, "needs \(card.name)"),
                notes: ["it lives in \(card.regions.joined(separator: ", "))"],
                fix: "use `region:\(card.regions.first ?? "")`, or name no region")
        case .retiredModel(let model, let date, let unpinning, let span):
            return Diagnostic(
                .retiredModel, "\(model) was retired by AWS on \(date): calls of it fail there",
                at: .init(span, unpinning == nil ? "called here" : "pinned here"),
                fix: unpinning.map { names in
                    let all = (["model:\(model)"] + names).map { "`\($0)`" }
                    return
                        "remove \(all.joined(separator: ", ")): a model available today is then chosen"
                })
        case .onlyWithNova(let parameter, let span, let verb, let chosen):
            return Diagnostic(
                .onlyWithNova, "`\(parameter)` is an option of nova-canvas alone",
                at: .init(span, "not an option of \(chosen)"),
                and: [.init(verb, "runs on \(chosen)")],
                notes: ["nova-canvas was retired by AWS; it is used only when pinned"],
                fix: "remove `\(parameter)`")
        case .plainMask(let isWhite, let span):
            return Diagnostic(
                .plainMask,
                isWhite
                    ? "the mask is all white: nothing of the picture would stay"
                    : "the mask is all black: nothing of the picture would change",
                at: .init(span, "white is what changes"),
                fix: isWhite
                    ? "leave black what is to stay, or use `transform` for the whole picture"
                    : "paint white what is to change")
        case .noLivingModel(let verb, let retired, let date, let span):
            return without(verb, retired, date, span)
        case .needsProfile(let id, let profile, let span):
            return Diagnostic(
                .needsProfile, "`\(id)` is called through its inference profile alone",
                at: .init(span, "AWS refuses this id"), fix: "invoke \"\(profile)\" …")
        case .eraseWords(let words, let span):
            return Diagnostic(
                .eraseWords, "`erase` needs a mask picture, and no living model erases by words",
                at: .init(span, "words, not an image"),
                fix:
                    "say what comes in its place: replace \"\(words)\" text:\"…\"; or give a picture: mask:(load \"mask.png\")"
            )
        case .keepWords(let span, let verb):
            return Diagnostic(
                .keepWords, "words for what to keep need nova-canvas",
                at: .init(span, "words, not an image"), and: [.init(verb, "")],
                notes: [
                    "a mask picture of `backdrop` is white where the background is",
                    "without a mask the subject is found first, by remove-background",
                ],
                fix: "remove `mask`, or give a picture: mask:(load \"mask.png\")")
        case .novaStyle(let style, let chosen, let span):
            return Diagnostic(
                .novaStyle, "`\(style)` is a style of nova-canvas alone",
                at: .init(span, "not a style of \(chosen)"),
                notes: ["nova-canvas was retired by AWS; it is used only when pinned"],
                fix:
                    "say it in the text, or use one of \(List(Stability.stylePresets))"
            )
        case .outOfRange(let parameter, let value, let range, let card, let span):
            return Diagnostic(
                .outsideModelRange,
                "`\(parameter)` of \(card.name) goes from \(range.lowerBound) to \(range.upperBound), found \(value)",
                at: .init(span, "out of its range"))
        }
    }

    private func without(_ verb: String, _ retired: String, _ date: CalendarDate?, _ span: Span)
        -> Diagnostic
    {
        Diagnostic(
            .noModel,
            "no living model on Bedrock does `\(verb)`",
            at: .init(span, "only \(retired) did\(date.map { ", until \($0)" } ?? "")"),
            fix:
                "to use it against the sandbox or another endpoint, pin it: \(verb) … model:\(retired)"
        )
    }

    private func unfit(
        _ size: SizeForecast, _ refusal: ImageLimits.Refusal, _ fit: FitMode, _ card: ModelCard,
        _ span: Span, _ fitSpan: Span?
    ) -> Diagnostic {
        let limits = card.input
        let asked = fitSpan.map { [Diagnostic.Label($0, "asked for here")] } ?? []
        switch refusal {
        case .tooSmall:
            return Diagnostic(
                .imageTooSmall, "the picture of \(size) is too small for \(card.name)",
                at: .init(span, "needs at least \(limits?.least ?? "")"), and: asked,
                fix:
                    "enlarge it before: | resize \(enlarged(size, limits)) | …, or frame it: fit:pad"
            )
        case .tooLarge:
            return Diagnostic(
                .imageTooLarge, "the picture of \(size) is too large for \(card.name)",
                at: .init(span, "takes at most \(limits?.most ?? "")"), and: asked,
                fix: fit == .error
                    ? "remove `fit:error`: the picture is then shrunk, and the plan says so"
                    : "frame it: fit:pad, or cut it before: | resize … fit:cover")
        case .tooElongated:
            return Diagnostic(
                .imageTooElongated, "the picture of \(size) is too long a shape for \(card.name)",
                at: .init(span, "takes \(limits?.shape ?? "")"), and: asked,
                fix: "frame it: fit:pad, or cut it before: | resize \(cut(size, limits)) fit:cover")
        }
    }

    /// The largest part of a picture, from its middle, whose shape the model takes.
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
