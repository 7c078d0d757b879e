import ImageFacts
import Testing

struct ImageHeaderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var size: PixelSize
        var format: ImageFormat
        var hasAlpha = false
    }

    static let cases = [
        Case(
            testDescription: "PNG", bytes: Sample.png(640, 480), size: PixelSize(640, 480),
            format: .png),
        Case(
            testDescription: "PNG with alpha", bytes: Sample.png(3, 5, colorType: 6),
            size: PixelSize(3, 5), format: .png, hasAlpha: true),
        Case(
            testDescription: "PNG with a transparent palette entry",
            bytes: Sample.png(
                3, 5, colorType: 3,
                extra: Sample.chunk("PLTE", [1, 2, 3]) + Sample.chunk("tRNS", [0])),
            size: PixelSize(3, 5), format: .png, hasAlpha: true),
        Case(
            testDescription: "JPEG", bytes: Sample.jpeg(640, 480), size: PixelSize(640, 480),
            format: .jpeg),
        Case(
            testDescription: "JPEG behind other segments",
            bytes: Sample.jpeg(64, 48, before: [0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xDB, 0, 2]),
            size: PixelSize(64, 48), format: .jpeg),
        Case(
            testDescription: "JPEG on its side",
            bytes: Sample.jpeg(640, 480, before: Sample.exif(6)),
            size: PixelSize(480, 640), format: .jpeg),
        Case(
            testDescription: "JPEG on its side, little endian",
            bytes: Sample.jpeg(640, 480, before: Sample.exif(8, bigEndian: false)),
            size: PixelSize(480, 640), format: .jpeg),
        Case(
            testDescription: "JPEG upside down",
            bytes: Sample.jpeg(640, 480, before: Sample.exif(3)),
            size: PixelSize(640, 480), format: .jpeg),
        Case(
            testDescription: "WebP lossy",
            bytes: Sample.riff(
                Sample.riffChunk("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x42, 0xE0, 0x01])),
            size: PixelSize(640, 480), format: .webp),
        Case(
            testDescription: "WebP lossless with alpha",
            bytes: Sample.riff(
                Sample.riffChunk(
                    "VP8L", [0x2F] + Sample.little(UInt32(639 | 479 << 14 | 1 << 28)))),
            size: PixelSize(640, 480), format: .webp, hasAlpha: true),
        Case(
            testDescription: "WebP extended with alpha",
            bytes: Sample.riff(
                Sample.riffChunk("VP8X", [0x10, 0, 0, 0, 0x7F, 2, 0, 0xDF, 1, 0])),
            size: PixelSize(640, 480), format: .webp, hasAlpha: true),
        Case(
            testDescription: "WebP on its side",
            bytes: Sample.riff(
                Sample.riffChunk("VP8X", [0x08, 0, 0, 0, 0x7F, 2, 0, 0xDF, 1, 0])
                    + Sample.riffChunk("ALPH", [1, 2, 3])
                    + Sample.riffChunk("EXIF", Sample.tiff([(274, 3, 5)], bigEndian: false))),
            size: PixelSize(480, 640), format: .webp),
        Case(
            testDescription: "GIF", bytes: Sample.gif(20, 10, transparent: false, palette: true),
            size: PixelSize(20, 10), format: .gif),
        Case(
            testDescription: "GIF with a transparent color",
            bytes: Sample.gif(20, 10, transparent: true, palette: false), size: PixelSize(20, 10),
            format: .gif, hasAlpha: true),
        Case(
            testDescription: "TIFF big endian",
            bytes: Sample.tiff([(256, 3, 640), (257, 4, 480)], bigEndian: true),
            size: PixelSize(640, 480), format: .tiff),
        Case(
            testDescription: "TIFF little endian on its side, with alpha",
            bytes: Sample.tiff(
                [(256, 4, 640), (257, 3, 480), (274, 3, 6), (338, 3, 2)], bigEndian: false),
            size: PixelSize(480, 640), format: .tiff, hasAlpha: true),
        Case(
            testDescription: "AVIF with a thumbnail's size first",
            bytes: Sample.avif(
                "avif", [Sample.ispe(32, 24), Sample.ispe(640, 480)], linked: [2]),
            size: PixelSize(640, 480), format: .avif),
        Case(
            testDescription: "HEIC turned",
            bytes: Sample.avif("heic", [Sample.ispe(640, 480), ("irot", [1])], linked: [1, 2]),
            size: PixelSize(480, 640), format: .heif),
        Case(
            testDescription: "AVIF with an alpha item",
            bytes: Sample.avif(
                "avif",
                [
                    Sample.ispe(640, 480),
                    (
                        "auxC",
                        [0, 0, 0, 0] + Array("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha".utf8)
                    ),
                ], linked: [1]),
            size: PixelSize(640, 480), format: .avif, hasAlpha: true),
    ]

    @Test(arguments: cases)
    func headerTellsSizeFormatAndAlpha(_ sample: Case) throws {
        let facts = try ImageHeader.read(sample.bytes)
        #expect(facts.size == sample.size)
        #expect(facts.format == sample.format)
        #expect(facts.hasAlpha == sample.hasAlpha)
    }

    @Test(arguments: cases)
    func everyCutEndsInAnAnswerOrAnError(_ sample: Case) {
        for length in 0..<sample.bytes.count {
            _ = try? ImageHeader.read(Array(sample.bytes.prefix(length)))
        }
    }

    @Test(arguments: cases)
    func everyByteMayLie(_ sample: Case) {
        for index in sample.bytes.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var bytes = sample.bytes
                bytes[index] = value
                _ = try? ImageHeader.read(bytes)
            }
        }
    }

    @Test(arguments: [
        (
            "%PDF-1.7\n",
            "a PDF; make images of its pages first: pdftoppm -png -r 300 in.pdf page"
        ), ("<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"/>", "an SVG drawing"),
        ("<!DOCTYPE html><html>", "an HTML page"), ("{\"message\": 1}", "JSON"),
        ("PK\u{3}\u{4}rest", "a zip archive"), ("hello, this is no picture", "text"),
        ("\u{0}\u{0}\u{0}\u{18}ftypisom\u{0}\u{0}\u{0}\u{0}", "a video"),
    ])
    func otherFilesAreNamed(_ text: String, _ likeness: String) {
        let error = #expect(throws: ImageHeaderError.self) {
            try ImageHeader.read(Array(text.utf8))
        }
        #expect(
            error?.description
                == "not an image: expected PNG, JPEG, WebP, GIF, TIFF, AVIF or HEIC, found \(likeness)"
        )
    }

    @Test func nothingIsSaidToBeNothing() {
        #expect(throws: ImageHeaderError.notAnImage(.empty)) { try ImageHeader.read([]) }
        #expect(throws: ImageHeaderError.notAnImage(.zeroBytes)) {
            try ImageHeader.read(Array(repeating: 0, count: 5000))
        }
        #expect(ImageHeaderError.notAnImage(.empty).description == "the file is empty")
    }

    @Test func damageIsNamedByFormat() {
        #expect(throws: ImageHeaderError.truncated(.png)) {
            try ImageHeader.read(Array(Sample.png(1, 1).prefix(20)))
        }
        #expect(throws: ImageHeaderError.truncated(.png)) {
            try ImageHeader.read(Sample.png(0xFFFF_FFFF, 0xFFFF_FFFF))
        }
        #expect(throws: ImageHeaderError.zeroSize(.jpeg)) {
            try ImageHeader.read(Sample.jpeg(0, 10))
        }
        #expect(
            ImageHeaderError.truncated(.webp).description
                == "the WebP is truncated or damaged in its header")
    }
}
