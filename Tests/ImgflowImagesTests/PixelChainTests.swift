import ImageFacts
import ImgflowImages
import Testing

/// A file's pixels go through many steps in one pass, some of them in another order, and a JPEG is
/// decoded smaller where it may be: what comes out is what each step for itself makes of all pixels.
struct PixelChainTests {
    struct Way: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let go: @Sendable (Image) throws -> Image

        init(_ name: String, _ go: @escaping @Sendable (Image) throws -> Image) {
            testDescription = name
            self.go = go
        }
    }

    static let size = PixelSize(480, 320)
    static let ways = [
        Way("turned, scaled") { try $0.rotated(quarters: 1).resized(to: PixelSize(120, 180)) },
        Way("turned twice, scaled, turned") {
            try $0.rotated(quarters: 3).rotated(quarters: 2).resized(to: PixelSize(80, 120))
                .rotated(quarters: 1)
        },
        Way("turned, enlarged") { try $0.rotated(quarters: 1).resized(to: PixelSize(400, 600)) },
        Way("mirrored, turned, scaled") {
            try $0.flipped(horizontally: true).rotated(quarters: 3).flipped(horizontally: false)
                .resized(to: PixelSize(50, 75))
        },
        Way("cropped, scaled") {
            try $0.cropped(x: 40, y: 16, width: 320, height: 240).resized(to: PixelSize(80, 60))
        },
        Way("cropped between blocks, scaled") {
            try $0.cropped(x: 41, y: 17, width: 320, height: 240).resized(to: PixelSize(80, 60))
        },
        Way("scaled, cropped, turned, scaled") {
            try $0.resized(to: PixelSize(240, 160)).cropped(x: 10, y: 20, width: 100, height: 80)
                .rotated(quarters: 1).resized(to: PixelSize(40, 50))
        },
        Way("blurred, scaled") { try $0.blurred(sigma: 4).resized(to: PixelSize(120, 80)) },
        Way("blurred twice, turned") {
            try $0.blurred(sigma: 2).blurred(sigma: 9).rotated(quarters: 2)
        },
        Way("blurred, cropped") {
            try $0.blurred(sigma: 6).cropped(x: 100, y: 200, width: 90, height: 70)
        },
    ]

    @Test(arguments: ways) func onePassMakesTheSame(_ way: Way) throws {
        let whole = try Picture.gradient(Self.size)
        let file = try Image(encoded: whole.encoded(as: .png))
        try expectSame(Image(encoded: way.go(file).encoded(as: .png)), way.go(whole), tolerance: 1)
    }

    @Test(arguments: ways) func onePassOverAJPEGMakesNearlyTheSame(_ way: Way) throws {
        let file = try Image(
            encoded: Picture.gradient(Self.size).encoded(as: .jpeg, EncodingOptions(quality: 100)))
        try expectSame(
            Image(encoded: way.go(file).encoded(as: .png)), way.go(file.shared()), tolerance: 4)
    }

    @Test(arguments: ways) func aJPEGThatIsCutShortFails(_ way: Way) throws {
        let bytes = try Picture.gradient(Self.size).encoded(
            as: .jpeg, EncodingOptions(quality: 100))
        let file = try Image(encoded: Array(bytes.prefix(bytes.count * 9 / 10)))
        #expect(throws: ImageError.self) { try way.go(file).encoded(as: .png) }
    }

    @Test(arguments: 1...8) func aPhotoIsTurnedUpright(_ orientation: Int) throws {
        let plain = try Picture.gradient(Self.size).encoded(
            as: .jpeg, EncodingOptions(quality: 100))
        let file = try Image(encoded: plain.withOrientation(UInt16(orientation)))
        let upright = orientation > 4 ? PixelSize(80, 120) : PixelSize(120, 80)
        let small = try Image(encoded: file.resized(to: upright).encoded(as: .png))
        try expectSame(small, file.shared().resized(to: upright), tolerance: 4)
        let part = try file.cropped(x: 8, y: 32, width: 160, height: 240)
            .resized(to: PixelSize(40, 60))
        try expectSame(
            Image(encoded: part.encoded(as: .png)),
            file.shared().cropped(x: 8, y: 32, width: 160, height: 240)
                .resized(to: PixelSize(40, 60)), tolerance: 4)
    }
}
