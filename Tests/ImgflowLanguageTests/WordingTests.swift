import ImgflowLanguage
import Testing

struct WordingTests {
    @Test(arguments: [(0, "0 arguments"), (1, "1 argument"), (2, "2 arguments")])
    func countsAgree(_ count: Int, _ expected: String) {
        #expect("\(Count(count, "argument"))" == expected)
    }

    @Test(arguments: [
        ([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c"),
    ])
    func listsAreSentences(_ items: [String], _ expected: String) {
        #expect("\(List(items))" == expected)
    }

    @Test func listsCanBeComplete() { #expect("\(List(["a", "b"], .and))" == "a and b") }

    @Test func longValuesAreCut() {
        #expect(
            "\(Preview(String(repeating: "x", count: 40)))" == String(repeating: "x", count: 40))
        #expect(
            "\(Preview(String(repeating: "x", count: 41)))" == String(repeating: "x", count: 39)
                + "…")
        #expect("\(Preview("a\u{1B}\nb", limit: 200))" == "a␛␊b")
    }

    @Test(arguments: [
        ("upscal", "upscale"), ("upsacle", "upscale"), ("Load", "load"), ("sve", "save"),
        ("creativ", "creative"),
        ("conservtive", "conservative"), ("x", nil), ("ab", nil), ("", nil), ("zzz", nil),
        ("loadsave", nil),
        (String(repeating: "a", count: 100_000), nil),
    ])
    func theNearestNameIsNearOrNotNamed(_ name: String, _ expected: String?) {
        let names = ["upscale", "load", "save", "creative", "conservative", "as"]
        #expect(NearestName.of(name, in: names) == expected)
    }

    @Test(arguments: [
        ("a", 1), ("日", 2), ("e\u{301}", 1), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤\u{FE0F}", 2), ("\u{301}", 0),
        ("ﾊ", 1),
        ("ハ", 2), ("1️⃣", 2), ("…", 1),
    ])
    func charactersTakeTheirColumns(_ text: String, _ width: Int) {
        #expect(Printable.width(text) == width)
    }

    @Test(arguments: [
        ("abc", 1, 1, 2), ("a\nb", 2, 2, 1), ("a\r\nb", 3, 2, 1), ("a\rb", 2, 2, 1),
        ("éx", 2, 1, 2), ("\u{FEFF}x", 3, 1, 1),
        ("a\n", 2, 2, 1), ("👩‍👩‍👧x", 18, 1, 2),
    ])
    func offsetsHaveALineAndAColumn(_ text: String, _ offset: Int, _ line: Int, _ column: Int) {
        let position = LineMap(SourceText(name: "t", text: text)).position(of: offset)
        #expect(position.line == line && position.column == column)
    }
}
