import Testing

@testable import ImgflowLanguage

struct PathTextTests {
    private static let names: [[UInt8]] = [
        Array("plain.png".utf8), Array("é が".utf8), [0xE9], [0x61, 0xC3], [0xC3, 0x28],
        [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xFF, 0xFE, 0x80], [0xF4, 0x8F, 0xBF],
        // What stands for a byte, and the scalars around: as a name has it.
        Array("\u{10FF7F}\u{10FF80}\u{10FFE9}\u{10FFFF}".utf8), [0xF4, 0x90, 0x80, 0x80],
        [0x80, 0xE9],
        Array("e\u{301}".utf8) + [0xCC],
    ]

    @Test(arguments: names)
    func everyNameIsItselfAgain(bytes: [UInt8]) {
        let text = PathText.text(bytes)
        #expect(PathText.bytes(text) == bytes)
        #expect(FilePath(text).byteCount == bytes.count)
        #expect(
            PathText.holdsBytes(text)
                == (String(validating: bytes, as: UTF8.self) == nil
                    || String(decoding: bytes, as: UTF8.self).unicodeScalars.contains(
                        where: PathText.isByte))
        )
    }

    @Test func everyByteAloneIsItselfAgain() {
        for byte in UInt8.min...UInt8.max where byte != 0 {
            #expect(PathText.bytes(PathText.text([byte])) == [byte])
        }
    }

    @Test func namesAreTwoWhereTheirBytesAre() {
        let texts = Self.names.map { FilePath(PathText.text($0)) }
        #expect(Set(texts).count == Self.names.count)
        // A program may write bytes that make a character: the same file.
        #expect(FilePath("\u{10FFC3}\u{10FFA9}") == FilePath("\u{E9}"))
    }

    @Test func peopleAndJSONSeeUnicode() {
        let text = PathText.text([0x63, 0xE9, 0x2E])
        #expect(PathText.shown(text) == #"c\xE9."#)
        #expect(PathText.repaired(text) == "c\u{FFFD}.")
        #expect(PathText.shown("é") == "é")
        #expect(Printable.program("load \"\(text)\"") == #"load "c\u{10FFE9}.""#)
    }
}
