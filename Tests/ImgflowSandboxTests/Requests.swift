import FoundationEssentials
import ImageFacts
import ImgflowImages

@testable import ImgflowSandbox

/// Ids as they stand in a URL.
enum Id {
    static let core = "stability.stable-image-core-v1:1"
    static let ultra = "stability.stable-image-ultra-v1:1"
    static let sd35 = "stability.sd3-5-large-v1:0"
    static let inpaint = "us.stability.stable-image-inpaint-v1:0"
    static let searchReplace = "us.stability.stable-image-search-replace-v1:0"
    static let removeBackground = "us.stability.stable-image-remove-background-v1:0"
    static let fast = "us.stability.stable-fast-upscale-v1:0"
    static let conservative = "us.stability.stable-conservative-upscale-v1:0"
    static let creative = "us.stability.stable-creative-upscale-v1:0"
    static let outpaint = "us.stability.stable-outpaint-v1:0"
    static let erase = "us.stability.stable-image-erase-object-v1:0"
    static let recolor = "us.stability.stable-image-search-recolor-v1:0"
    static let styleTransfer = "us.stability.stable-style-transfer-v1:0"
    static let sketch = "us.stability.stable-image-control-sketch-v1:0"
    static let structure = "us.stability.stable-image-control-structure-v1:0"
    static let styleGuide = "us.stability.stable-image-style-guide-v1:0"
    static let nova = "amazon.nova-canvas-v1:0"
}

/// An answer of a model, read without the sandbox's own types.
struct Answer: Decodable {
    var images: [String]?
    var seeds: [Int]?
    var finish_reasons: [String?]?
    var error: String?
    var maskImage: String?
    var message: String?
}

enum Call {
    static func raw(
        _ model: String, _ body: String, region: String = "us-west-2",
        _ settings: SandboxSettings = SandboxSettings()
    ) async -> SandboxAnswer {
        await SandboxEngine(settings).invoke(
            modelID: model, region: region, body: Array(body.utf8))
    }

    static func answer(
        _ model: String, _ body: String, region: String = "us-west-2",
        _ settings: SandboxSettings = SandboxSettings()
    ) async throws -> (status: Int, type: String?, answer: Answer) {
        let raw = await raw(model, body, region: region, settings)
        return (
            raw.status, raw.headers["x-amzn-ErrorType"],
            try JSONDecoder().decode(Answer.self, from: Data(raw.body))
        )
    }

    /// The first picture of an answer that is one.
    static func picture(
        _ model: String, _ body: String, region: String = "us-west-2"
    ) async throws -> Image {
        let answer = try await answer(model, body, region: region).answer
        guard let base64 = answer.images?.first, let data = Data(base64Encoded: base64) else {
            throw NoPicture(message: answer.message ?? "no message")
        }
        return try Image(encoded: [UInt8](data))
    }

    struct NoPicture: Error {
        var message: String
    }
}

enum Sample {
    /// A pale wall with a dark red ball in the middle, or a plain color.
    static func ball(_ size: PixelSize) throws -> Image {
        let middle = (x: size.width / 2, y: size.height / 2)
        let radius = size.shortSide / 4
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size.pixels * 3)
        for y in 0..<size.height {
            for x in 0..<size.width {
                let (dx, dy) = (x - middle.x, y - middle.y)
                bytes +=
                    dx * dx + dy * dy < radius * radius
                    ? [150, 24, 30] : [226, 230, UInt8(truncatingIfNeeded: 225 + x % 5)]
            }
        }
        return try Image.fromRGB(bytes, size)
    }

    static func plain(_ width: Int, _ height: Int, _ format: ImageFormat = .png) throws -> String {
        try base64(Image.solid(PixelSize(width, height), Color(90, 120, 150)), format)
    }

    static func base64(_ image: Image, _ format: ImageFormat = .png) throws -> String {
        Data(try image.encoded(as: format)).base64EncodedString()
    }
}

/// The color at a place, without its alpha.
struct Raster {
    let bytes: [UInt8]
    let width: Int

    init(_ image: Image) throws {
        bytes = try image.rgba()
        width = image.facts.size.width
    }

    subscript(_ x: Int, _ y: Int) -> [UInt8] {
        let at = 4 * (y * width + x)
        return Array(bytes[at..<(at + 3)])
    }

    func alpha(_ x: Int, _ y: Int) -> UInt8 { bytes[4 * (y * width + x) + 3] }
}
