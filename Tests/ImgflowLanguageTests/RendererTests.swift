import ImgflowLanguage
import TestSupport
import Testing

private func draw(
    _ marked: String, style: RenderingStyle = .plain, primary: String = "",
    secondary: String? = nil,
    notes: [String] = [], fix: String? = nil, message: String = "wrong"
) -> String {
    let text = MarkedText(marked)
    let source = SourceText(name: "t.imgflow", text: text.text)
    let diagnostic = Diagnostic(
        .maskImagePinned, message, at: .init(text.span(1, 2), primary),
        and: secondary.map { [.init(text.span(3, 4), $0)] } ?? [], notes: notes, fix: fix)
    return DiagnosticRenderer(source, style: style).render(diagnostic)
}

struct RendererTests {
    /// The example of language.md §6; the place is that of the carets.
    @Test func twoLabelsOnOneLine() {
        let source = """
            load "a.png"
              | flip
              | inpaint 3️⃣model:inpaint4️⃣ mask:1️⃣"sky"2️⃣ text:"storm"
            """
        let drawn = draw(
            source, primary: "text, not an image", secondary: "pinned here",
            fix: "remove `model:inpaint`, or give an image: mask:(select rect:[0,0,100%,40%])",
            message:
                "a mask in words requires the model search-replace, but `model:inpaint` is pinned")
        #expect(
            drawn == """
                error[E086]: a mask in words requires the model search-replace, but `model:inpaint` is pinned
                  --> t.imgflow:3:32
                   |
                 3 |   | inpaint model:inpaint mask:"sky" text:"storm"
                   |             ------------- pinned here
                   |                                ^^^^^ text, not an image
                   = fix: remove `model:inpaint`, or give an image: mask:(select rect:[0,0,100%,40%])

                """)
    }

    @Test func labelsOnSeveralLines() {
        let blank = String(repeating: "\n", count: 7)
        #expect(
            draw(
                "a\n3️⃣let4️⃣ b\(blank)\n1️⃣c2️⃣\n", primary: "again", secondary: "first",
                notes: ["n", "m"])
                    == """
                    error[E086]: wrong
                      --> t.imgflow:10:1
                        |
                      2 | let b
                        | --- first
                       ...
                     10 | c
                        | ^ again
                        = note: n
                        = note: m

                    """.replacing("  --> t", with: "   --> t"))
    }

    @Test(arguments: [
        ("\t1️⃣x2️⃣", " 1 |     x\n   |     ^\n"), ("a\t1️⃣x2️⃣\ty", " 1 | a   x   y\n   |     ^\n"),
        ("日本1️⃣語2️⃣", " 1 | 日本語\n   |     ^^\n"), ("e\u{301}1️⃣x2️⃣", " 1 | e\u{301}x\n   |  ^\n"),
        ("👩‍👩‍👧1️⃣x2️⃣", " 1 | 👩‍👩‍👧x\n   |   ^\n"), ("🇩🇪1️⃣x2️⃣", " 1 | 🇩🇪x\n   |   ^\n"),
        ("❤️1️⃣x2️⃣", " 1 | ❤️x\n   |   ^\n"),
        ("\u{1B}[31m1️⃣x2️⃣", " 1 | ␛[31mx\n   |      ^\n"),
        ("\u{202E}1️⃣x2️⃣", " 1 | \\u{202E}x\n   |         ^\n"),
        ("\u{FEFF}1️⃣x2️⃣", " 1 | x\n   | ^\n"), ("x1️⃣2️⃣", " 1 | x\n   |  ^\n"), ("1️⃣2️⃣", " 1 |\n   | ^\n"),
        ("1️⃣a\nb2️⃣", " 1 | a\n   | ^\n"), ("a\r\n1️⃣b2️⃣\r\nc", " 2 | b\n   | ^\n"),
        ("a\r1️⃣b2️⃣", " 2 | b\n   | ^\n"),
        ("a\n1️⃣2️⃣", " 2 |\n   | ^\n"), ("a 1️⃣2️⃣  ", " 1 | a\n   |   ^\n"),
    ])
    func caretsStandUnderTheirText(_ marked: String, _ expected: String) {
        let lines = draw(marked).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.dropFirst(3).joined(separator: "\n") == expected)
    }

    @Test func longLinesAreCutAroundTheirSpans() {
        var narrow = RenderingStyle.plain
        narrow.width = 20
        let far = String(repeating: "a", count: 50)
        #expect(draw("1️⃣x2️⃣\(far)", style: narrow).hasSuffix(" 1 | xaaaaaaaaaaaaaaaaaaa…\n   | ^\n"))
        #expect(draw("\(far)1️⃣x2️⃣", style: narrow).hasSuffix(" 1 | …aaaaax\n   |       ^\n"))
        #expect(
            draw("\(far)1️⃣x2️⃣\(far)", style: narrow).hasSuffix(
                " 1 | …aaaaaxaaaaaaaaaaaaa…\n   |       ^\n"))
        #expect(
            draw("3️⃣y4️⃣\(far)1️⃣x2️⃣", style: narrow, secondary: "far").hasSuffix(
                " 1 | yaaaaaaaaaaaaaaaaaaa…\n   | - far\n 1 | …aaaaax\n   |       ^\n"))
        #expect(
            draw("1️⃣\(far)2️⃣", style: narrow).hasSuffix(
                " | aaaaaaaaaaaaaaaaaaaa…\n   | ^^^^^^^^^^^^^^^^^^^^\n"))
    }

    @Test func colorsGoAroundTheParts() {
        var style = RenderingStyle.plain
        (style.error, style.message, style.frame, style.secondary, style.reset) = (
            "<e>", "<m>", "<f>", "<s>", "<r>"
        )
        #expect(
            draw("3️⃣a4️⃣ 1️⃣b2️⃣", style: style, primary: "p", secondary: "q", fix: "c") == """
                <e>error[E086]<r>: <m>wrong<r>
                  <f>--><r> t.imgflow:1:3
                   <f>|<r>
                 <f>1<r> <f>|<r> a b
                   <f>|<r> <s>- q<r>
                   <f>|<r>   <e>^ p<r>
                   <f>=<r> fix: c

                """)
        #expect(!draw("1️⃣a2️⃣", style: .plain).contains("\u{1B}"))
        #expect(draw("1️⃣a2️⃣", style: .ansi).contains("\u{1B}[1;31m^\u{1B}[0m"))
    }

    @Test func messagesAreMadeHarmless() {
        let drawn = draw("1️⃣a2️⃣", primary: "\u{1B}[2J", notes: ["a\nb"], message: "\u{7}\u{9B}")
        #expect(drawn.hasPrefix("error[E086]: ␇\\u{9B}\n"))
        #expect(drawn.contains("^ ␛[2J\n"))
        #expect(drawn.hasSuffix("= note: a␊b\n"))
    }

    @Test func spansThatCannotBeAreDrawnAllTheSame() {
        let source = SourceText(name: "t", text: "é\n")
        for (start, end) in [(-5, 900), (1, 1), (3, 3), (99, 2), (3, 99)] {
            let diagnostic = Diagnostic(
                .unexpectedCharacter, "m", at: .init(Span(start, end)),
                and: [.init(Span(end, start))])
            #expect(DiagnosticRenderer(source).render(diagnostic).hasPrefix("error[E001]: m\n"))
        }
    }
}
