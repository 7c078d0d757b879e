import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// What `mask:` says: words that name something, or a picture that is white where it changes.
enum MaskParameter {
    case words(Template)
    case picture(PlannedImage)

    static let type = ValueType.either([
        .text(maximum: Stability.promptLength.upperBound), .image,
    ])

    /// White is what changes; Stability's services read masks as we do, greys and all.
    static let stability = Preparation.MaskRule(isInverted: false, isBinary: false)
    /// Nova's inpainting and try-on: black changes, nothing between.
    static let novaInpainting = Preparation.MaskRule(isInverted: true, isBinary: true)
    /// Nova's outpainting: white changes, nothing between.
    static let novaOutpainting = Preparation.MaskRule(isInverted: false, isBinary: true)

    /// Nil where the stage has none. Words that name a file are a mistake.
    init?(of stage: VerbCall, in draft: inout PlanDraft) throws(PlanProblem) {
        if let words = stage.text("mask") {
            // A call for words that are a mistyped path is paid for, and finds nothing.
            if let path = draft.text(words, for: stage.image, names: stage.names).known {
                switch draft.world.look(at: path) {
                case .image, .unusable:
                    throw .model(.maskNamesFile(path, span: stage.valueSpan("mask")))
                case .folder: break
                case .missing(let near):
                    if Self.looksLikePath(path) {
                        throw .model(
                            .maskNamesNoFile(path, near: near, span: stage.valueSpan("mask")))
                    }
                }
            }
            self = .words(words)
        } else if let picture = try draft.image("mask", of: stage) {
            self = .picture(picture)
        } else {
            return nil
        }
    }

    /// An image's extension at the end, or a slash in a single word: nobody asks a model for those.
    private static func looksLikePath(_ words: String) -> Bool {
        let isImage = ImageFormat(fileExtension: FileName(words).ext) != nil
        return isImage || (words.contains("/") && !words.contains(where: \.isWhitespace))
    }

    var picture: PlannedImage? {
        if case .picture(let picture) = self { picture } else { nil }
    }
}

extension VerbCall {
    var hasMaskWords: Bool { text("mask") != nil }
}
