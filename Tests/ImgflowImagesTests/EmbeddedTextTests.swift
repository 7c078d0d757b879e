import ImageFacts
import ImgflowImages
import Testing

/// A text put into a real file: it comes back, and no pixel knows of it.
struct EmbeddedTextTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var format: ImageFormat
        var alpha: UInt8 = 255
        var testDescription: String { "\(format.rawValue)\(alpha < 255 ? " with alpha" : "")" }

        func file() throws -> [UInt8] {
            try Picture.gradient(PixelSize(61, 43), alpha: alpha).encoded(as: format)
        }
    }

    static let cases = [
        Case(format: .png), Case(format: .png, alpha: 90), Case(format: .jpeg),
        Case(format: .webp), Case(format: .webp, alpha: 90),
    ]

    /// Longer than one JPEG segment, of an odd number of bytes, empty, and not of ASCII.
    static let texts = [
        "imgflow 1\nload \"a.png\" | save \"b.png\"\n", "x", "", "Sturm über dem Meer 🌊 \u{0}",
        String(repeating: "0123456789", count: 13_107) + "é",
    ]

    @Test(arguments: cases, texts)
    func itComesBackAndNoPixelKnows(sample: Case, text: String) throws {
        let file = try sample.file()
        let with = try #require(EmbeddedText.put(text, into: file, sample.format))
        #expect(EmbeddedText.read(with) == text)
        let (before, after) = (try Image(encoded: file), try Image(encoded: with))
        var facts = after.facts
        #expect(facts.byteCount == with.count)
        facts.byteCount = before.facts.byteCount
        #expect(facts == before.facts)
        #expect(try after.rgba() == before.rgba())
    }

    @Test(arguments: cases)
    func anotherTextTakesThePlaceOfTheFirst(sample: Case) throws {
        let file = try sample.file()
        let first = try #require(
            EmbeddedText.put("the first, and longer", into: file, sample.format))
        let second = try #require(EmbeddedText.put("second", into: first, sample.format))
        #expect(EmbeddedText.read(second) == "second")
        #expect(
            second == EmbeddedText.put("second", into: file, sample.format)
                || sample.format == .webp)
        #expect(try Image(encoded: second).rgba() == Image(encoded: file).rgba())
    }

    @Test(arguments: cases)
    func whereNoneIsNoneIsRead(sample: Case) throws {
        #expect(EmbeddedText.read(try sample.file()) == nil)
    }

    @Test func otherFormatsTakeNone() throws {
        let file = try Picture.gradient(PixelSize(8, 8)).encoded(as: .tiff)
        #expect(EmbeddedText.put("x", into: file, .tiff) == nil)
        #expect(EmbeddedText.read(file) == nil)
        #expect(EmbeddedText.read([]) == nil)
        #expect(EmbeddedText.put("x", into: [], .png) == nil)
    }

    /// Wherever a file breaks off and whichever byte of its head is wrong, nothing crashes.
    @Test(arguments: cases)
    func brokenFilesAreTakenAsTheyCome(sample: Case) throws {
        let file = try #require(EmbeddedText.put("a recipe", into: sample.file(), sample.format))
        for end in 0..<file.count {
            let part = Array(file[..<end])
            _ = EmbeddedText.read(part)
            _ = EmbeddedText.put("x", into: part, sample.format)
        }
        for at in 0..<min(file.count, 200) {
            for byte: UInt8 in [0, 0x7F, 0xFF] {
                var broken = file
                broken[at] = byte
                _ = EmbeddedText.read(broken)
                _ = EmbeddedText.put("x", into: broken, sample.format)
            }
        }
    }
}
