import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// What `mask:` says: words that name something, or an image that is white where it changes.
enum MaskParameter {
    case words(Template)
    case picture(PlannedImage)

    static let type = ValueType.either([
        .text(maximum: Stability.promptLength.upperBound), .image,
    ])

    /// White is what changes; Stability's services read masks as we do, grays and all.
    static let stability = Preparation.MaskRule(isInverted: false, isBinary: false)
    /// Nova's inpainting and try-on: black changes, nothing between.
    static let novaInpainting = Preparation.MaskRule(isInverted: true, isBinary: true)
    /// Nova's outpainting: white changes, nothing between.
    static let novaOutpainting = Preparation.MaskRule(isInverted: false, isBinary: true)

    /// Nil where the stage has none. Words that name a file are a mistake.
    init?(of stage: StageContext, in plan: inout PlanBuilder) throws(PlanProblem) {
        if let words = stage.text("mask") {
            // A call for words that are a mistyped path is paid for, and finds nothing.
            if let path = stage.filled(words).known {
                switch plan.world.look(at: path) {
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
        } else if let picture = try plan.image("mask", of: stage) {
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

extension RequestBuilder {
    /// The image that the call changes, as a call has it.
    var inputImage: [Picture] { input.map { [Picture(.image, $0)] } ?? [] }

    /// The image that the call changes, and where it does.
    ///
    /// - Parameter mask: without its image where words name the place.
    func masked(by mask: MaskParameter, _ rule: Preparation.MaskRule) -> [Picture] {
        inputImage + (mask.picture.map { [Picture(.mask, $0, mask: rule)] } ?? [])
    }
}

extension StageContext {
    var hasMaskWords: Bool { text("mask") != nil }
}
