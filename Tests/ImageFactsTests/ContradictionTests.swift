import ImageFacts
import Testing

/// Headers that tell of orientation, of what decoding takes, or of two sizes.
struct ContradictionTests {
    @Test(arguments: 1...8, [true, false])
    func aPNGTellsItsOrientationBeforeItsPixelsOrBehind(_ orientation: Int, _ isBehind: Bool) throws
    {
        let exif = Sample.chunk(
            "eXIf", Sample.tiff([(274, 3, UInt32(orientation))], bigEndian: orientation % 2 == 0))
        let bytes = Sample.png(640, 480, extra: isBehind ? [] : exif) + (isBehind ? exif : [])
        let facts = try ImageHeader.read(bytes)
        #expect(facts.size == (orientation > 4 ? PixelSize(480, 640) : PixelSize(640, 480)))
        #expect(facts.orientation == orientation)
        // Behind the pixels it was not seen by earlier versions, and else planned without.
        #expect(facts.revision == (orientation > (isBehind ? 1 : 4) ? 2 : 1))
    }

    @Test func aFrameBeyondItsScreenIsToldBeforeItIsDecoded() {
        let frame: [UInt8] = [0x2C, 0, 0, 0, 0] + [0xFE, 0x87, 0x63, 0x21, 0]
        let bytes = Array(Sample.gif(1, 1, transparent: false, palette: false).dropLast()) + frame
        #expect(
            throws: ImageHeaderError.contradiction(.gif, PixelSize(1, 1), PixelSize(34_814, 8_547))
        ) { try ImageHeader.read(bytes) }
    }

    @Test(arguments: [
        (0xC3, 8, "lossless JPEG"), (0xC1, 12, "12-bit JPEG"), (0xC5, 8, "hierarchical JPEG"),
    ])
    func aKindThatIsNotReadIsNamed(_ marker: Int, _ depth: Int, _ kind: String) {
        var bytes = Sample.jpeg(640, 480)
        bytes[3] = UInt8(marker)
        bytes[6] = UInt8(depth)
        #expect(throws: ImageHeaderError.unread(.jpeg, kind)) { try ImageHeader.read(bytes) }
    }

    @Test func whatStandsBetweenTheSegmentsOfAJPEGIsPassedOver() throws {
        let bytes = Sample.jpeg(
            64, 48, before: [0xFF, 0xE0, 0, 4, 1, 2, 0, 0x17, 0x55, 0xFF, 0xFF])
        #expect(try ImageHeader.read(bytes).size == PixelSize(64, 48))
    }

    @Test func aTIFFTellsWhatItsPixelsTake() throws {
        let bytes = Sample.tiff(
            [(256, 3, 640), (257, 3, 480), (258, 3, 16), (277, 3, 1_000)], bigEndian: true)
        let facts = try ImageHeader.read(bytes)
        #expect(facts.bands == 1_000)
        #expect(facts.bytesPerBand == 2)
    }

    @Test func aHEICIsAsLargeAsItsCropAndTurned() throws {
        let crop: [UInt8] = [
            0, 0, 0, 101, 0, 0, 0, 1, 0, 0, 0, 77, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0,
            0, 0, 0, 1,
        ]
        let bytes = Sample.avif(
            "heic", [Sample.ispe(128, 128), ("clap", crop), ("irot", [1])], linked: [1, 2, 3])
        let facts = try ImageHeader.read(bytes)
        #expect(facts.size == PixelSize(77, 101))
        #expect(facts.revision == 2)
    }
}
