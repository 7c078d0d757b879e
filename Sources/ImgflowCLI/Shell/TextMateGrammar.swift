import FoundationEssentials
import ImgflowLanguage
import ImgflowReports
import ImgflowVerbs

/// The language as editors know languages: TextMate's grammar, in JSON. Verbs come from the catalog,
/// so that a new one is colored without further ado.
enum TextMateGrammar {
    struct Pattern: Encodable {
        var name: String?
        var match: String?
        var begin: String?
        var end: String?
        var captures: [String: Pattern]?
        var patterns: [Pattern]?
        var include: String?
    }

    struct Grammar: Encodable {
        var name = "imgflow"
        var scopeName = "source.imgflow"
        var fileTypes = ["imgflow"]
        var firstLineMatch = "^#!.*\\bimgflow\\b"
        var patterns: [Pattern]
        var repository: [String: Pattern]
    }

    static var text: String { JSONReport.text(grammar) }

    static var grammar: Grammar {
        let statements = alternatives(Keywords.statements.sorted() + ["imgflow"])
        let stages = alternatives(
            Keywords.stages.sorted() + [Keywords.repetition, "until", "else"])
        let verbs = alternatives(Verbs.catalog.names)
        return Grammar(
            patterns: [
                Pattern(name: "comment.line.number-sign.imgflow", match: "#.*$"),
                string("string.quoted.triple.imgflow", "\"\"\"", hasFields: true),
                string("string.quoted.triple.raw.imgflow", "'''", hasFields: false),
                string("string.quoted.double.imgflow", "\"", hasFields: true),
                string("string.quoted.single.imgflow", "'", hasFields: false),
                Pattern(name: "variable.other.imgflow", match: "\\$(?:\(name))?"),
                Pattern(
                    name: "constant.numeric.imgflow",
                    match:
                        "(?<![\\p{L}\\d-])-?\\d+(?:\\.\\.\\d+|x\\d+|:\\d+|(?:\\.\\d+)?(?:(?:mm|cm|in|pt)?(?:x\\d+(?:\\.\\d+)?(?:mm|cm|in|pt))|%|px|mm|cm|in|pt|[kKmM][bB])?)(?![\\p{L}\\d-])"
                ),
                Pattern(name: "variable.parameter.imgflow", match: "\(name):"),
                Pattern(name: "keyword.control.imgflow", match: word(statements)),
                Pattern(name: "keyword.other.imgflow", match: word(stages)),
                Pattern(name: "keyword.operator.word.imgflow", match: word("and|or|not")),
                Pattern(name: "constant.language.imgflow", match: word("true|false")),
                Pattern(name: "support.function.imgflow", match: word(verbs)),
                Pattern(name: "keyword.operator.imgflow", match: "\\||<=|>=|==|!=|<|>|="),
                Pattern(
                    name: "constant.other.imgflow", match: word("[\\p{L}\\d-]*\\p{L}[\\p{L}\\d-]*")),
            ],
            repository: [
                "fields": Pattern(
                    patterns: [
                        Pattern(
                            name: "constant.character.escape.imgflow",
                            match: "\\\\(?:[nt\"\\\\]|u\\{[0-9A-Fa-f]+\\})|\\{\\{|\\}\\}"),
                        Pattern(
                            name: "variable.other.field.imgflow",
                            match: "\\{\\$?\(name)(?:\\.\(name))?\\}"),
                    ])
            ])
    }

    /// Letters, digits and hyphens, beginning with a letter.
    private static let name = "[\\p{L}][\\p{L}\\d-]*"

    private static func alternatives(_ words: [String]) -> String {
        // The longest first, so that none hides another.
        words.sorted { ($1.count, $0) < ($0.count, $1) }.joined(separator: "|")
    }

    private static func word(_ words: String) -> String {
        "(?<![\\p{L}\\d-])(?:\(words))(?![\\p{L}\\d:-])"
    }

    private static func string(_ name: String, _ quote: String, hasFields: Bool) -> Pattern {
        Pattern(
            name: name, begin: quote, end: quote,
            patterns: hasFields ? [Pattern(include: "#fields")] : nil)
    }
}
