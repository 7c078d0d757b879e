import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// What becomes of `style:` on a model: a value of its own field, or words of the prompt.
struct StyleField {
    /// The field's value; nil where no style is asked for, or the model has no field for it.
    var value: String?
    /// What is added to the prompt instead: `, pixel art style`.
    var words: String?

    /// - Parameter known: the styles that the model has a field for.
    init(_ stage: StageContext, known: [String]) {
        guard let style = stage.word("style") else { return }
        if known.contains(style) {
            value = style
        } else {
            words = ", \(style.split(separator: "-").joined(separator: " ")) style"
        }
    }

    /// Nova's own styles mean nothing to a living model.
    static func novaStyle(on model: any BedrockModel.Type)
        -> @Sendable (StageContext)
        -> Incompatibility?
    {
        { stage in
            guard let style = stage.word("style"), NovaCanvas.styles.contains(style) else {
                return nil
            }
            return Incompatibility(
                "has no style `\(style)`",
                .model(
                    .novaStyle(style, chosen: model.card.name, span: stage.valueSpan("style"))))
        }
    }
}
