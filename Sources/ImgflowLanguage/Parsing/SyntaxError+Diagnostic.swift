extension SyntaxError {
    /// The one place where mistakes of syntax are put into words.
    var diagnostic: Diagnostic {
        switch kind {
        case .unexpectedCharacter(let scalar, let inString):
            unexpectedCharacter(scalar, inString: inString)
        case .unclosedString:
            error(
                .unclosedString, "the string is not closed on its line", label: "opened here",
                fix: "close it, or use \"\"\" for text of several lines")
        case .unclosedLongString(let quotes):
            error(
                .unclosedString, "the long string is not closed", label: "opened here",
                fix: "end it with \(quotes)")
        case .badEscape(let escape): badEscape(escape)
        case .strayBrace(let brace):
            error(
                .badBraces,
                brace == "{" ? "`{` begins a field that is not closed" : "`}` closes no field",
                fix: "write `\(brace)\(brace)` for a brace, or use a raw string '…'")
        case .malformedField(let text):
            error(
                .badBraces, "`\(Preview(text))` is neither a field nor a variable",
                notes: [
                    "braces hold a field `{stem}`, a variable `{$season}` or a field of a named image `{$cut.stem}`"
                ],
                fix: "write `{{` and `}}` for braces, or use a raw string '…'")
        case .unquotedText(let text) where ["+", "*", "/", "%", "**", "//"].contains(text):
            error(
                .unquotedText, "`\(text)` is arithmetic, which the language does not have",
                label: "no sums here", fix: "write the result: where width > 2000")
        case .unquotedText(let text):
            error(
                .unquotedText, "`\(Preview(text))` is not a name, a word or a number",
                label: "text and paths stand in quotes",
                fix: text.utf8.contains(.doubleQuote) ? nil : "\"\(Preview(text, limit: 200))\"")
        case .underscore(let name):
            error(
                .unquotedText, "`\(Preview(name))` has an underscore: names have hyphens",
                fix: String(name.map { $0 == "_" ? "-" : $0 }))
        case .malformedVariable(let text, let right):
            error(
                .unquotedText, "`\(Preview(text))` is not a variable",
                notes: right == nil
                    ? ["a name has letters, digits and hyphens, and at least one letter"] : [],
                fix: right)
        case .unquotedColor(let color):
            error(
                .unquotedColor, "`\(Preview(color))` begins a comment: a color is a string",
                fix: "\"\(Preview(color))\"")
        case .typographicQuotes(let text):
            error(
                .typographicQuotes, "typographic quotes do not make a string",
                fix: "\"\(Preview(text, limit: 200))\"")
        case .malformedNumber(let text):
            error(.badNumber, "`\(Preview(text))` is not a number", fix: Self.number(meantBy: text))
        case .numberTooLarge(let text):
            error(.badNumber, "`\(Preview(text))` is too large a number")
        case .emptyRatio(let text):
            error(.badNumber, "`\(text)` is not a ratio: both sides are 1 or more")
        case .fallingRange(let from, let through):
            error(
                .badNumber,
                "the range `\(from)..\(through)` is empty: the smaller number stands first",
                fix: "\(through)..\(from)")

        case .unexpected(let found, let expected, let fix):
            error(.unexpectedToken, "expected \(expected), found \(found)", fix: fix)
        case .unclosedBracket(let bracket):
            error(.unbalancedBracket, "`\(bracket)` is not closed", label: "opened here")
        case .strayBracket(let bracket):
            error(.unbalancedBracket, "`\(bracket)` closes nothing")
        case .missingValue(let after):
            error(.missingPart, "expected a value after `\(after)`")
        case .missingStage(let after):
            error(.missingPart, "expected a stage after `\(after)`")
        case .argumentSpelling(let written, let right):
            error(
                .argumentSpelling,
                "`\(Preview(written))` is not an argument: arguments are written `name:value`",
                fix: right)
        case .joinedCommands:
            error(
                .shellHabit, "`&&` is the shell's: statements are separated by a new line or `;`",
                notes: ["a statement runs only if the ones before it did not end the run"], fix: ";"
            )
        case .redirection(let mark, let target):
            error(
                .shellHabit, "`\(mark)` does not write a file",
                fix: "| save \(target ?? "\"name.png\"")")
        case .lineContinuation:
            error(
                .shellHabit, "`\\` does not continue a line",
                fix: "remove it and begin the next line with `|` or an argument")
        case .commaBetweenArguments:
            error(
                .commaBetweenArguments, "arguments are separated by spaces", fix: "remove the comma"
            )
        case .reservedWord(let word):
            error(
                .reservedWord,
                "`\(word)` is reserved for later versions of imgflow and cannot be a name")
        case .lonelyElse:
            error(
                .misplacedBlock, "`else` without a `when` or a `try` before it",
                fix: "when width > 2000 { … } else { … }")
        case .strayBlock:
            error(
                .misplacedBlock, "a block where none belongs",
                notes: ["blocks stand after `tee`, `fork`, `when`, `try` and `else`"])
        case .blockAfterWhere:
            error(
                .misplacedBlock, "`where` takes no block: it keeps the images that fit",
                fix: "when … { … }")
        case .tryWithoutElse:
            error(
                .misplacedBlock, "`try` needs an `else`",
                label: "what if it fails?", fix: "try { … } else { … }")
        case .elseWithoutBlock(let word):
            error(
                .misplacedBlock, "expected a block after `else`, found `\(word)`",
                fix: "else { when … { … } }")
        case .twoPipelinesInBlock:
            error(.misplacedBlock, "a block holds one pipeline", label: "a second one begins here")
        case .singleEqual:
            error(.badCondition, "`=` binds names, and `==` compares", fix: "==")
        case .chainedComparison:
            error(
                .badCondition, "a comparison has two sides", label: "a third one",
                fix: "width > 500 and width < 2000")
        case .statementInPipeline(let word):
            error(
                .unexpectedToken, "expected a verb, found `\(word)`",
                notes: ["`\(word)` begins a statement, on a line of its own"])
        case .missingType(let name):
            error(
                .missingPart, "`\(Preview(name))` needs a type",
                notes: ["types are \(List(DeclaredType.names))"], fix: "\(name): string")
        case .spaceBeforeColon(let name):
            error(.argumentSpelling, "the `:` follows its name with no space", fix: "\(name):")
        case .useOfField:
            error(
                .missingPart, "`use` takes the path of a file as it is, without fields",
                fix: "use \"brand.imgflow\"")
        case .otherVersion(let version):
            error(
                .languageVersion,
                "this imgflow knows version 1 of the language, the program asks for `\(Preview(version))`",
                fix: "imgflow 1")
        case .versionNotFirst:
            error(.languageVersion, "the version of the language is said first, and once")
        case .nestingTooDeep:
            error(.limit, "brackets are nested more than \(LanguageLimits.nesting) deep")
        case .conditionTooLong:
            error(
                .limit, "a condition has at most \(LanguageLimits.comparisons) comparisons")
        case .programTooLarge(let bytes):
            error(
                .limit, "the program has \(bytes) bytes, more than \(LanguageLimits.programBytes)")
        case .tooManyStages:
            error(.limit, "a pipeline has at most \(LanguageLimits.stages) stages")
        case .tooManyItems:
            error(.limit, "a list or a range has at most \(LanguageLimits.items) items")
        }
    }

    private func error(
        _ code: DiagnosticCode, _ message: String, label: String = "", notes: [String] = [],
        fix: String? = nil
    ) -> Diagnostic {
        Diagnostic(code, message, at: .init(span, label), notes: notes, fix: fix)
    }

    private func unexpectedCharacter(_ scalar: Unicode.Scalar, inString: Bool) -> Diagnostic {
        let hexadecimal = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
        if scalar == "\u{FFFD}" {
            return error(.unexpectedCharacter, "not UTF-8 text", label: "unreadable")
        }
        if scalar.value < 0x20 || scalar.value == 0x7F {
            return error(
                .unexpectedCharacter, "control character \(code)\(inString ? " in a string" : "")",
                fix: inString && scalar.value > 0 ? "\\u{\(hexadecimal)}" : "remove it")
        }
        if scalar.properties.isWhitespace {
            return error(.unexpectedCharacter, "unusual space \(code)", fix: "an ordinary space")
        }
        if scalar == "\u{2013}" || scalar == "\u{2014}" {
            return error(.unexpectedCharacter, "unexpected dash `\(scalar)`", fix: "-")
        }
        return error(
            .unexpectedCharacter, "unexpected character `\(Printable.text(String(scalar)))`")
    }

    private func badEscape(_ escape: String) -> Diagnostic {
        let fix: String? =
            switch escape {
            case "\\{": "{{"
            case "\\}": "}}"
            case "\\'": "'"
            default:
                escape.hasPrefix("\\u") ? "\\u{1F308}" : "\\\\ for a backslash, or a raw string '…'"
            }
        return error(
            .badEscape, "`\(Preview(escape))` is not an escape",
            notes: ["escapes are \\n \\t \\\" \\\\ and \\u{…}"], fix: fix)
    }

    /// `.5`, `10-20`, `1_000` and `1.91:1` as the language writes them.
    private static func number(meantBy text: String) -> String? {
        func isDigits(_ text: some StringProtocol) -> Bool {
            !text.isEmpty && text.utf8.allSatisfy(\.isDigit)
        }
        if text.hasPrefix("."), isDigits(text.dropFirst()) { return "0" + text }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        if ends.count == 2, ends.allSatisfy({ isDigits($0) }) { return "\(ends[0])..\(ends[1])" }
        let joined = text.filter { $0 != "_" }
        if isDigits(joined) { return joined }
        let sides = text.split(separator: ":", omittingEmptySubsequences: false)
        guard sides.count == 2, isDigits(sides[1]) else { return nil }
        let width = sides[0].split(separator: ".", omittingEmptySubsequences: false)
        guard width.count == 2, width.allSatisfy({ isDigits($0) }) else { return nil }
        return "\(width[0])\(width[1]):\(sides[1])" + String(repeating: "0", count: width[1].count)
    }
}
