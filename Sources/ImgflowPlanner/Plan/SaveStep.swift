package import ImageFacts

/// A picture to be written.
package struct SaveStep: Sendable {
    package enum Target: Sendable {
        /// A path whose name is known before the run.
        case file(path: String)
        /// A path with fields that only the run knows.
        case late(PlannedText)
        case standardOutput
    }

    package var target: Target
    /// The format that the name asks for; nil keeps the bytes as they are.
    package var format: ImageFormat?
    package var quality: Int?
    package var overwrites: Bool
    /// The file that is there and may be replaced, because imgflow wrote it: as it was then.
    package var own: OwnFile?
    /// Who makes the picture (`OwnFile.origin`).
    package var origin = OwnFile.local
    /// The recipe is written into the file (`embed:true`).
    package var embedsRecipe = false
    /// No prompt and no recipe of it is kept (`private:true`).
    package var isPrivate = false

    package init(target: Target, format: ImageFormat?, quality: Int?, overwrites: Bool) {
        self.target = target
        self.format = format
        self.quality = quality
        self.overwrites = overwrites
    }
}
