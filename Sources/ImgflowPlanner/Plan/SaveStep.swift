package import ImageFacts

/// An image to be written.
package struct SaveStep: Sendable {
    package enum Target: Sendable {
        /// A path whose name is known before the run.
        case file(path: String)
        /// A path with fields that only the run knows.
        case deferred(PlannedText)
        case standardOutput
    }

    package var target: Target
    /// The format that the name asks for; nil keeps the bytes as they are.
    package var format: ImageFormat?
    package var encoding: EncodingOptions
    package var overwrites: Bool
    /// What stands at the target before the run.
    package var standing = Standing.free
    /// The file that is there and may be replaced, because imgflow wrote it: as it was then.
    package var own: OwnFile?
    /// The program that saves it.
    package var author = Author.text("")
    /// Who makes the image (`OwnFile.origin`).
    package var origin = OwnFile.local
    /// The recipe is written into the file (`embed:true`).
    package var embedsRecipe = false
    /// It is encoded, and was a file that says more than pixels; nothing is said of what is to stay.
    package var dropsMetadata = false
    /// Alternative text that is written into the file (`alt`).
    package var alternativeText: PlannedText?
    /// No metadata is written, and no prompt and no recipe of it is kept (`private:true`).
    package var isPrivate = false

    /// What stands where an image is to go.
    package enum Standing: String, Sendable {
        /// Nothing, or a name that only the run knows.
        case free
        /// The very image that the run would write.
        case same
        /// An image that imgflow wrote, and that will be another.
        case own
        /// A file that is not imgflow's; it was said that it may go.
        case foreign
    }

    /// What is written of an image: two that agree are the same file.
    package func identity(of picture: Identity) -> Identity {
        var encoding = encoding
        if isPrivate { encoding.metadata = nil }
        // Earlier versions wrote all that such a file says.
        let choice = dropsMetadata ? " safe" : ""
        let alt = alternativeText.map { " alt \($0)" } ?? ""
        return picture.applying(
            "save \(format?.rawValue ?? "-") \(encoding.description)\(choice)\(alt)"
                + (isPrivate ? " without metadata" : ""))
    }

    /// The same image in a format that has no longest side.
    package var asPNG: SaveStep {
        var next = self
        next.format = .png
        next.encoding.maxBytes = nil
        next.encoding.quality = nil
        next.own = nil
        next.overwrites = false
        return next
    }

    package init(
        target: Target, format: ImageFormat?, encoding: EncodingOptions, overwrites: Bool
    ) {
        self.target = target
        self.format = format
        self.encoding = encoding
        self.overwrites = overwrites
    }
}
