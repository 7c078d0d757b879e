import ImageFacts
import ImgflowImages
import Testing

struct ImageOperationTests {
    @Test(arguments: [(1, 1), (37, 91), (192, 128), (961, 333), (96, 64), (7, 400)])
    func resizingIsExact(_ width: Int, _ height: Int) throws {
        let size = PixelSize(width, height)
        for alpha: UInt8 in [255, 100] {
            let resized = try Picture.gradient(PixelSize(96, 64), alpha: alpha).resized(to: size)
            #expect(resized.facts.size == size)
            #expect(try Image(encoded: resized.encoded(as: .png)).facts.size == size)
        }
    }

    @Test func resizingWeighsColorsByAlpha() throws {
        // Invisible green beside visible red must not bleed into it.
        let bytes = (0..<64).flatMap { _ -> [UInt8] in [255, 0, 0, 255, 0, 255, 0, 0] }
        let small = try Image.fromRGBA(bytes, PixelSize(16, 8)).resized(to: PixelSize(2, 2))
        let pixel = try Picture.pixel(small, 0, 0)
        #expect(pixel[0] > 250 && pixel[1] < 5)
        #expect(abs(Int(pixel[3]) - 128) < 12)
    }

    @Test func paddingCentersOrPlaces() throws {
        let red = try Image.solid(PixelSize(2, 2), Color(255, 0, 0))
        let centered = try red.padded(to: PixelSize(6, 4), background: .white)
        #expect(centered.facts == ImageFacts(size: PixelSize(6, 4), format: .png, hasAlpha: false))
        #expect(try Picture.pixel(centered, 2, 1) == [255, 0, 0, 255])
        #expect(try Picture.pixel(centered, 1, 1) == [255, 255, 255, 255])
        let placed = try red.padded(to: PixelSize(6, 4), background: .clear, x: 0, y: 0)
        #expect(placed.facts.hasAlpha)
        #expect(try Picture.pixel(placed, 0, 0) == [255, 0, 0, 255])
        #expect(try Picture.pixel(placed, 5, 3) == [0, 0, 0, 0])
    }

