import Foundation
import ImgflowLanguage
import ImgflowModels
import ImgflowVerbs
import Testing

@testable import ImgflowCLI
@testable import ImgflowReports

/// What Tab offers, by its place.
struct CompletionTests {
    struct Case: CustomTestStringConvertible {
        var text: String
        var offered: [String]
        var hidden: [String]
        var testDescription: String { text }

        init(_ text: String, _ offered: [String], not hidden: [String] = []) {
            self.text = text
            self.offered = offered
            self.hidden = hidden
        }
    }

    private func offered(_ text: String) -> [String] {
        ModelChoices(.standard).completer.complete(text).candidates.map(\.text)
    }

    @Test(arguments: [
        Case("", ["load", "generate", "let", "param", "def"], not: ["upscale", "tee"]),
        Case(
            "load \"a.png\" | ", ["upscale", "save", "tee", "when"],
            not: ["let", "def"]),
        Case("load \"a.png\" | ups", ["upscale"], not: ["save"]),
        Case("load \"a.png\" | upscale ", ["creative", "fast", "text:"], not: ["true"]),
        Case("load \"a.png\" | upscale creative ", ["text:", "seed:"], not: ["fast", "mode:"]),
        Case("load \"a.png\" | upscale creative text:\"x\" ", ["seed:"], not: ["text:", "fast"]),
        Case("load \"a.png\" | inpaint mask:", ["\"", "("], not: ["text:", "mask:"]),
        Case("generate \"x\" style:", ["anime", "cinematic"], not: ["style:"]),
        Case("generate \"x\" style:[anime, c", ["cinematic"], not: ["anime"]),
        Case("generate \"x\" aspect:16", ["16:9"], not: ["1:1"]),
        Case("generate \"x\" model:", ["core", "ultra"], not: ["inpaint"]),
        Case("generate \"x\" fresh:", ["true", "false"]),
        Case("let cat = ", ["generate", "load"], not: ["upscale"]),
        Case("let cat = generate \"x\"\n$", ["$cat", "$here"]),
        Case("load \"a.png\" | as one | inpaint mask:$", ["$one"]),
        Case("load \"a.png\" | overlay (", ["load", "generate", "select"], not: ["let", "def"]),
        Case("load \"a.png\" | tee { ", ["resize", "save"], not: ["let"]),
        Case("load \"a.png\" | when ", ["width", "not"], not: ["resize"]),
        Case("load \"a.png\" | where not (hei", ["height"]),
        Case("load \"a.png\" | ", ["describe", "judge", "sort", "repeat"]),
        Case("load \"a.png\" | describe | save \"{desc", ["{description}"]),
        Case("load \"a.png\" | describe into:season | save \"{sea", ["{season}"]),
        Case("load \"a.png\" | save \"{desc", [], not: ["{description}"]),
        Case(
            "load \"a.png\" | judge [sharp:\"x\", mood:\"y\"] | where ",
            ["score", "sharp", "mood-reason"]),
        Case(
            "load \"a.png\" | judge \"x\" | sort ",
            ["score", "score-reason", "width", "descending:"]),
        Case("load \"a.png\" | repeat 3 ", ["until"]),
        Case("load \"a.png\" | repeat 3 until ", ["width", "not"]),
        Case("load \"a.png\" | repeat 3 until score >= 7 { ju", ["judge"]),
        Case("load \"a.png\" | judge \"x\" model:", ["nova-2-lite", "qwen3-vl"], not: ["core"]),
        Case("load \"a.png\" | save \"{st", ["{stem}"], not: ["{width}"]),
        Case("load \"a.png\" | save \"x {$h", ["{$here}"]),
        Case("param a: ", ["string", "file", "image"]),
        Case("def poster(text: ", ["string"]),
        Case("def poster(text: string) = generate $t", ["$text"]),
        Case(
            "def poster(text: string, look: word) = generate $text | upscale fast\npos", ["poster"]),
        Case("def poster(text: string, look: word) = generate $text\nposter \"x\" ", ["look:"]),
        Case("set region:", ["us-west-2"]),
        Case("set generate ", ["model:", "aspect:"], not: ["\""]),
        Case("generate \"x\" | save\nload \"a.png\"\n  | res", ["resize", "restyle"]),
        Case("generate \"x\"\n  asp", ["aspect:"]),
        Case("# gen", [], not: ["generate"]),
        Case("load \"a.png\" | as ", [], not: ["resize"]),
        Case("generate \"some words ", [], not: ["aspect:"]),
    ])
    func aPlaceOffersWhatFits(_ expected: Case) {
        let all = offered(expected.text)
        for word in expected.offered { #expect(all.contains(word), "\(word) of \(all)") }
        for word in expected.hidden { #expect(!all.contains(word)) }
    }

    @Test func filesAreMeantWhereAPathIs() {
        let complete = ModelChoices(.standard).completer.complete
        #expect(complete("load \"in/a").path == "in/a")
        #expect(complete("load \"a.png\" | inpaint mask:(load 'm").path == "m")
        #expect(complete("use \"br").path == "br")
        #expect(complete("load [\"a.png\", \"b").path == "b")
        #expect(complete("generate \"a ca").path == nil)
        let place = complete("load \"in/a").replaces
        #expect(place == Span(6, 10))
        #expect(complete("generate \"x\" seed:").expectation?.contains("whole number") == true)
    }

    /// Each verb, parameter, word, variable and field of the examples is offered where it stands.
    @Test func theExamplesCouldBeWrittenWithTab() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "grammar/examples")
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "imgflow" }
        var looked = 0
        for file in files {
            let source = SourceText(
                name: file.lastPathComponent, text: try String(contentsOf: file, encoding: .utf8))
            let tokens = Lexer.tokens(of: source)
            let significant = tokens.filter { !$0.isTrivia }
            let defined = Set(
                zip(significant, significant.dropFirst()).compactMap { first, second in
                    ["let", "as", "def", "param"].contains(source[first.span])
                        ? second.span.start : nil
                })
            var lists = 0
            for token in significant where !defined.contains(token.span.start) {
                if token.kind == .punctuation(.openBracket) { lists += 1 }
                if token.kind == .punctuation(.closeBracket) { lists -= 1 }
                let isVerb = Verbs.catalog[source[token.span]] != nil
                let isName =
                    switch token.kind {
                    // In a list a name is its value's own.
                    case .parameterName(let name):
                        lists == 0
                            && Verbs.catalog.signatures.contains {
                                $0.parameter(named: name) != nil
                            }
                            && !defined.contains(token.span.start)
                    case .variable(.some): true
                    default: false
                    }
                guard isVerb || isName else { continue }
                // A definition's own parameters are names, not values.
                let line = source[Span(0, token.span.start)].split(separator: "\n").last ?? ""
                if line.hasPrefix("def "), !line.contains("=") { continue }
                let before = source[Span(0, token.span.start)]
                let typed = before + (source[token.span].hasPrefix("$") ? "$" : "")
                looked += 1
                #expect(
                    offered(typed).contains(source[token.span]),
                    "\(file.lastPathComponent): `\(source[token.span])` behind `\(before.suffix(60))`"
                )
            }
        }
        #expect(looked > 130)
    }

    /// Whatever is written, asking is quick, and what is offered begins as what is replaced.
    @Test func anyTextCanBeAskedFor() throws {
        let text = """
            def p(a: string = "x") = generate $a style:[anime, "b] | when (width > 3 and { fork } } ]
            let x = 'raw \u{1F308} "{$a.st | $ 16: -- 🌈 | save "{a}{" ; set | try { } else param é: file
            """
        var seen = 0
        for end in text.indices {
            let completion = ModelChoices(.standard).completer.complete(String(text[..<end]))
            let written = SourceText(name: "", text: String(text[..<end]))[completion.replaces]
            for candidate in completion.candidates {
                #expect(candidate.text.hasPrefix(written))
                seen += 1
            }
        }
        #expect(seen > 300)
    }

    // MARK: - The command line

    private func asked(_ words: String..., in desk: Desk) async throws -> [String] {
        let run = try await desk.start(["complete", "--"] + words).ended()
        run.expect(errors: "")
        return run.lines
    }

    @Test func theCommandLineIsCompletedToo() async throws {
        let desk = try Desk().photo("photo one.jpg", 64, 64).file(
            "cut.imgflow", "param text: string = \"x\" \"what to cut\"\nload \"a.png\" | save")
        #expect(try await asked("pl", in: desk).first == "files\tpl")
        #expect(try await asked("pl", in: desk).contains { $0.hasPrefix("plan\t") })
        #expect(try await asked("plan", "--ba", in: desk)[1].hasPrefix("--backend\t"))
        #expect(
            try await asked("--backend", "", in: desk).map { $0.prefix(7) } == [
                "words\t", "aws\tthe", "sandbox",
            ])
        #expect(try await asked("--backend", "=", "s", in: desk)[1].hasPrefix("sandbox\t"))
        #expect(try await asked("cut.imgflow", "--te", in: desk)[1] == "--text\twhat to cut")
        #expect(try await asked("help", "E03", in: desk)[1].hasPrefix("E03"))
        #expect(try await asked("completions", "", in: desk).count == 4)
        #expect(try await asked("sandbox", "--account", "", in: desk).contains("pending\t"))
        #expect(
            try await asked("-c", "load \"pho", in: desk) == [
                "program\tpho", "photo one.jpg\"\t",
            ])
    }

    @Test func aShellThatIsNotKnownIsTold() async throws {
        let run = try await Desk().imgflow("completions", "powershell")
        run.expect(status: 2, output: "")
        run.expectErrors(toContain: "no completion script for `powershell`", "bash")
    }

    @Test func theManualTellsOfEverything() async throws {
        let run = try await Desk().imgflow("manual")
        run.expect(errors: "")
        for signature in Verbs.catalog.signatures {
            let name = signature.name.replacing("-", with: "\\-")
            #expect(run.text.contains("\n.It Ic \(name)\n"), "\(name)")
        }
        #expect(!Imgflow.commandLine.commands.isEmpty)
        for command in Imgflow.commandLine.commands {
            #expect(run.text.contains("\n.Ss \(command.commandName)\n"))
        }
        for page in WordPage.all { #expect(run.text.contains("\n.It Ic \(page.word)\n")) }
    }
}
