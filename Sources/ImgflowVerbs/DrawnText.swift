package import ImgflowImages
import ImgflowLanguage
package import ImgflowPlanner

/// Work that draws text in a font.
package protocol DrawnText: TextOperation {
    var font: Font { get }
}

extension DrawnText {
    /// What letters of its texts no font has; nothing while a text waits for the run.
    package var lettersWithoutFont: [Unicode.Scalar] {
        let texts = texts.compactMap(\.known)
        guard texts.count == self.texts.count else { return [] }
        return Fonts.missing(in: texts.joined())
    }
}

extension PlanBuilder {
    private static let fontExtensions = [
        "ttf", "otf", "ttc", "otc", "woff", "woff2", "pfb", "dfont",
    ]

    /// The font that a stage names, or its file, which has to be there before anything is paid for.
    func font(of stage: StageContext) throws(PlanProblem) -> Font {
        guard let template = stage.text("font") else {
            guard world.hasFont(nil) else {
                throw .parameter(.noFont(nil, span: stage.verbSpan))
            }
            return Font("Sans")
        }
        let span = stage.valueSpan("font")
        guard let name = atHome(stage.filled(template)).known else {
            throw .source(.pathKnownTooLate(span: span))
        }
        let ending = FileName(name).ext.lowercased()
        guard name.contains("/") || Self.fontExtensions.contains(ending) else {
            guard world.hasFont(name) else { throw .parameter(.noFont(name, span: span)) }
            return Font(name)
        }
        switch world.font(at: name) {
        case .font(let path, let hash, let name):
            return Font(name, file: Font.File(path: path, hash: hash))
        case .missing(let near):
            throw .parameter(.missingFontFile(name, near: near, span: span))
        case .unusable(let why):
            throw .parameter(.unusableFontFile(name, why: why, span: span))
        }
    }

    /// Warns of letters that will be boxes, as far as the texts are known.
    mutating func warnOfLetters(in texts: [PlannedText], _ font: Font, for stage: StageContext) {
        let known = texts.flatMap(\.parts).map { part in
            if case .text(let text) = part { text } else { "" }
        }
        let letters = world.lettersWithoutFont(in: known.joined(), file: font.file?.path)
        guard !letters.isEmpty else { return }
        report(
            .parameter(
                .lettersWithoutFont(
                    letters, span: stage["text"] == nil ? stage.verbSpan : stage.valueSpan("text"))),
            for: stage)
    }
}
