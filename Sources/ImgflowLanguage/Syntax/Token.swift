/// A piece of the text. All tokens of a text, joined, are the text.
package struct Token: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case byteOrderMark, whitespace, comment, newline
        case word(String)
        /// `name:`; the span takes in the colon.
        case parameterName(String)
        /// `$name`, or `$` alone.
        case variable(String?)
        /// `$name.width`
        case field(of: String?, name: String)
        case string(StringLiteral)
        case integer(Int)
        case number(Double)
        /// `40%` is 40.
        case percent(Double)
        case pixels(Int)
        case size(width: Int, height: Int)
        /// `297mm`
        case printLength(PrintLength)
        /// `297mmx420mm`
        case printSize(width: PrintLength, height: PrintLength)
        /// `300kB` is 300,000.
        case bytes(Int)
        case ratio(Ratio)
        case range(from: Int, through: Int)
        /// `--seed` or `-s`, which the language does not have; the name without hyphens.
        case flag(String)
        case punctuation(Punctuation)
        /// Stands where a value was meant; what is wrong with it has been said.
        case invalidValue
        /// What is wrong with it has been said, and nothing is lost without it.
        case invalid
    }

    package enum Punctuation: String, Sendable {
        case pipe = "|"
        case openParenthesis = "("
        case closeParenthesis = ")"
        case openBracket = "["
        case closeBracket = "]"
        case openBrace = "{"
        case closeBrace = "}"
        case comma = ","
        case semicolon = ";"
        case equal = "="
        case colon = ":"
        case less = "<"
        case greater = ">"
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case equals = "=="
        case notEqual = "!="
        /// Standard input or output.
        case hyphen = "-"
        /// Shell's, known so that they can be answered.
        case appendRedirection = ">>"
        case both = "&&"
        case backslash = "\\"
    }

    package var kind: Kind
    package var span: Span

    package var isTrivia: Bool {
        switch kind {
        case .byteOrderMark, .whitespace, .comment, .newline, .invalid: true
        default: false
        }
    }

    mutating func shift(by base: Int) {
        span.shift(by: base)
        guard case .string(var literal) = kind else { return }
        for index in literal.parts.indices { literal.parts[index].shift(by: base) }
        kind = .string(literal)
    }
}
