import ImageFacts
import ImgflowImages

/// `imageGenerationConfig`: reference, section 3.2.
struct NovaConfig {
    enum Rule {
        case sized
        /// The result has the input's size.
        case unsized
        /// As `unsized`, and a size that the request names, as AWS's samples do, changes nothing.
        case ignoringSize
        case notAllowed
    }

    let size: PixelSize
    let isPremium: Bool
    let guidance: Double
    let count: Int
    let seed: Int

    init(_ request: Fields) {
        let fields = request.object("imageGenerationConfig") ?? Fields([:])
        size = PixelSize(fields.integer("width") ?? 1024, fields.integer("height") ?? 1024)
        isPremium = fields.text("quality") == "premium"
        guidance = fields.number("cfgScale") ?? 6.5
        count = fields.integer("numberOfImages") ?? 1
        seed = fields.integer("seed") ?? 12
    }

    static func schema(_ rule: Rule) -> Schema? {
        let side = Schema.Kind.integer(320...4096, multipleOf: 16)
        var schema = Schema(
            .optional("quality", .choice(["standard", "premium"])),
            .optional("cfgScale", .number(1.1...10)),
            .optional("numberOfImages", .integer(1...5)),
            .optional("seed", .integer(0...2_147_483_646)))
        switch rule {
        case .sized, .ignoringSize:
            schema.fields += [.optional("width", side), .optional("height", side)]
        case .unsized: break
        case .notAllowed: return nil
        }
        return schema
    }

    /// The documents contradict themselves on 4,194,304 pixels: it is allowed here.
    func checkSize() throws(ServiceError) {
        guard size.elongation <= 4, size.pixels <= 4_194_304 else {
            throw .validation(
                "Unsupported image size \(size): expected an aspect ratio between 1:4 and 4:1 and "
                    + "at most 4194304 pixels")
        }
    }

    /// More guidance gives stronger colors, and premium quality finer detail.
    func rendered(_ picture: Pixels, seed: Int) throws -> Pixels {
        var picture = picture
        if guidance != 6.5 {
            let gray = try picture.gray()
            let strength = 1 + (guidance - 6.5) * 0.06
            picture = try picture.minus(gray).linear(strength, 0).plus(gray).linear(1, 0.5)
                .eightBit().asSRGB()
        }
        guard isPremium else { return picture }
        return try Detail.added(
            to: picture, amount: 0.2, randomness: Randomness(seed: seed, text: "premium"))
    }
}
