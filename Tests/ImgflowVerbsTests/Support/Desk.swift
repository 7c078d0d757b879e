import ImageFacts
import ImgflowEngine
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowVerbs
import Testing

/// Real pictures by their names, and a planner's look at them.
struct Desk: World {
    var pictures: [String: Image] = [:]
    var today = CalendarDate(2026, 11, 22)

    func look(at path: String) -> FileLook {
        guard let image = pictures[path] else { return .missing(near: nil) }
        return .image(image.facts, hash: Digest.hex(image.encoded ?? []))
    }

    func files(matching pattern: String, ignoringCase: Bool) -> [String] {
        pictures.keys.filter { $0.hasSuffix(pattern.drop { $0 == "*" }) }.sorted()
    }

    func pictures(inFolder path: String) -> [String] { [] }
    func standardInput() -> FileLook? { nil }
    func resolved(_ path: String) -> FilePath { FilePath(path) }
    func exists(_ path: String) -> Bool { pictures[path] != nil }
    func obstacle(toWriting path: String) -> String? { nil }
    func tone(of mask: MaskSource) -> MaskTone? { nil }
    func hasFont(_ name: String?) -> Bool { true }
    func known(_ key: AnswerKey) -> KnownAnswer? { nil }

    /// Plans with the real verbs; nil and why where the program is wrong.
    func plan(_ program: String) -> (plan: Plan?, diagnostics: [Diagnostic]) {
        ProgramPlanner().plan(
            SourceText(name: "test", text: program), in: self, PlanSettings(origin: "sandbox"))
    }
}

enum Picture {
    /// Red grows to the right, green downwards; blue is constant.
    static func gradient(
        _ width: Int, _ height: Int, as format: ImageFormat = .png, alpha: UInt8 = 255
    ) throws -> Image {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width * height * 4)
        for y in 0..<height {
            for x in 0..<width {
                bytes.append(UInt8(255 * x / max(width - 1, 1)))
                bytes.append(UInt8(255 * y / max(height - 1, 1)))
                bytes.append(96)
                if alpha < 255 { bytes.append(alpha) }
            }
        }
        let size = PixelSize(width, height)
        let image = alpha < 255 ? try Image.fromRGBA(bytes, size) : try Image.fromRGB(bytes, size)
        return try Image(encoded: image.encoded(as: format, EncodingOptions(quality: 100)))
    }

    /// White in the upper half, black below.
    static func mask(_ width: Int, _ height: Int) throws -> Image {
        let bytes = (0..<(width * height * 3)).map { $0 / 3 / width < height / 2 ? UInt8(255) : 0 }
        return try Image(encoded: Image.fromRGB(bytes, PixelSize(width, height)).encoded(as: .png))
    }

    static func pixel(_ image: Image, _ x: Int, _ y: Int) throws -> [Int] {
        let at = 4 * (y * image.facts.size.width + x)
        return try image.rgba()[at..<(at + 4)].map { Int($0) }
    }
}

func isNear(_ one: [Int], _ other: [Int], within tolerance: Int) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) <= tolerance }
}
