package import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

/// What would become of an image, and is not what was meant.
package enum ImageProblem: Error, Sendable {
    case shrinks(verb: String, SizeForecast, to: SizeForecast, most: String, span: Span)
    case hardlyEnlarges(verb: String, SizeForecast, to: SizeForecast, most: String, span: Span)
    case leftOut([LeftOut], span: Span)
    case alphaDropped(verb: String, model: String, parameter: String?, span: Span)
    case opaqueAlpha(span: Span)
    /// What a model said of pixels that have changed since.
    case staleField(String, span: Span)
    /// A verb that writes on the image stands before one that judges it.
    case wordsOnImage(by: String, verb: String, span: Span)
    case grayMask(span: Span)
    case hardenedMask(model: String, span: Span)
    /// A call of a model with a body of the user's, which asks for no image.
    case unusedByBody(placeholder: String, span: Span)
    /// A PNG that fits into an answer unless it compresses badly.
    case mayBeTooLarge(ImageFormat, size: SizeForecast, card: ModelCard, span: Span)
    case fieldMissing(String, FieldGap, item: String, span: Span)
    case sameImages(count: Int, of: Int, fix: String, span: Span)
}

extension ImageProblem {
    private static let imagesShown = 5

    package var diagnostic: Diagnostic {
        switch self {
        case .shrinks(let verb, let size, let result, let most, let span):
            return Diagnostic(
                .shrinks, "`\(verb)` would make this image smaller: \(size) -> \(result)",
                at: .init(span, "the result is smaller than the input"),
                notes: ["the model accepts at most \(most), so the image is downscaled first"],
                fix: "to enlarge it on this machine instead, free: resize 200%")
        case .hardlyEnlarges(let verb, let size, let result, let most, let span):
            return Diagnostic(
                .hardlyEnlarges, "`\(verb)` hardly enlarges this image: \(size) -> \(result)",
                at: .init(span, "less than 1.5 times each side"),
                notes: ["the model accepts at most \(most), so the image is downscaled first"],
                fix: "to enlarge it on this machine instead, free: resize 200%")
        case .staleField(let name, let span):
            return Diagnostic(
                .staleField, "`\(name)` was written before the image changed",
                at: .init(span, "of the earlier image"),
                fix: "decide right after the verb that writes it, or look again")
        case .wordsOnImage(let writer, let verb, let span):
            return Diagnostic(
                .wordsOnImage, "`\(writer)` before `\(verb)` may sway the model",
                at: .init(span, "looks at the image with it"),
                notes: ["models are known to follow words that are laid over an image"],
                fix: "look first: | \(verb) … | \(writer) …")
        case .leftOut(let images, let span):
            let shown = images.prefix(Self.imagesShown)
            let rest = images.count - shown.count
            return Diagnostic(
                .imagesLeftOut,
                "\(Count(images.count, "image")) \(images.count == 1 ? "is" : "are") skipped, the rest runs",
                at: .init(span, "not for \(images.count == 1 ? "it" : "them")"),
                notes: shown.map { "`\($0.who)`: \($0.why)" }
                    + (rest > 0 ? ["and \(rest) more"] : []))
        case .fieldMissing(let name, .changed, _, let span):
            return Diagnostic(
                .fieldMissing, "`\(name)` is unknown: the image was changed and is not saved yet",
                at: .init(span, "available before a stage changes the image"),
                notes: ["in the file name of `save` it describes the file that is written"],
                fix: "move it before the stage that changes the image")
        case .fieldMissing(let name, .noFile, _, let span):
            return Diagnostic(
                .fieldMissing, "`\(name)` requires an image from a file",
                at: .init(span, "not loaded from a file"),
                fix: "use another field, such as {index} or {width}")
        case .fieldMissing(let name, .noDate, let item, let span):
            return Diagnostic(
                .fieldMissing, "`\(name)`: `\(item)` has no capture date",
                at: .init(span, "not in its metadata"),
                notes: ["the date is read from EXIF, XMP, or IPTC"],
                fix: "use another field, such as {index}")
        case .alphaDropped(let verb, let model, nil, let span):
            return Diagnostic(
                .alphaDropped, "\(model) may drop the transparency of this image",
                at: .init(span, "the image has transparent pixels"),
                notes: ["AWS does not document whether \(model) preserves alpha"],
                fix:
                    "choose the color that shows through: | flatten \"#ffffff\" | \(verb) …; or restore the alpha from the original afterward"
            )
        case .alphaDropped(_, let model, let picture?, let span):
            return Diagnostic(
                .alphaDropped,
                "\(model) may drop the transparency of `\(picture)`",
                at: .init(span, "the image of `\(picture)` has transparent pixels"),
                notes: ["AWS does not document how \(model) handles transparent pixels"],
                fix:
                    "choose the color that shows through, in place of its path: (load … | flatten \"#ffffff\")"
            )
        case .opaqueAlpha(let span):
            return Diagnostic(
                .opaqueAlpha, "the image has no transparency: `select alpha` selects all of it",
                at: .init(span, "all white"),
                fix: "select another part, for example `select subject` or `select luma:50%`")
        case .grayMask(let span):
            return Diagnostic(
                .grayMask, "most of the mask is gray: it looks like a photograph",
                at: .init(span, "white changes, black stays, gray changes a part"),
                fix: "make a mask of it first: mask:(load … | select luma:50%)")
        case .hardenedMask(let model, let span):
            return Diagnostic(
                .hardenedMask,
                "\(model) supports black and white masks only: a soft edge becomes hard",
                at: .init(span, "has gray pixels"),
                fix: "remove `feather`: nothing of it is sent")
        case .unusedByBody(let placeholder, let span):
            return Diagnostic(
                .unusedByBody, "the body does not use the input image",
                at: .init(span, "called for each image, and sent without it"),
                fix:
                    "write \"\(placeholder)\" where the body needs the image, or start the pipeline with `invoke`"
            )
        case .mayBeTooLarge(let format, let size, let card, let span):
            let others = card.outputFormats.filter { $0 != format }.map { "format:\($0.rawValue)" }
            return Diagnostic(
                .mayBeTooLarge,
                "\(card.name) may return more than the 16 MiB limit: \(size) as \(format.rawValue)",
                at: .init(span, "an image that compresses badly fails, and may be billed"),
                fix: others.isEmpty ? nil : "use \(List(others, .or))")
        case .sameImages(let count, let all, let fix, let span):
            return Diagnostic(
                .sameImages,
                "\(count) of these \(all) images \(count == 1 ? "is" : "are") the same as another one",
                at: .init(span, "repeated values"), fix: fix)
        }
    }
}
