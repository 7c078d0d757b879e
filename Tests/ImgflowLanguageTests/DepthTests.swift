import ImgflowLanguage
import Testing

/// What is deeper, longer or more than is reasonable is refused with a message.
struct DepthTests {
    private static let many = 100_000

    private static func times(_ text: String, _ count: Int = many) -> String {
        String(repeating: text, count: count)
    }

    @Test(arguments: [
        ("stages", "load \"a\"" + times(" | flip")),
        ("blocks", "load \"a\" | " + times("tee { ") + "flip" + times(" }")),
        ("unclosed blocks", "load \"a\" | " + times("tee { ")),
        (
            "parentheses",
            "load \"a\" | blend with:[(" + times("flip | blend with:[(") + "flip" + times(")]")
                + ")]"
        ),
        ("lists", "let a = " + times("[") + "1" + times("]")),
        ("negations", "load \"a\" | where " + times("not ") + "true | info"),
        ("alternatives", "load \"a\" | where " + times("width > 3 or ") + "true | info"),
        ("groups", "load \"a\" | where " + times("(") + "true" + times(")") + " | info"),
        ("forks", "load \"a\" | " + times("fork { ", 5_000) + "flip" + times(" }", 5_000)),
        (
            "definitions of definitions",
            "def d0() = flip\n"
                + (1...2_000).map { "def d\($0)() = d\($0 - 1)\n" }.joined()
                + "load \"a\" | d2000 | info"
        ),
        (
            "definitions that double",
            "def d0() = flip\n"
                + (1...40).map { "def d\($0)() = d\($0 - 1) | d\($0 - 1)\n" }.joined()
                + "load \"a\" | d40 | info"
        ),
        ("a list", "let a = [" + times("1, ") + "1]\ngenerate \"a\" seed:$a | info"),
        ("a range", "generate \"a\" seed:1..2000000000 | info"),
    ])
    func isRefused(what: String, program: String) {
        let clock = ContinuousClock()
        var found: [String] = []
        let time = clock.measure { found = codes(program) }
        #expect(found.contains("E018") || found.contains("E046"), "\(what): \(found.prefix(5))")
        #expect(found.count <= 102, "\(what)")
        #expect(time < .seconds(20), "\(what)")
    }

    @Test func aWideFileOfDefinitionsIsFine() {
        let program =
            (0..<500).map { "def d\($0)(side: integer = \($0 + 1)) = resize $side | flip\n" }
            .joined()
            + (0..<500).map { "load \"a\" | d\($0) | info\n" }.joined()
        #expect(codes(program) == [])
    }
}