    @Test func croppingTakesAPart() throws {
        let picture = try Picture.gradient(PixelSize(96, 64))
        let part = try picture.cropped(x: 10, y: 20, width: 5, height: 6)
        #expect(part.facts.size == PixelSize(5, 6))
        #expect(try Picture.pixel(part, 0, 0) == Picture.pixel(picture, 10, 20))
        let error = #expect(throws: ImageError.self) {
            try picture.cropped(x: 90, y: 0, width: 10, height: 10)
        }
        #expect(error?.description == "expected a part of 96x64, found 10x10 at 90,0")
    }

    @Test func flatteningMixes() throws {
        let half = try Image.solid(PixelSize(3, 3), Color(0, 0, 0, alpha: 128))
        let flat = try half.flattened(on: .white)
        #expect(!flat.facts.hasAlpha)
        #expect(abs(Int(try Picture.pixel(flat, 1, 1)[0]) - 127) <= 1)
    }

    @Test func compositingChangesOnlyWhereTheMaskIs() throws {
        let original = try Picture.gradient(PixelSize(40, 30))
        let result = try Image.solid(PixelSize(80, 60), Color(9, 9, 9))
        let bytes = (0..<30).flatMap { _ in (0..<40).map { $0 < 20 ? UInt8(255) : 0 } }
        let mask = Image(try Pixels.bytes(bytes, PixelSize(40, 30), bands: 1), format: .png)
        let merged = try result.composited(over: original, mask: mask)
        #expect(merged.facts.size == original.facts.size)
        #expect(try Picture.pixel(merged, 3, 3) == [9, 9, 9, 255])
        for x in 20..<40 {
            #expect(try Picture.pixel(merged, x, 7) == Picture.pixel(original, x, 7))
        }
    }

    @Test func masksAreMeasuredAndCombined() throws {
        let size = PixelSize(20, 10)
        let white = try Image.solid(size, .white).mask()
        let black = try white.inverted()
        #expect(try white.brightness().minimum == 255)
        #expect(try black.brightness().maximum == 0)
        #expect(try white.subtracting(white).brightness().maximum == 0)
        #expect(try black.union(white).brightness().minimum == 255)
        #expect(try black.intersection(white).brightness().maximum == 0)
        #expect(try Image.solid(size, Color(100, 100, 100)).binarized().brightness().maximum == 0)
        #expect(try Image.solid(size, .clear).alphaMask().brightness().maximum == 0)
    }

    @Test(arguments: [1, 5, 13, 60])
    func growingAddsPixelsOnEverySide(_ radius: Int) throws {
        let side = 201
        var bytes = [UInt8](repeating: 0, count: side * side)
        bytes[100 * side + 100] = 255
        let dot = Image(try Pixels.bytes(bytes, PixelSize(side, side), bands: 1), format: .png)
        let grown = try dot.grown(by: radius)
        let area = Double((2 * radius + 1) * (2 * radius + 1))
        #expect(abs(try grown.brightness().mean * Double(side * side) / 255 - area) < 0.01)
        #expect(try grown.shrunk(by: radius).pixels().bytes() == bytes)
    }

    @Test func otherColorsBecomeEightBitSRGB() throws {
        let size = PixelSize(8, 8)
        let gray = Image(
            try Pixels.bytes(Array(repeating: 77, count: 64), size, bands: 1), format: .png)
        let file = try Image(encoded: gray.encoded(as: .png))
        let ready = try file.preparedForModel(alphaAllowed: false)
        #expect(try ready.pixels().bands == 3)
        #expect(try Picture.pixel(ready, 4, 4) == [77, 77, 77, 255])
    }

    @Test func modelsGetPlainFilesUntouchedAndNoMetadata() throws {
        let picture = try Picture.gradient(PixelSize(70, 70))
        let plain = try Image(encoded: picture.encoded(as: .png))
        #expect(try plain.preparedForModel(alphaAllowed: false).encoded == plain.encoded)
        let noted = try Image(
            encoded: picture.pixels().withXMP("<x/>").encoded(
                as: .webp, EncodingOptions(metadata: .all)))
        let ready = try noted.preparedForModel(alphaAllowed: false)
        #expect(ready.encoded?.contains("<x/>") == false)
        try expectSame(ready, noted, tolerance: 0)
        #expect(try noted.encoded(as: .webp).contains("<x/>"))
    }

    @Test func modelsWithoutAlphaTakeOnlyOpaquePictures() throws {
        let clear = try Image.solid(PixelSize(70, 70), .clear)
        #expect(throws: ImageError.alphaUnwanted) {
            try clear.preparedForModel(alphaAllowed: false)
        }
        #expect(try clear.preparedForModel(alphaAllowed: true).facts.hasAlpha)
        let opaque = try Image.fromRGBA(Array(repeating: 255, count: 4 * 100), PixelSize(10, 10))
        #expect(opaque.facts.hasAlpha)
        #expect(try !opaque.preparedForModel(alphaAllowed: false).facts.hasAlpha)
    }

    @Test func samplesAreRowsOfPixels() throws {
        let rows = try Image.solid(PixelSize(50, 40), Color(1, 2, 3)).sampled(to: PixelSize(5, 4))
        #expect(rows == Array(repeating: Array(repeating: RGB(1, 2, 3), count: 5), count: 4))
    }

    @Test(arguments: [
        ("#fff", Color(255, 255, 255)), ("#2E8B57", Color(46, 139, 87)),
        ("#0f08", Color(0, 255, 0, alpha: 136)), ("#01020304", Color(1, 2, 3, alpha: 4)),
    ])
    func colorsAreReadFromHexadecimal(_ text: String, _ color: Color) {
        #expect(Color(hex: text) == color)
    }

    @Test(arguments: ["fff", "#ff", "#ggg", "#12345", ""])
    func otherColorsAreRefused(_ text: String) {
        #expect(Color(hex: text) == nil)
    }

    @Test func workRunsAsWideAsTheMachine() async throws {
        let sizes = try await withThrowingTaskGroup(of: Int.self) { group in
            for side in 1...40 {
                group.addTask {
                    try await PixelWork.run { () throws(ImageError) in
                        try Image.solid(PixelSize(side, side), .white).encoded(as: .png)
                    }.count
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sizes.count == 40)
    }
}

extension [UInt8] {
    func contains(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return indices.contains { self[$0...].starts(with: wanted) }
    }
}
