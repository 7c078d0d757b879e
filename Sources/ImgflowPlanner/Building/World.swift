package import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

/// The disk and the store as they are before the run: all that planning may look at.
package protocol World: Sendable {
    var today: CalendarDate { get }
    /// What `~` stands for; nil where there is none.
    var home: String? { get }
    func look(at path: String) -> FileLook
    /// The files that a pattern names (`*`, `?`, `[…]`, `{a,b}`, `**`), in natural order, case ignored.
    func files(matching pattern: String, ignoringCase: Bool) -> [String]
    /// The images of a folder, in natural order, case ignored.
    func pictures(inFolder path: String) -> [String]
    /// Standard input, read whole; nil where it is a terminal.
    func standardInput() -> FileLook?
    /// The format of another image behind the first on standard input.
    func followerOnStandardInput() -> ImageFormat?
    /// The absolute path with links resolved as far as it exists: two names of one file are equal.
    func resolved(_ path: String) -> FilePath
    /// Equal for all names of one file, hard links among them.
    func identity(of path: String) -> FilePath
    /// Where nothing has this path: the one that is the same text in another Unicode form.
    func otherForm(of path: String) -> String?
    func exists(_ path: String) -> Bool
    /// Why nothing could be written there; nil where it could.
    func obstacle(toWriting path: String) -> String?
    /// Whether text can be drawn in a font of this name; in any, where there is no name.
    func hasFont(_ name: String?) -> Bool
    /// A file that may be a font.
    func font(at path: String) -> FontLook
    /// The letters of a text that no font has, with those of `file`, which `font(at:)` found.
    func lettersWithoutFont(in text: String, file: String?) -> [Unicode.Scalar]
    func known(_ key: AnswerKey) -> KnownAnswer?
    /// The response to a question about images, as it came; nil where it is not cached.
    func said(_ key: AnswerKey) -> [UInt8]?
    /// How many names more a file has (hard links).
    func otherNames(of path: String) -> Int
    /// Why the mode, the owner or the access list of the file that is there could not be kept; nil where
    /// they can.
    func obstacle(toKeeping path: String) -> String?
    /// What imgflow wrote there, where it still is as it was written.
    func ownFile(at path: String) -> OwnFile?
    /// What a mask shows that is made on this machine; nil where it cannot be told.
    func tone(of mask: MaskSource) -> MaskTone?
    /// The size of an image that is made on this machine; nil where it cannot be told.
    func size(of image: MaskSource) -> PixelSize?
    /// What an image that is made on this machine has beyond 8-bit sRGB; nil where nothing, or where it
    /// cannot be told.
    func otherColors(of image: MaskSource) -> OtherColors?
}

/// Whether a mask tells anything.
package enum MaskTone: Hashable, Sendable {
    /// All of it stays: nothing would change.
    case black
    /// All of it changes: nothing would stay.
    case white
    /// Black and white, and hardly anything between.
    case mixed
    /// Some of it is gray, as a soft edge is.
    case soft
    /// Most of it is gray, as a photograph is.
    case gray
}

package enum FileLook: Sendable {
    case image(ImageFacts, hash: String)
    case folder
    /// Nothing of this name; `near` is a name in its folder that is close.
    case missing(near: String?)
    /// There, but not an image that imgflow reads; why.
    case unusable(String)
}

package enum FontLook: Sendable {
    /// - Parameters:
    ///   - path: absolute.
    ///   - name: as what draws it knows it.
    case font(path: String, hash: String, name: String)
    case missing(near: String?)
    /// Why it is none.
    case unusable(String)
}

extension World {
    package func font(at path: String) -> FontLook { .font(path: path, hash: path, name: "Sans") }
    package func lettersWithoutFont(in text: String, file: String?) -> [Unicode.Scalar] { [] }
    package func size(of image: MaskSource) -> PixelSize? { nil }
    package func followerOnStandardInput() -> ImageFormat? { nil }
    package func said(_ key: AnswerKey) -> [UInt8]? { nil }
    package func ownFile(at path: String) -> OwnFile? { nil }
    package func otherNames(of path: String) -> Int { 0 }
    package func obstacle(toKeeping path: String) -> String? { nil }
    package var home: String? { nil }
    package func identity(of path: String) -> FilePath { resolved(path) }
    package func otherForm(of path: String) -> String? { nil }
    package func otherColors(of image: MaskSource) -> OtherColors? { nil }
}
