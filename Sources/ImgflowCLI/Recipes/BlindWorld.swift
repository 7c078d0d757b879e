import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// A disk that nobody looks at: every file is an image of a megapixel, and nothing is known. A program
/// that is not trusted yet is priced on it.
struct BlindWorld: World {
    var today: CalendarDate

    func look(at path: String) -> FileLook {
        .image(
            ImageFacts(size: PixelSize(1_024, 1_024), format: .png, hasAlpha: false),
            hash: Digest.hex(path))
    }
    func files(matching pattern: String, ignoringCase: Bool) -> [String] { [pattern] }
    func pictures(inFolder path: String) -> [String] { [path] }
    func standardInput() -> FileLook? { look(at: "-") }
    func resolved(_ path: String) -> FilePath { FilePath(path) }
    func exists(_ path: String) -> Bool { false }
    func obstacle(toWriting path: String) -> String? { nil }
    func hasFont(_ name: String?) -> Bool { true }
    func known(_ key: AnswerKey) -> KnownAnswer? { nil }
    func tone(of mask: MaskSource) -> MaskTone? { .mixed }
}
