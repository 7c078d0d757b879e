import ImgflowLanguage
import Testing
@Test func probe() {
    for piece in ["(", ")", "[", "overlay (", "x:[", "{", "tee {", "| ", "= ", "\"", "\"\"\"", "load 'a' | as ", "let a = flip\n", "flip\n", "\u{0}a", "$x ", "-- "] {
        for tail in ["", ")"] {
        let program = String(repeating: piece, count: 100_000) + String(repeating: tail, count: 100_000)
        let c = ContinuousClock()
        let t = c.measure { _ = Parser.parse(SourceText(name: "", text: program)) }
        let p = Parser.parse(SourceText(name: "", text: program))
        let t2 = c.measure { _ = Checker(testCatalogue).check(p) }
        let s = SourceText(name: "", text: program)
        let t3 = c.measure { let r = DiagnosticRenderer(s); for d in p.diagnostics.prefix(10) { _ = r.render(d) } }
        print(piece.debugDescription, tail, t, t2, t3)
        }
    }
    let line = "load \"in/*.jpg\" | inpaint mask:\"sky\" text:\"a {stem} storm\" | upscale creative seed:7 | save \"out/{stem}.png\"\n"
    let source = SourceText(name: "t", text: String(repeating: line, count: 10_000))
    let c = ContinuousClock()
    for _ in 0..<3 { print("lines", c.measure { _ = Checker(testCatalogue).check(Parser.parse(source)) }, c.measure { _ = Lexer.tokens(of: source)}, c.measure { _ = Parser.parse(source)}) }
    var chain = "load \"a\""
    for i in 0..<4900 { chain += " | as a\(i) | upscale fast" }
    chain += " | save"
    let s2 = SourceText(name: "t", text: chain)
    print("chain", c.measure { print(Checker(testCatalogue).check(Parser.parse(s2)).1.count) })
    var lets = ""
    for i in 0..<50_000 { lets += "let a\(i) = generate \"x\" layout:$b\(i)\n" }
    let s3 = SourceText(name: "t", text: lets)
    print("lets", c.measure { print(Checker(testCatalogue).check(Parser.parse(s3)).1.count) })
}
