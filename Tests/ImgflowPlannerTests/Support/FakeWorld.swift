import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// A disk and a store in memory: only what a test puts there.
struct FakeWorld: World {
    var today = CalendarDate(2026, 11, 22)
    private var looks: [String: FileLook] = [:]
    /// Other names of a file.
    var links: [String: String] = [:]
    var existing: Set<String> = []
    /// What imgflow wrote itself.
    var own: [String: OwnFile] = [:]
    /// How many names more a file has.
    var otherNames: [String: Int] = [:]
    var obstacles: [String: String] = [:]
    var input: FileLook?
    /// Of another image behind the first on standard input.
    var follower: ImageFormat?
    var answers: [AnswerKey: KnownAnswer] = [:]
    /// What every model has said of every image; nil where nobody has asked.
    var seen: String?
    /// Names in another Unicode form, of those that are not on the disk.
    var forms: [String: String] = [:]
    /// What a mask shows that is one color.
    var tones: [String: MaskTone] = [:]
    /// What a file has beyond 8-bit sRGB.
    var colors: [String: OtherColors] = [:]

    /// `a.png` 640x427, `photo.jpg` 12 MP, `mask.png` as `a.png`, `alpha.png` with alpha, `signed.png` with Content Credentials,
    /// `tiny.png` 20x20, `long.png` 1000x100, `broken.png` no picture, `empty` a folder.
    init() {
        add("a.png", 640, 427)
        add("photo.jpg", 4_032, 3_024, .jpeg)
        add("mask.png", 640, 427)
        add("alpha.png", 640, 427, hasAlpha: true)
        add("signed.png", 640, 427, isSigned: true)
        add("tiny.png", 20, 20)
        add("long.png", 1_000, 100)
        add("in/b.jpg", 800, 600, .jpeg)
        add("in/c.jpg", 800, 600, .jpeg)
        looks["broken.png"] = .unusable("it is a text")
        looks["in"] = .folder
        looks["empty"] = .folder
    }

    mutating func add(
        _ path: String, _ width: Int, _ height: Int, _ format: ImageFormat = .png,
        hasAlpha: Bool = false, hash: String? = nil, revision: Int = 1, isSigned: Bool = false
    ) {
        var facts = ImageFacts(
            size: PixelSize(width, height), format: format, hasAlpha: hasAlpha)
        facts.revision = revision
        facts.isSigned = isSigned
        looks[path] = .image(facts, hash: hash ?? Digest.hex(path))
        existing.insert(path)
    }

    mutating func spoil(_ path: String) {
        looks[path] = .unusable("it is a text")
        existing.insert(path)
    }

    func followerOnStandardInput() -> ImageFormat? { follower }

    func look(at path: String) -> FileLook {
        if let look = looks[path] { return look }
        return .missing(near: looks.keys.sorted().first { $0.dropLast() == path.dropLast() })
    }

    /// `*` stands for a whole folder, or for all of an extension here, `*.*` for all with one.
    func files(matching pattern: String, ignoringCase: Bool) -> [String] {
        guard let star = pattern.firstIndex(of: "*") else { return [] }
        let (head, tail) = (pattern[..<star], pattern[star...].dropFirst())
        return existing.filter {
            $0.hasPrefix(head) && (tail == ".*" ? $0.contains(".") : $0.hasSuffix(tail))
        }.sorted()
    }

    func pictures(inFolder path: String) -> [String] {
        files(matching: path + "/*", ignoringCase: false)
    }
    func standardInput() -> FileLook? { input }
    func resolved(_ path: String) -> FilePath { FilePath("/disk/" + (links[path] ?? path)) }
    func exists(_ path: String) -> Bool { existing.contains(links[path] ?? path) }
    func ownFile(at path: String) -> OwnFile? { own[path] }
    func otherNames(of path: String) -> Int { otherNames[path] ?? 0 }
    func obstacle(toWriting path: String) -> String? { obstacles[path] }
    func tone(of mask: MaskSource) -> MaskTone? { mask.file.flatMap { tones[$0] } ?? .mixed }
    func otherColors(of image: MaskSource) -> OtherColors? { image.file.flatMap { colors[$0] } }
    func otherForm(of path: String) -> String? { forms[path] }
    func hasFont(_ name: String?) -> Bool { name != "No Such Font" }
    func font(at path: String) -> FontLook {
        switch path {
        case "brnd.ttf": .missing(near: "brand.ttf")
        case "fonts/a.woff2": .unusable("is a web font (WOFF); expected TTF or OTF")
        default: .font(path: path, hash: path, name: "Sans")
        }
    }
    func lettersWithoutFont(in text: String, file: String?) -> [Unicode.Scalar] {
        text.unicodeScalars.contains("\u{2603}") ? ["\u{2603}"] : []
    }
    func said(_ key: AnswerKey) -> [UInt8]? {
        seen.map { text in
            Array(
                #"{"output":{"message":{"role":"assistant","content":[{"text":"\#(text)"}]}},"stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":1}}"#
                    .utf8)
        }
    }

    func known(_ key: AnswerKey) -> KnownAnswer? { answers[key] }
}
