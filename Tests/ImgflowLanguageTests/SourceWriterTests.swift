import ImgflowLanguage
import Testing

/// What is written is read back as what it was.
struct SourceWriterTests {
    @Test(arguments: [
        ("calm sea", #""calm sea""#), (#"a "b" \c"#, #""a \"b\" \\c""#),
        ("{stem} {{", #""{{stem}} {{{{""#), ("a\nb\tc", #""a\nb\tc""#),
        ("\u{7}\u{7F}", #""\u{7}\u{7f}""#), ("früh 🌊", #""früh 🌊""#), ("", #""""#),
    ])
    func aStringIsWrittenWithItsEscapes(text: String, written: String) {
        #expect(SourceWriter.string(text) == written)
        #expect(kinds(written) == [.string(StringLiteral(parts: text == "" ? [] : [.text(text)]))])
    }

    @Test func aStringOverLinesBecomesOneLineWithItsFields() throws {
        let text = "\"\"\"\n  sea of {$cut.stem}\n  and {width} \"{{x}}\"\n  \"\"\""
        guard case .string(let literal)? = kinds(text).first else {
            Issue.record("no string")
            return
        }
        #expect(
            SourceWriter.string(literal) == #""sea of {$cut.stem}\nand {width} \"{{x}}\"""#)
    }

    @Test(arguments: [
        (0.35, "0.35"), (1, "1"), (-3, "-3"), (-0.5, "-0.5"), (12_000, "12000"), (0, "0"),
    ])
    func aNumberHasNoFractionThatSaysNothing(number: Double, written: String) {
        #expect(SourceWriter.number(number) == written)
        let isRead =
            kinds(written) == [.number(number)]
            || Int(exactly: number).map { kinds(written) == [.integer($0)] } == true
        #expect(isRead, "\(written)")
    }

    @Test func sharesColorsAndListsAreWrittenAsPeopleDo() {
        #expect(SourceWriter.share(0.07) == "7%")
        #expect(SourceWriter.share(1.0 / 3) == "33.333333%")
        #expect(kinds(SourceWriter.share(0.125)) == [.percent(12.5)])
        #expect(SourceWriter.color(135, 206, 9) == "#87CE09")
        #expect(SourceWriter.list(["1", SourceWriter.string("a")]) == #"[1, "a"]"#)
    }

    @Test func tokensAreReplacedAndAllElseStays() {
        let text = "load $a  # of $a\n| say \"$a {$a}\""
        let renamed = TokenRewriter.rewritten(text) { token, written in
            token.kind == .variable("a") ? "$b" : written
        }
        #expect(renamed == "load $b  # of $a\n| say \"$a {$a}\"")
    }

    private func kinds(_ text: String) -> [Token.Kind] {
        Lexer.tokens(of: SourceText(name: "t", text: text)).filter { !$0.isTrivia }.map(\.kind)
    }
}
