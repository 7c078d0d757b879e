import Foundation
import ImgflowLanguage
import ImgflowVerbs
import Testing

@testable import ImgflowCLI

/// `grammar/imgflow.tmLanguage.json` is what the verbs make of it, and colors the examples right.
struct TextMateTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "grammar")

    @Test func theFileIsAsTheVerbsAre() throws {
        let file = try String(
            contentsOf: Self.folder.appending(path: "imgflow.tmLanguage.json"), encoding: .utf8)
        #expect(
            file == TextMateGrammar.text + "\n",
            "imgflow editor-grammar > grammar/imgflow.tmLanguage.json")
    }

    /// The scope of the first pattern that matches at a place, as an editor takes it, and how far it
    /// goes.
    private func scope(
        at offset: Int, of line: String
    ) throws -> (name: String?, length: Int, isWhole: Bool)? {
        for pattern in TextMateGrammar.grammar.patterns {
            let text = try #require(pattern.match ?? pattern.begin)
            let expression = try NSRegularExpression(
                pattern: text, options: .anchorsMatchLines)
            let range = NSRange(location: offset, length: (line as NSString).length - offset)
            let match = expression.firstMatch(
                in: line, options: [.anchored, .withTransparentBounds], range: range)
            if let match, match.range.length > 0 {
                return (pattern.name, match.range.length, pattern.match != nil)
            }
        }
        return nil
    }

    private func expected(_ kind: Token.Kind) -> Set<String>? {
        switch kind {
        case .comment: ["comment.line.number-sign.imgflow"]
        case .string:
            [
                "string.quoted.double.imgflow", "string.quoted.single.imgflow",
                "string.quoted.triple.imgflow", "string.quoted.triple.raw.imgflow",
            ]
        case .variable: ["variable.other.imgflow"]
        case .parameterName: ["variable.parameter.imgflow"]
        case .integer, .number, .percent, .pixels, .size, .printLength, .printSize, .bytes, .ratio,
            .range:
            ["constant.numeric.imgflow"]
        case .word(let word):
            if Keywords.statements.contains(word) || word == "imgflow" {
                ["keyword.control.imgflow"]
            } else if Keywords.stages.contains(word) || ["else", "repeat", "until"].contains(word) {
                ["keyword.other.imgflow"]
            } else if Keywords.conditions.contains(word) {
                ["keyword.operator.word.imgflow"]
            } else if word == "true" || word == "false" {
                ["constant.language.imgflow"]
            } else if Verbs.catalog[word] != nil {
                ["support.function.imgflow"]
            } else {
                ["constant.other.imgflow"]
            }
        case .punctuation(.pipe), .punctuation(.equal), .punctuation(.less), .punctuation(.greater),
            .punctuation(.equals), .punctuation(.notEqual):
            ["keyword.operator.imgflow"]
        default: nil
        }
    }

    @Test func theExamplesAreColoredAsTheyAreRead() throws {
        let examples = Self.folder.appending(path: "examples")
        var tokens = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: examples.path) {
            let text = try String(contentsOf: examples.appending(path: name), encoding: .utf8)
            let source = SourceText(name: name, text: text)
            for token in Lexer.tokens(of: source) {
                guard let wanted = expected(token.kind) else { continue }
                let before = source[Span(0, token.span.start)]
                let found = try scope(at: (before as NSString).length, of: text)
                let written = source[token.span]
                #expect(
                    wanted.contains(found?.name ?? ""),
                    "\(name): \(written) is \(found?.name ?? "-")")
                if let found, found.isWhole {
                    #expect(found.length == (written as NSString).length, "\(name): \(written)")
                }
                tokens += 1
            }
        }
        #expect(tokens > 500)
    }
}
