import FoundationEssentials
import ImgflowModels
import Testing

struct RequestWriterTests {
    @Test(arguments: [
        (RequestValue.integer(-7), "-7"), (.integer(2_147_483_646), "2147483646"),
        (.number(0.35), "0.35"), (.number(10), "10.0"), (.number(0.1 + 0.2), "0.30000000000000004"),
        (.truth(true), "true"), (.truth(false), "false"), (.list([]), "[]"), (.object([]), "{}"),
        (.list([.integer(1), .string("a")]), #"[1,"a"]"#),
        (
            .object([RequestField("b", .integer(1)), RequestField("a", .object([]))]),
            #"{"b":1,"a":{}}"#
        ),
        (.deferred("seed"), #""<seed>""#),
    ])
    func aValueIsWritten(value: RequestValue, text: String) {
        #expect(body(value) == text)
    }

    @Test(arguments: [
        ("", #""""#), ("a storm", #""a storm""#), ("say \"hi\"", #""say \"hi\"""#),
        (#"a\b"#, #""a\\b""#), ("a\nb\tc\rd", #""a\nb\tc\rd""#),
        ("\u{0}\u{1F}\u{8}", #""\u0000\u001f\u0008""#),
        ("\u{7F}", "\"\u{7F}\""), ("naïve Wörter", #""naïve Wörter""#), ("富士山", #""富士山""#),
        ("👩‍👩‍👧 🌈", #""👩‍👩‍👧 🌈""#), ("\u{2028}", "\"\u{2028}\""), ("a/b", #""a/b""#),
        ("{stem}", #""{stem}""#), ("null", #""null""#),
    ])
    func aTextIsQuoted(text: String, json: String) {
        #expect(body(.string(text)) == json)
    }

    @Test func everyTextComesBackFromAnotherReader() throws {
        let scalars = (0..<0x500).compactMap { Unicode.Scalar($0) }
        var text = String(String.UnicodeScalarView(scalars))
        text += "\u{10FFFF}\u{1F308}\u{FEFF}\u{D7FF}\u{E000}"
        let written = RequestWriter.body(.list([.string(text)]), pictures: [:])
        let read = try JSONDecoder().decode([String].self, from: Data(written))
        #expect(read.first?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
    }

    @Test func picturesAreBase64InTheirPlaces() {
        let request = RequestValue.object([
            RequestField("image", .image(.image)), RequestField("mask", .image(.mask)),
        ])
        let written = RequestWriter.body(
            request, pictures: [.image: Array("picture".utf8), .mask: Array("ma".utf8)])
        #expect(
            String(decoding: written, as: UTF8.self) == #"{"image":"cGljdHVyZQ==","mask":"bWE="}"#)
        #expect(
            RequestWriter.text(request) { "<\($0.rawValue)>" }
                == #"{"image":"<image>","mask":"<mask>"}"#)
    }

    @Test func base64IsWhatFoundationWrites() {
        for count in 0...200 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ count) }
            let expected = "\"\(Data(bytes).base64EncodedString())\""
            let written = RequestWriter.body(.image(.image), pictures: [.image: bytes])
            #expect(String(decoding: written, as: UTF8.self) == expected)
        }
    }

    @Test func lateValuesAreFilledEverywhere() {
        let request = RequestValue.object([
            RequestField("seed", .deferred("seed")),
            RequestField(
                "inner", .object([RequestField("list", .list([.deferred("text"), .integer(1)]))])),
        ])
        let filled = request.filled(with: ["seed": .integer(7), "text": .string("x")])
        #expect(filled.map(body) == #"{"seed":7,"inner":{"list":["x",1]}}"#)
        #expect(request.filled(with: ["seed": .integer(7)]) == nil)
    }

    private func body(_ value: RequestValue) -> String {
        String(decoding: RequestWriter.body(value, pictures: [:]), as: UTF8.self)
    }
}
