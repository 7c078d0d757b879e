import FoundationEssentials
import ImageFacts
import ImgflowImages
import Testing

@testable import ImgflowSandbox

/// Reference, section 3.4.
struct NovaPictureRuleTests {
    private static let square = PixelSize(320, 320)

    @Test(arguments: [
        (320, 320), (4096, 1024), (1024, 4096), (2048, 2048), (320, 1280), (1280, 320),
        (321, 333),
    ])
    func picturesAtALimitAreTaken(_ width: Int, _ height: Int) throws {
        let picture = try NovaPicture.source(Sample.plain(width, height, .jpeg), "image")
        #expect(picture.size == PixelSize(width, height))
        #expect(picture.bands == 3)
    }

    @Test(arguments: [
        (319, 320, "image: each side must be at least 320 pixels, got 319x320"),
        (4097, 1025, "image: each side must be at most 4096 pixels, got 4097x1025"),
        (2049, 2048, "image: total pixels must be at most 4194304, got 4196352"),
        (320, 1281, "image: aspect ratio must be between 1:4 and 4:1, got 320x1281"),
        (1281, 320, "image: aspect ratio must be between 1:4 and 4:1, got 1281x320"),
    ])
    func picturesBeyondALimitAreRefused(
        _ width: Int, _ height: Int, _ message: String
    ) throws {
        #expect(throws: ServiceError.validation(message)) {
            try NovaPicture.source(Sample.plain(width, height, .jpeg), "image")
        }
    }

    @Test(arguments: [ImageFormat.webp, .gif, .tiff])
    func onlyPNGAndJPEGAreTaken(_ format: ImageFormat) throws {
        #expect(
            throws: ServiceError.validation(
                "image: unsupported image format \(format), expected png or jpeg")
        ) {
            try NovaPicture.source(Sample.plain(320, 320, format), "image")
        }
    }

    @Test func alphaMustBeOpaque() throws {
        func picture(_ alpha: UInt8) throws -> String {
            var bytes = [UInt8](repeating: 255, count: 320 * 320 * 4)
            bytes[4 * 777 + 3] = alpha
            return try Sample.base64(Image.fromRGBA(bytes, Self.square))
        }
        #expect(try NovaPicture.source(picture(255), "image").bands == 3)
        #expect(
            throws: ServiceError.validation(
                "image: the image must not contain transparent or translucent pixels")
        ) {
            try NovaPicture.source(picture(254), "image")
        }
    }

    @Test func grayIsNotRGB() throws {
        let gray = try Sample.base64(Sample.blackMask(Self.square) { x, _ in x < 9 })
        #expect(
            throws: ServiceError.validation("image: expected an 8-bit RGB image, got grayscale")
        ) {
            try NovaPicture.source(gray, "image")
        }
    }

    @Test func brokenPicturesAreRefusedInPlainWords() throws {
        let file = Data(try Sample.ball(Self.square).encoded(as: .png))
        let half = file.prefix(file.count / 2).base64EncodedString()
        for text in ["", "%%%", "aGVsbG8=", half, "data:image/png;base64,aGVsbG8="] {
            let error = #expect(throws: ServiceError.self) {
                try NovaPicture.source(text, "images[3]")
            }
            #expect(error?.status == 400)
            #expect(error?.message.hasPrefix("images[3]: ") == true)
        }
    }

    private static let impure = ServiceError.validation(
        "maskImage: the mask image must contain only pure black and pure white pixels")

    @Test func masksArePureBlackAndWhite() throws {
        let disc = try Sample.blackMask(Self.square) { x, y in
            (x - 160) * (x - 160) + (y - 160) * (y - 160) < 90 * 90
        }
        let mask = try NovaPicture.mask(Sample.base64(disc), "maskImage", of: Self.square).bytes()
        #expect(mask[160 * 320 + 160] == 0)
        #expect(mask[0] == 255)
        #expect(Set(mask) == [0, 255])

        var bytes = mask
        bytes[5] = 254
        let nearly = Image(try Pixels.bytes(bytes, Self.square, bands: 1), format: .png)
        #expect(throws: Self.impure) {
            try NovaPicture.mask(Sample.base64(nearly), "maskImage", of: Self.square)
        }
        let yellow = try Sample.base64(Image.solid(Self.square, Color(255, 255, 0)))
        #expect(throws: Self.impure) {
            try NovaPicture.mask(yellow, "maskImage", of: Self.square)
        }
        let small = PixelSize(320, 336)
        #expect(
            throws: ServiceError.validation(
                "maskImage: the mask image and the input image must have the same size, got "
                    + "320x320 and 320x336")
        ) {
            try NovaPicture.mask(Sample.base64(disc), "maskImage", of: small)
        }
    }

    /// Quality 100 is off by a few by rounding alone.
    @Test func masksAsJPEGNeedQuality100() throws {
        let disc = try Sample.blackMask(Self.square) { x, y in
            (x - 160) * (x - 160) + (y - 160) * (y - 160) < 90 * 90
        }
        func mask(_ quality: Int) throws -> [UInt8] {
            let file = Data(try disc.encoded(as: .jpeg, EncodingOptions(quality: quality)))
            return try NovaPicture.mask(file.base64EncodedString(), "maskImage", of: Self.square)
                .bytes()
        }
        #expect(try mask(100) == disc.pixels().bytes())
        #expect(throws: Self.impure) { try mask(90) }
    }
}
