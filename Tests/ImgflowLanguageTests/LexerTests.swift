import ImgflowLanguage
import TestSupport
import Testing

/// What tokens say, trivia left out.
private func kinds(_ text: String) -> [Token.Kind] {
    Lexer.tokens(of: SourceText(name: "t", text: text)).filter { !$0.isTrivia }.map(\.kind)
}

private func text(_ text: String) -> Token.Kind { .string(StringLiteral(parts: [.text(text)])) }

/// Each is what it says and, as all tokens must, joins back into the input.
private let literals: [(String, [Token.Kind])] = [
    ("7", [.integer(7)]),
    ("-3", [.integer(-3)]),
    ("0.35", [.number(0.35)]),
    ("-0.5", [.number(-0.5)]),
    ("40%", [.percent(40)]),
    ("12.5%", [.percent(12.5)]),
    ("512px", [.pixels(512)]),
    ("1024x768", [.size(width: 1024, height: 768)]),
    ("16:9", [.ratio(Ratio(16, 9))]),
    ("297mm", [.printLength(PrintLength(297, .mm))]),
    ("8.5in", [.printLength(PrintLength(8.5, .inch))]),
    ("-2cm", [.printLength(PrintLength(-2, .cm))]),
    (
        "[12pt,3mm]",
        [
            .punctuation(.openBracket), .printLength(PrintLength(12, .pt)), .punctuation(.comma),
            .printLength(PrintLength(3, .mm)), .punctuation(.closeBracket),
        ]
    ),
    (
        "8.5inx11in",
        [.printSize(width: PrintLength(8.5, .inch), height: PrintLength(11, .inch))]
    ),
    ("210x297mm", [.printSize(width: PrintLength(210, .mm), height: PrintLength(297, .mm))]),
    ("300kB 1.5MB 2mb", [.bytes(300_000), .bytes(1_500_000), .bytes(2_000_000)]),
    ("5mm:\"x\"", [.parameterName("5mm"), text("x")]),
    ("3inch 2mmx 7kBs", [.word("3inch"), .word("2mmx"), .word("7kBs")]),
    ("1..8", [.range(from: 1, through: 8)]),
    ("-2..2", [.range(from: -2, through: 2)]),
    ("creative", [.word("creative")]),
    ("3d-model", [.word("3d-model")]),
    ("4k", [.word("4k")]),
    ("1024x", [.word("1024x")]),
    ("früh", [.word("früh")]),
    ("$logo $", [.variable("logo"), .variable(nil)]),
    ("$3d-cut", [.variable("3d-cut")]),
    ("-", [.punctuation(.hyphen)]),
    ("save -|", [.word("save"), .punctuation(.hyphen), .punctuation(.pipe)]),
    ("mask:\"sky\"", [.parameterName("mask"), text("sky")]),
    ("aspect:16:9", [.parameterName("aspect"), .ratio(Ratio(16, 9))]),
    ("seed:-1", [.parameterName("seed"), .integer(-1)]),
    (
        "to:16:9 at:left",
        [.parameterName("to"), .ratio(Ratio(16, 9)), .parameterName("at"), .word("left")]
    ),
    ("3d:\"x\"", [.parameterName("3d"), text("x")]),
    ("--seed -s", [.flag("seed"), .flag("s")]),
    (
        "<=>===!=<",
        [.lessOrEqual, .greaterOrEqual, .equals, .notEqual, .less].map { .punctuation($0) }
    ),
    (">>&&>", [.appendRedirection, .both, .greater].map { .punctuation($0) }),
    (
        "|()[]{},;=",
        [
            .pipe, .openParenthesis, .closeParenthesis, .openBracket, .closeBracket, .openBrace,
            .closeBrace,
            .comma, .semicolon, .equal,
        ].map { .punctuation($0) }
    ),
    ("\u{FEFF}load # comment\r\n\"a\"", [.word("load"), text("a")]),
    ("#!/usr/bin/env imgflow\nflip", [.word("flip")]),
    (
        "[1, # first\n2]",
        [
            .punctuation(.openBracket), .integer(1), .punctuation(.comma), .integer(2),
            .punctuation(.closeBracket),
        ]
    ),
    ("\"\"", [.string(StringLiteral(parts: []))]),
    (#""a\n\t\"\\\u{1F308}b""#, [text("a\n\t\"\\🌈b")]),
    (#""{{x}}""#, [text("{x}")]),
    (#"'no {escapes} \here'"#, [text(#"no {escapes} \here"#)]),
    ("\"\"\"one line\"\"\"", [text("one line")]),
    ("\"\"\"\n    a\n      b\n\n    c\n    \"\"\"", [text("a\n  b\n\nc")]),
    ("'''\n\t{\"text\": \"\\n\"}\n'''", [text("{\"text\": \"\\n\"}")]),
    ("\"\"\"\r\n  a\r\n  b\r\n\"\"\"", [text("a\nb")]),
    ("\"\"\"first\n  second\"\"\"", [text("first\nsecond")]),
    ("\"\"\"\n  a \\\"\"\" b\n\"\"\"", [text("a \"\"\" b")]),
]

/// Each is refused, and what follows is still read.
private let mistakes: [String] = [
    "\"open | save", "'open | save", "\"\\", "\"\"\"never", "'''never", "\"\\u{}\"",
    "\"\\u{D800}\"", "\"\\u41\"",
    "\"{\"", "\"}\"", "\"{}\"", "\"{$}\"", "\"{$a.}\"", "\"{a.b}\"", "“smart”", "“open", "a\u{0}b",
    "\u{1B}[31m",
    "color:#fff", "[#fff, #000000]", "photo.png", "in/*.jpg", "./a", "~/b", "*.png", "@here", "1.",
    "1..", "1...3",
    "8..1", "1..99999", "10-20", "1.5x", ".5", "0:9", "16:9px", "99999999999999999999",
    "99999999999999999999x1",
    "1e999.5", "$1", "${name}", "$cut.stem", "foo_bar", "\u{200B}", "–seed", "\u{FFFD}", "\u{A0}",
    "`ls`", "\\ \\",
    "-9223372036854775808..9223372036854775807", "https://a.b/c?d=e", "🌈", "a&b", "a\u{301}\u{301}",
    "\r\r\n\n\r",
]

struct LexerTests {
    @Test(arguments: literals)
    func aLiteralIsWhatItSays(_ literal: String, _ expected: [Token.Kind]) {
        #expect(kinds(literal) == expected)
    }

    @Test(arguments: literals.map(\.0) + mistakes)
    func nothingIsLost(_ program: String) {
        let source = SourceText(name: "t", text: program)
        let tokens = Lexer.tokens(of: source)
        #expect(tokens.map { source[$0.span] }.joined() == program)
        var end = 0
        for token in tokens {
            #expect(token.span.start == end && token.span.end > end)
            end = token.span.end
        }
    }

    @Test(arguments: literals.map(\.0))
    func aLiteralIsNoMistake(_ literal: String) {
        let codes = Set(Parser.parse(SourceText(name: "t", text: literal)).diagnostics.map(\.code))
        #expect(codes.isSubset(of: ["E009", "E010", "E011", "E012", "E013"]))
    }

    @Test func fieldsKnowTheirPlace() {
        let marked = MarkedText(#"generate "a 1️⃣{stem}2️⃣ in 3️⃣{ $season }4️⃣, {$cut.width}""#)
        let tokens = Lexer.tokens(of: SourceText(name: "t", text: marked.text))
        guard case .string(let literal)? = tokens.last?.kind else {
            Issue.record("no string")
            return
        }
        #expect(
            literal.parts.prefix(4) == [
                .text("a "),
                .field(variable: nil, name: "stem", digits: 0, span: marked.span(1, 2)),
                .text(" in "),
                .field(variable: "season", name: nil, digits: 0, span: marked.span(3, 4)),
            ])
        if case .field(let variable, let name, _, _)? = literal.parts.last {
            #expect(variable == "cut" && name == "width")
        } else {
            Issue.record("no field")
        }
    }
}
