import JSONRPC
import Testing

/// RFC 8259: what is JSON, and what a reader must not take for it.
@Suite struct JSONTests {
    @Test(
        arguments: [
            ("null", JSON.null), (" true ", true), ("false", false), ("0", 0), ("-12", -12),
            ("9223372036854775807", .integer(.max)), ("1.5", .number(1.5)), ("1e3", .number(1000)),
            ("12345678901234567890", .number(12_345_678_901_234_567_890)), ("\"\"", ""), ("[]", []),
            ("{}", [:]), ("[1, [2], {}]", [1, [2], [:]]),
            ("{\"a\":{\"b\":null},\"c\":\"d\"}", ["a": ["b": nil], "c": "d"]),
            ("\"\\n\\t\\r\\b\\f\\\"\\\\\\/\"", "\n\t\r\u{8}\u{C}\"\\/"),
            ("\"\\u00e9\\ud83d\\ude00\"", "é😀"), ("\"é😀\"", "é😀"),
            // Half a pair is no character.
            ("\"\\ud83d\"", "\u{FFFD}"), ("\"\\ud83dx\"", "\u{FFFD}x"), ("\"\\ude00\"", "\u{FFFD}"),
            ("\"\\ud83d\\u0041\"", "\u{FFFD}A"),
        ] as [(String, JSON)])
    func reads(_ text: String, _ value: JSON) throws {
        #expect(try JSONReader.read(Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "True", "01", "-", "1.", ".5", "1e", "+1", "[1,]", "[1 2]", "[", "]", "{",
        "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "\"", "\"\n\"", "\"\\x\"", "\"\\u12\"",
        "\"\\u12g4\"", "1 2", "[1]]", "'a'", "NaN", "1e999", "\u{FEFF}1",
    ])
    func refuses(_ text: String) {
        #expect(throws: JSONReader.Fault.self) { try JSONReader.read(Array(text.utf8)) }
    }

    @Test(
        arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]]
            as [[UInt8]])
    func refusesWhatIsNotUTF8(_ bytes: [UInt8]) {
        #expect(throws: JSONReader.Fault.self) { try JSONReader.read(bytes) }
    }

    /// Levels are counted, so that no message ends the process.
    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"]) func deep(_ opening: String) {
        let text = String(repeating: opening, count: 100_000)
        #expect(throws: JSONReader.Fault.self) { try JSONReader.read(Array(text.utf8)) }
        let most =
            String(repeating: "[", count: JSONReader.nesting)
            + String(repeating: "]", count: JSONReader.nesting)
        #expect(throws: Never.self) { try JSONReader.read(Array(most.utf8)) }
    }

    @Test(
        arguments: [
            (JSON.null, "null"), (["b": 1, "a": [true, nil]], "{\"a\":[true,null],\"b\":1}"),
            ("a\"\\\n\r\t\u{1}\u{1F}é😀/", "\"a\\\"\\\\\\n\\r\\t\\u0001\\u001fé😀/\""),
            (.number(0.5), "0.5"), (.number(.nan), "null"), (.number(.infinity), "null"),
        ] as [(JSON, String)])
    func writes(_ value: JSON, _ text: String) {
        #expect(String(decoding: JSONWriter.bytes(of: value), as: UTF8.self) == text)
    }

    @Test(arguments: [
        "\u{0}", "\u{7F}", "\u{2028}", "e\u{301}", "\u{10FFFF}", "\r\n", "\"\"", "\\u0041",
    ])
    func readsBackWhatItWrote(_ text: String) throws {
        let value = JSON.object([text: .array([.string(text)])])
        #expect(try JSONReader.read(JSONWriter.bytes(of: value)) == value)
    }
}
