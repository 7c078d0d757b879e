import ImageFacts
import ImgflowImages
import Testing

struct ImageFileTests {
    static let size = PixelSize(96, 64)

    @Test(arguments: [
        (ImageFormat.png, 0), (.jpeg, 12), (.webp, 16), (.gif, 60), (.tiff, 0), (.avif, 20),
    ])
    func formatsSurviveARoundTrip(_ format: ImageFormat, _ tolerance: Int) throws {
        let picture = try Picture.gradient(Self.size)
        let file = try Image(encoded: picture.encoded(as: format))
        #expect(file.facts.size == Self.size)
        #expect(file.facts.format == format)
        try file.decoded()
        try expectSame(file, picture, tolerance: tolerance)
    }

    @Test(arguments: [ImageFormat.png, .webp, .tiff, .avif])
    func alphaSurvivesARoundTrip(_ format: ImageFormat) throws {
        let picture = try Picture.gradient(Self.size, alpha: 128)
        let file = try Image(encoded: picture.encoded(as: format))
        #expect(file.facts.hasAlpha)
        #expect(abs(Int(try Picture.pixel(file, 50, 30)[3]) - 128) <= 2)
    }

    @Test func untouchedBytesStayUntouched() throws {
        let bytes = try Picture.gradient(Self.size).encoded(as: .jpeg)
        let file = try Image(encoded: bytes)
        #expect(file.encoded == bytes)
        #expect(try file.encoded(as: .jpeg) == bytes)
        #expect(try file.encoded(as: .jpeg, EncodingOptions(quality: 50)) != bytes)
        #expect(try file.flattened(on: .white).encoded == bytes)
        #expect(try file.resized(to: PixelSize(10, 10)).encoded == nil)
    }

    @Test func jpegRefusesAlpha() throws {
        let picture = try Picture.gradient(Self.size, alpha: 128)
        #expect(throws: ImageError.alphaInJPEG) { try picture.encoded(as: .jpeg) }
        let file = try Image(encoded: picture.encoded(as: .png))
        #expect(throws: ImageError.alphaInJPEG) { try file.encoded(as: .jpeg) }
        #expect(
            try Image(encoded: file.flattened(on: .white).encoded(as: .jpeg)).facts.format == .jpeg)
    }

    @Test(arguments: [ImageFormat.png, .jpeg, .webp])
    func filesCutShortFail(_ format: ImageFormat) throws {
        let bytes = try Picture.gradient(PixelSize(300, 200)).encoded(as: format)
        let file = try Image(encoded: Array(bytes.prefix(bytes.count * 2 / 3)))
        #expect(throws: ImageError.self) { try file.decoded() }
        #expect(throws: ImageError.self) {
            try file.resized(to: PixelSize(10, 10)).encoded(as: .png)
        }
        #expect(throws: ImageError.self) { try file.encoded(as: .tiff) }
    }

    @Test func hostileFilesAreRefusedByTheirHeader() {
        #expect(throws: ImageError.unreadable(.notAnImage(.zeroBytes))) {
            try Image(encoded: Array(repeating: 0, count: 100))
        }
        #expect(throws: ImageError.unreadable(.notAnImage(.text))) {
            try Image(encoded: Array("a text that is named a.png".utf8))
        }
        let huge: [UInt8] =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
            + [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60, 8, 2, 0, 0, 0, 0, 0, 0, 0]
        let error = #expect(throws: ImageError.self) { try Image(encoded: huge) }
        #expect(error == .tooManyPixels(PixelSize(60000, 60000), limit: 300_000_000))
        #expect(
            error?.description
                == "60000x60000 is too large: expected at most 300 megapixels, found 3600")
    }

    @Test(arguments: 1...8)
    func orientationIsApplied(_ orientation: Int) throws {
        let upright = try Picture.gradient(Self.size)
        let plain = try upright.encoded(as: .jpeg, EncodingOptions(quality: 100))
        let file = try Image(encoded: plain.withOrientation(UInt16(orientation)))
        let turned: Image =
            switch orientation {
            case 2: try upright.flipped(horizontally: true)
            case 3: try upright.rotated(quarters: 2)
            case 4: try upright.flipped(horizontally: false)
            case 5: try upright.rotated(quarters: 1).flipped(horizontally: true)
            case 6: try upright.rotated(quarters: 1)
            case 7: try upright.rotated(quarters: 3).flipped(horizontally: true)
            case 8: try upright.rotated(quarters: 3)
            default: upright
            }
        #expect(file.facts.size == turned.facts.size)
        try expectSame(file, turned, tolerance: 12)
        let again = try Image(encoded: file.encoded(as: .png))
        try expectSame(again, turned, tolerance: 12)
        #expect(try file.preparedForModel(alphaAllowed: false).facts.size == turned.facts.size)
    }
}

extension [UInt8] {
    /// A JPEG with an EXIF segment in place of its own.
    func withOrientation(_ orientation: UInt16) -> [UInt8] {
        let tiff: [UInt8] =
            Array<UInt8>("MM".utf8) + [
                0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation),
            ]
            + [0, 0, 0, 0, 0, 0]
        let segment: [UInt8] =
            [0xFF, 0xE1, 0, UInt8(8 + tiff.count)] + Array<UInt8>("Exif\0\0".utf8) + tiff
        var at = 2
        while self[at + 1] == 0xE0 || self[at + 1] == 0xE1 {
            at += 2 + Int(self[at + 2]) << 8 + Int(self[at + 3])
        }
        return [0xFF, 0xD8] + segment + self[at...]
    }
}
