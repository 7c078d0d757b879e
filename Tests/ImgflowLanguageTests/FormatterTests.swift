import ImgflowLanguage
import Testing

/// The one style of the language: text as people write it, and as `imgflow fmt` does.
struct FormatterTests {
    @Test(arguments: [
        ("load   \"a.png\"|info", "load \"a.png\" | info\n"),
        ("load \"a\";load \"b\"", "load \"a\"\nload \"b\"\n"),
        ("\u{FEFF}load \"a\"\r\n| info\r\n", "load \"a\" | info\n"),
        ("#!/usr/bin/env imgflow\n\n\n\nload \"a\"", "#!/usr/bin/env imgflow\n\nload \"a\"\n"),
        ("load \"a\" # why  \n| info", "load \"a\"  # why\n  | info\n"),
        ("load \"a\"\n# before\n| info # after", "load \"a\"\n  # before\n  | info  # after\n"),
        ("let   x=7", "let x = 7\n"), ("let x =\n 7 # seven", "let x = 7  # seven\n"),
        ("let x = # seven\n7", "let x =  # seven\n  7\n"),
        ("param   a : file", nil),
        ("param a:  file=\"x\"   \"doc\"", "param a: file = \"x\" \"doc\"\n"),
        ("use   \"b.imgflow\"", "use \"b.imgflow\"\n"),
        ("set  generate   model:core", "set generate model:core\n"),
        ("set budget:2.00", "set budget:2.00\n"),
        ("def a(x:string,y :word)=flip", nil),
        ("def a(x: string,y: word=b)=flip|info", "def a(x: string, y: word = b) = flip | info\n"),
        ("def a( )=flip", "def a() = flip\n"),
        ("x [1,2 , 3,]", "x [1, 2, 3]\n"), ("x [ ]", "x []\n"),
        ("x a:[b:1,c:2]", "x a:[b:1, c:2]\n"),
        ("x (  a|b  )", "x (a | b)\n"), ("x|tee{a|b}|c", "x | tee { a | b } | c\n"),
        ("x|fork{a}{b}", "x | fork { a } { b }\n"),
        ("x|when a>3and b<4{c}else{d}", nil),
        (
            "x|when a>3 and(not b<=4 or c==\"d\"){c}else{d}",
            "x | when a > 3 and (not b <= 4 or c == \"d\") { c } else { d }\n"
        ),
        ("x|where a!=3", "x | where a != 3\n"), ("x|try{a}else{b}", "x | try { a } else { b }\n"),
        ("x|repeat  3 until a>=7{b}else{c}", "x | repeat 3 until a >= 7 { b } else { c }\n"),
        ("x|pick[1,3]|take  3", "x | pick [1, 3] | take 3\n"),
        ("x 'a' y:'''\n  b\n  '''|c", "x 'a' y:'''\n  b\n  ''' | c\n"),
        ("x [1, # one\n2]", "x [\n    1,  # one\n    2,\n  ]\n"),
        ("x { # why", nil), ("", ""), ("# only this", "# only this\n"),
        ("\n\n# a\n\n\n# b\n", "# a\n\n# b\n"),
        ("x | tee { # why\n a }", "x\n  | tee {  # why\n      a\n    }\n"),
        ("x (a # b\n| c)", "x (\n    a  # b\n      | c\n  )\n"),
    ])
    func aProgramHasOneStyle(program: String, formatted: String?) {
        #expect(format(program) == formatted)
        if let formatted { #expect(format(formatted) == formatted) }
    }

    @Test func whatIsTooLongIsBroken() {
        let long =
            "load \"a.png\" | inpaint mask:\"the sky over the sea\" text:\"a storm with lightning\" | upscale creative | save"
        #expect(
            format(long) == """
                load "a.png"
                  | inpaint mask:"the sky over the sea" text:"a storm with lightning"
                  | upscale creative
                  | save

                """)
        let text = String(repeating: "storm ", count: 16)
        #expect(
            format("let sky = load \"a.png\" | inpaint 3 mask:\"\(text)\" text:\"\(text)\"") == """
                let sky =
                  load "a.png"
                    | inpaint 3
                      mask:"\(text)"
                      text:"\(text)"

                """)
    }

    /// Meaning and comments stay, and a second time changes nothing.
    @Test(arguments: 0..<20)
    func nothingIsLost(run: Int) throws {
        var chance = ProgramByChance(seed: UInt64(run) * 977 + 5)
        for _ in 0..<500 {
            let program = chance.program()
            let parsed = Parser.parse(SourceText(name: "t", text: program))
            #expect(!parsed.hasErrors, "\(parsed.diagnostics.map(\.message)) \(program)")
            let once = try #require(Formatter.format(parsed), "\(program)")
            let again = Parser.parse(SourceText(name: "t", text: once))
            #expect(Formatter.format(again) == once, "\(program)\n=>\n\(once)")
            #expect(meaning(of: again) == meaning(of: parsed), "\(program)\n=>\n\(once)")
            #expect(comments(in: once) == comments(in: program), "\(program)\n=>\n\(once)")
        }
    }

    private func format(_ program: String) -> String? {
        Formatter.format(Parser.parse(SourceText(name: "t", text: program)))
    }

    private func comments(in text: String) -> [String] {
        let source = SourceText(name: "t", text: text)
        return Lexer.tokens(of: source).filter { $0.kind == .comment }.map {
            source[$0.span].trimmed
        }
    }

    /// The tokens that mean something, in order: nothing else is in the tree.
    private func meaning(of parsed: ParsedProgram) -> String { outline(parsed.program) }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
