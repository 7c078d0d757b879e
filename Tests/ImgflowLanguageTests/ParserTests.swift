import ImgflowLanguage
import TestSupport
import Testing

private func parse(_ text: String) -> ParsedProgram {
    Parser.parse(SourceText(name: "t", text: text))
}

/// A program in a line: how it was understood.
private func outline(_ text: String) -> String {
    outline(parse(text).program)
}

private let readings: [(String, String)] = [
    ("imgflow 1\nload 'a' | save", "version 1 ; load 1s | save"),
    ("load 'a' | inpaint mask:'m' text:'t'", "load 1s | inpaint mask:1s text:1s"),
    ("load 'a'; load 'b'\n\nload 'c';;", "load 1s ; load 1s ; load 1s"),
    ("load 'a' |\n\n  # why\n  flip", "load 1s | flip"),
    ("load 'a'\n\n  # why\n  | flip", "load 1s | flip"),
    ("inpaint\n  text:'a'\n  # why\n\n  mask:'b'\nflip", "inpaint text:1s mask:1s ; flip"),
    ("let x =\n  7", "x = 7"),
    ("let x = creative\nflip", "x = creative ; flip"),
    ("let x = load 'a' | flip", "x := load 1s | flip"),
    ("let x = (load 'a' | flip)", "x = (load 1s | flip)"),
    ("let x = $y; let z = $y | flip", "x = $y ; z := $y | flip"),
    ("let x = [spring:'a', 2,\n  true,\n]", "x = [spring=1s,2,true]"),
    ("load 'a' | as photo | $photo | $", "load 1s | as photo | $photo | $"),
    ("load 'a' | overlay (load 'b'\n flip)\n| save -", "load 1s | overlay (load 1s flip) | save -"),
    (
        "load 'a' | inpaint mask:(select rect:[0,1] | feather 3)",
        "load 1s | inpaint mask:(select rect:[0,1] | feather 3)"
    ),
    ("load 'a'\r\n| flip\r\nload 'b'\r\n", "load 1s | flip ; load 1s"),
    // What is wrong takes no more along than it must.
    ("load 'a' | | flip\nflip", "load 1s | ! | flip ; flip"),
    ("load 'a' | 'x' flip | info", "load 1s | ! | info"),
    (
        "load 'a' | overlay (load 'b' | flip\nload 'c' | info",
        "load 1s | overlay ! ; load 1s | info"
    ),
    ("load 'a' | blend with:[1, 2\nload 'c'", "load 1s | blend with:! ; load 1s"),
    ("load 'a' | blend with:[1 (flip) 3] | save", "load 1s | blend with:[1,(flip),3] | save"),
    ("let = 3\nlet y 3\nflip", "y = ! ; flip"),
    ("load 'a' | flip ) ] } | info", "load 1s | flip | info"),
    (
        "def poster(text: string) =\n  generate $text | upscale fast\nflip",
        "def poster(text:string) = generate $text | upscale fast ; flip"
    ),
    ("load 'a' | tee { flip\n | save } | info\nflip", "load 1s | tee {flip | save} | info ; flip"),
    ("try { flip }\nelse { info }\nflip", "try {flip} else {info} ; flip"),
    (
        "repeat 3 until score >= 7 { flip }\nelse { info } | flip",
        "repeat 3 until score>=7 {flip} else {info} | flip"
    ),
    (
        "repeat $n until a == 1 and b == 2 { flip } | flip",
        "repeat $n until <a==1 and b==2> {flip} | flip"
    ),
    // A definition may have this name.
    ("x | repeat 'a' | repeat | repeat times:3", "x | repeat 1s | repeat | repeat times:3"),
    ("load 'a' && flip", "load 1s ; flip"),
    ("load 'a' | flip > 'b.png' | info", "load 1s | flip | info"),
    (
        "load 'a' | resize --width 3 like=$b, height :4 mask: 5",
        "load 1s | resize width:3 like:$b height:4 mask:5"
    ),
    ("load \"a | flip\nflip", "load ! ; flip"),
]

struct ParserTests {
    @Test(arguments: readings)
    func aProgramIsReadAsMeant(_ program: String, _ expected: String) {
        #expect(outline(program) == expected)
    }

    @Test(arguments: [
        ("load 'a' |", true), ("load 'a' | # wait", true), ("let x =", true), ("let x =\n\n", true),
        ("load 'a' | overlay (", true), ("load 'a' | blend with:[1,\n", true), ("tee {\n", true),
        ("generate \"\"\"\n a", true), ("generate '''", true),
        ("load 'a'", false), ("load 'a' | flip", false), ("", false), ("generate \"a", false),
        ("flip )", false),
        ("load 'a' |\nlet x = 3", false), ("resize height:", false),
    ])
    func whatMoreTextWouldMendIsIncomplete(_ program: String, _ isIncomplete: Bool) {
        #expect(parse(program).isIncomplete == isIncomplete)
    }

    @Test func everyNodeKnowsItsPlace() throws {
        let marked = MarkedText(
            "1️⃣let 2️⃣x3️⃣ = 4️⃣load 5️⃣\"a\"6️⃣7️⃣\n8️⃣flip | resize like:9️⃣$x0️⃣")
        let statements = parse(marked.text).program.statements
        try #require(statements.count == 2)
        #expect(statements[0].span == marked.span(1, 7))
        #expect(statements[1].span == marked.span(8, 0))
        guard case .binding(let binding) = statements[0],
            case .pipeline(let load) = binding.content,
            case .call(let loadCall)? = load.stages.first, case .pipeline(let flip) = statements[1],
            case .call(let resize)? = flip.stages.last
        else {
            Issue.record("read as something else")
            return
        }
        #expect(binding.name.span == marked.span(2, 3))
        #expect(load.span == marked.span(4, 6))
        #expect(loadCall.values.map(\.span) == [marked.span(5, 6)])
        #expect(resize.arguments.map(\.value.span) == [marked.span(9, 0)])
        #expect(
            resize.arguments.map(\.span) == [
                Span(marked.span(9, 0).start - 5, marked.span(9, 0).end)
            ])
    }

    @Test(arguments: [64, 65])
    func bracketsNestSixtyFourDeep(_ depth: Int) {
        let program =
            "load 'a' | " + String(repeating: "overlay (", count: depth) + "flip"
            + String(repeating: ")", count: depth)
        #expect(parse(program).diagnostics.map(\.code) == (depth > 64 ? ["E018"] : []))
    }

    @Test(arguments: [
        "(", ")", "[", "overlay (", "{", "| ", "\"", "\"\"\"",
        "load 'a' | as ",
    ])
    func aHundredThousandOfAnythingIsSurvived(_ piece: String) {
        let program = String(repeating: piece, count: 100_000)
        #expect(parse(program).diagnostics.count <= 101)
        let closed = program + String(repeating: ")", count: 100_000)
        #expect(parse(closed).diagnostics.count <= 101)
    }

    @Test func sizesHaveLimits() {
        let stages = Array(repeating: "flip", count: 10_001).joined(separator: "|")
        #expect(parse(stages).diagnostics.map(\.code) == ["E018"])
        let items =
            "blend with:[" + Array(repeating: "1", count: 10_001).joined(separator: ",")
            + "] | flip"
        #expect(parse(items).diagnostics.map(\.code) == ["E018"])
        let text = "# " + String(repeating: "x", count: 4 << 20)
        #expect(
            parse(text).diagnostics.map(\.message) == [
                "the program has 4194306 bytes, expected at most 4194304"
            ])
    }
}
