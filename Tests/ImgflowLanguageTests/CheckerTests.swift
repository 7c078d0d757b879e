import ImgflowLanguage
import Testing

struct CheckerTests {
    /// Nothing is wrong with these, and nothing is warned of.
    @Test(arguments: [
        "",
        "# nothing\n",
        "imgflow 1\nload \"a.png\" | inpaint mask:\"sky\" text:\"storm\" | upscale creative | save",
        "load \"a.png\" | inpaint \"sun\" mask:(select rect:[30%, 10%, 40%, 30%] | feather 12) | save",
        "load \"in/*.jpg\" | as photo | flip | overlay $photo | save \"out/{$photo.stem}-{index}.png\"",
        "let logo = load \"logo.png\" | resize 128\nload \"a.png\" | overlay $logo | save -",
        "load \"a.png\" | resize like:\"b.png\" | blend with:[$, \"c.png\", (flip)] | info",
        "generate \"a cat\" | as cat | load \"frame.png\" | overlay $cat | save",
        "generate \"a cat\" | as cat | load \"frame.png\" | save | $cat | save",
        "let cat = generate \"a cat\"\n$cat | save",
        "let cat = generate \"a cat\"\nlet big = $cat | upscale fast\nload \"a.png\" | overlay $big | save",
        "load \"a.png\" | overlay (generate \"a cat\") | save",
        "generate \"a cat\" | generate \"a dog\" layout:$ | save",
        "generate \"a cat\" | generate \"a dog\" layout:(flip) | save",
        "generate \"a cat\" | save | resize 10 | save \"b.png\"",
        "param x: integer = 3\nload \"a.png\" | resize $x | info",
        "param x: image = \"a.png\"\n$x | info",
        "param x: integer = 3\nlet y = $x\nload \"a.png\" | resize $y | info",
        "def d(x: number, y: image) = resize $x | overlay $y\nload \"a.png\" | d 3 y:(flip) | info",
        "param x: integer = 3",
        "load \"a.png\" | generate \"{stem}\" | save",
        "load \"a.png\" | overlay (as inner | flip | overlay $inner) | as inner | info",
        "load \"a.png\" | overlay ($ | flip) | info",
        "let t = \"{stem} at dusk\"\nload \"a.png\" | inpaint $t mask:\"x\" | save",
        "generate \"a man with no one near, no longer young\" | save",
        "load \"a.png\" | info; load \"b.png\" | info",
    ])
    func aRightProgramIsLeftAlone(_ program: String) { #expect(rendered(program) == "") }

    /// Each mistake once, in the order of the source.
    @Test(arguments: [
        ("generate \"a cat\"", ["E040"]),
        ("generate \"a cat\" | resize 10", ["E040"]),
        ("generate \"a cat\" | save | upscale fast", ["E040"]),
        ("generate \"a cat\" | load \"b.png\" | save", ["E040"]),
        ("generate \"a cat\" | generate \"a {width} dog\" | save", ["E040"]),
        ("load \"a.png\" | overlay (generate \"a cat\")", ["E040"]),
        ("load \"a.png\" | resize 10", ["W004"]), ("load \"a.png\"", ["W004"]),
        ("load \"a.png\" | tee { save }", []), ("load \"a.png\" | tee { flip }", ["W004"]),
        ("def out() = save\nload \"a.png\" | out", []),
        ("load \"a.png\" | save | flip", ["W004"]),
        ("load \"a.png\" | info | resize 10 | flip", ["W004"]),
        ("generate \"a cat\" | save | flip", ["W004"]),
        ("load \"a.png\" | tee { save } | flip", ["W004"]),
        ("load \"a.png\" | save | overlay (load \"b.png\" | tee { save })", []),
        ("load \"a.png\" | flip | save | load \"b.png\"", ["W004"]),
        ("param x: integer = 3\nload \"a.png\" | info", ["W005"]),
        ("param x: image = \"x.png\"\nload \"a.png\" | info", ["W005"]),
        ("param x: integer = 3\nload \"a.png\" | info zoom:$x", ["E021"]),
        (
            "def d(x: number, y: image) = resize 10\nload \"a.png\" | d 3 y:(flip) | info",
            ["W005", "W005"]
        ),
        ("let a = load \"a.png\"\n$a | flip\n$a | info", ["W004"]),
        ("load \"a.png\" | flip\nload \"a.png\" | svae", ["E020"]),
        ("load \"a.png\" | overlay (generate \"a cat\" | load \"b.png\") | save", ["E040"]),
        ("let cat = generate \"a cat\"\n$cat | flip", ["E040"]),
        ("let cat = generate \"a cat\" | upscale fast\nload \"b.png\" | info", ["E037"]),
        ("let cat = generate \"a cat\" | save\nload \"b.png\" | info", ["W001"]),
        // What is misspelt may be what saves it.
        ("generate \"a cat\" | svae", ["E020"]), ("generate \"a cat\" | tee { save }", []),
        ("let cat = generate \"a cat\"\nzap $cat", ["E020"]),
        ("let cat = generate \"a cat\"\ntee { $cat | save }", ["E038"]),
        ("generate \"a cat\"\nload b.png | info", ["E040", "E005"]),
        // One mistake is not told twice.
        ("flip | resize 10 | overlay $ | save \"{stem}\"", ["E038"]),
        ("let a = lod \"a\"\n$a | info", ["E020"]),
        ("let a = “x”\nload \"{$a}\" | info", ["E007"]),
        ("let a = $b\nload \"{$a}\" | info", ["E023"]),
        ("param p: file \"\"\ndef d(x) = flip\nload $p | d 1 | info", ["E011"]),
        ("use \"b.imgflow\"\nload $p | d | info", ["E048"]), ("load \"{a b}\" | info", ["E004"]),
        ("load \"a.png\" | resize \"x\" --zoom 3 | info", ["E025", "E012"]),
        ("load \"a.png\" | inpaint a sunny sky mask:\"sky\" | save", ["E032"]),
        ("load $here | info", []), ("let here = 3", ["E015"]),
        ("let a = $a | flip", ["E036"]), ("as x | flip", ["E038"]),
        ("load \"a.png\" | as x; $x | info", ["E023"]),
        ("let a = load \"a.png\"\nload \"b.png\" | as a | overlay $a | info", ["E035"]),
        (
            "generate \"x\" aspect:\"16:9\" size:\"10x10\" seed:\"7\" style:\"anime\" | save",
            ["E025", "E025", "E025", "E033"]
        ),
        ("let mood = \"calm\"\ngenerate \"a $mood sea, $5, {{$mood}}\" | save", ["W041"]),
        ("let mood = \"calm\"\ngenerate 'a $mood sea' | save", ["W001"]),
        ("load \"a.png\" | as photo | save \"$photo.png\"", ["W041"]),
        ("generate \"a $nobody\" | save", []),
        ("generate \"without text, without a frame. No people\" | save", ["W002", "W002", "W002"]),
    ])
    func aMistakeIsToldOnce(_ program: String, _ expected: [String]) {
        #expect(codes(program) == expected)
    }

    /// The place is where the wrong thing stands, not the end of the line before.
    @Test(arguments: [
        ("load \"a.png\" | info\n:quit", 2, "expected a verb, found `:quit`"),
        ("load \"a.png\" |\n:quit", 2, "expected a verb, found `:quit`"),
        ("load \"a.png\" | info\n\n  :cd \"x\"", 3, "expected a verb, found `:cd`"),
        ("load \"a.png\" | info\n16:9", 2, "expected a verb, found `16:9`"),
        ("load \"a.png\" | info\n*", 2, "`*`"),
        ("load \"a.png\" | info\n= 3", 2, "expected a verb, found `=`"),
        (":quit", 1, "expected a verb, found `:quit`"),
    ])
    func aLineThatIsNoStageIsToldInItsPlace(_ program: String, _ line: Int, _ message: String) {
        let text = rendered(program)
        #expect(text.contains(message), "\(text)")
        #expect(text.contains(".imgflow:\(line):"), "\(text)")
    }

    @Test func aCallKnowsItsArguments() throws {
        let program = #"load "a.png" | inpaint mask:"sky" text:"storm" | save"#
        let source = SourceText(name: "t", text: program)
        let checked = try #require(Checker(testCatalog).check(Parser.parse(source)).0)
        guard case .pipeline(let pipeline)? = checked.statements.first, pipeline.stages.count == 3,
            case .call(let load) = pipeline.stages[0], case .call(let inpaint) = pipeline.stages[1]
        else {
            Issue.record("checked as something else")
            return
        }
        #expect(source[pipeline.span] == program)
        #expect(load.arguments["path"].map { source[$0.span] } == #""a.png""#)
        #expect(source[inpaint.verbSpan] == "inpaint")
        #expect(source[inpaint.span] == #"inpaint mask:"sky" text:"storm""#)
        #expect(inpaint.arguments["mask"].map { source[$0.span] } == #"mask:"sky""#)
        #expect(inpaint.arguments["mask"].map { source[$0.valueSpan] } == #""sky""#)
        #expect(inpaint.arguments.keys.sorted() == ["mask", "text"])
    }

    @Test func onlyImagesStayBound() throws {
        let program = "let t = \"x\"\nlet a = load \"{$t}.png\"\nlet b = $a\n$b | info"
        let source = SourceText(name: "t", text: program)
        let checked = try #require(Checker(testCatalog).check(Parser.parse(source)).0)
        let names = checked.statements.map { statement in
            if case .binding(let name, let span, _) = statement { name + source[span] } else { "-" }
        }
        #expect(names == ["aa", "bb", "-"])
    }

    /// language.md and architecture.md: 10,000 lines under 0.5 s; here unoptimized.
    @Test func tenThousandLinesAreCheckedAtOnce() {
        let line =
            "load \"in/*.jpg\" | inpaint mask:\"sky\" text:\"a {stem} storm\" | upscale creative seed:7 | save \"out/{stem}.png\"\n"
        let source = SourceText(name: "t", text: String(repeating: line, count: 10_000))
        var found: [Diagnostic] = []
        let time = processorTime { found = Checker(testCatalog).check(Parser.parse(source)).1 }
        #expect(found.isEmpty)
        #expect(time < .seconds(4))
    }

    /// Neither many names, nor a long chain of paid results, nor many mistakes take long.
    @Test func oddProgramsTakeNoLonger() {
        var names = ""
        for index in 0..<5000 { names += "let a\(index) = generate \"x\" layout:$b\(index)\n" }
        var chain = "load \"a\""
        for index in 0..<500 { chain += " | as a\(index) | upscale fast" }
        let time = processorTime {
            #expect(codes(names).count == 101)
            #expect(codes(chain + " | save") == [])
        }
        #expect(time < .seconds(4))
    }
}
