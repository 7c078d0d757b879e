extension SyntaxError {
    var diagnostic: Diagnostic {
        var diagnostic = worded
        if !edits.isEmpty { diagnostic.edits = edits }
        return diagnostic
    }

    /// The one place where mistakes of syntax are put into words.
    private var worded: Diagnostic {
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
                brace == "{" ? "`{` starts a field that is not closed" : "`}` closes no field",
                fix: "write `\(brace)\(brace)` for a brace, or use a raw string '…'",
                edits: [SourceEdit(span, brace + brace)])
        case .malformedField(let text):
            error(
                .badBraces, "`\(Preview(text))` is neither a field nor a variable",
                notes: [
                    "braces contain a field `{stem}`, a variable `{$season}`, a field of a named image `{$cut.stem}`, or a padded number `{index:03}`"
                ],
                fix: "write `{{` and `}}` for braces, or use a raw string '…'")
        case .lookalike(let text, let right):
            error(
                .unexpectedCharacter,
                "`\(Preview(text))` looks like `\(right)`, but is another character",
                replacing: right)
        case .foreignPipe(let text, let right):
            error(
                .shellHabit,
                right == "|"
                    ? "`\(text)` does not join stages" : "`\(text)` does not compare numbers",
                replacing: right)
        case .foreignConnective(let text, let right):
            error(
                .shellHabit,
                right == "="
                    ? "`\(text)` does not define names" : "`\(text)` does not join comparisons",
                replacing: right)
        case .foreignComment(let mark, let right):
            error(
                .shellHabit,
                "`\(mark)` does not start a comment: `\(right)` does, to the end of the line",
                fix: "\(right) …")
        case .foreignBinding(let word):
            error(.shellHabit, "`\(Preview(word))` does not define names", replacing: "let")
        case .missingLet(let name):
            error(
                .shellHabit, "define names with `let`", fix: "let \(Preview(name)) = …",
                edits: [SourceEdit(Span(span.start, span.start), "let ")])
        case .callBrackets(let verb):
            error(
                .argumentSpelling, "arguments follow a space, without parentheses",
                fix: verb)
        case .foreignValue(let text, let right):
            error(.badNumber, "`\(Preview(text))` is not a number or a size", replacing: right)
        case .unquotedText(let text, let right?):
            error(
                .unquotedText, "`\(Preview(text))` is not a name, a word or a number",
                replacing: right)
        case .unquotedText(let text, nil) where ["+", "*", "/", "%", "**", "//"].contains(text):
            error(
                .unquotedText, "`\(text)` is arithmetic, which is not supported",
                label: "not supported", fix: "write the result: where width > 2000")
        case .unquotedText(let text, nil) where Self.isGeometry(text):
            error(
                .unquotedText, "`\(Preview(text))` is not a name, a word or a number",
                notes: ["a size is written 800x600, a place at:[10, 20]"])
        case .unquotedText(let text, nil):
            error(
                .unquotedText, "`\(Preview(text))` is not a name, a word or a number",
                label: "text and paths require quotes", replacing: Self.quoted(text))
        case .underscore(let name, let right):
            error(
                .unquotedText, "`\(Preview(name))` has an underscore: names use hyphens",
                replacing: right)
        case .malformedVariable(let text, let right):
            error(
                .unquotedText, "`\(Preview(text))` is not a variable",
                notes: right == nil
                    ? ["names consist of letters, digits, and hyphens, with at least one letter"]
                    : [],
                replacing: right)
        case .unquotedColor(let color):
            error(
                .unquotedColor, "`\(Preview(color))` starts a comment: write a color as a string",
                replacing: Self.quoted(color))
        case .typographicQuotes(let text):
            error(
                .typographicQuotes, "typographic quotes cannot enclose a string",
                replacing: Self.quoted(text))
        case .malformedNumber(let text):
            error(
                .badNumber, "`\(Preview(text))` is not a number",
                replacing: Self.number(meantBy: text))
        case .numberTooLarge(let text):
            error(.badNumber, "`\(Preview(text))` is too large a number")
        case .emptyRatio(let text):
            error(.badNumber, "`\(text)` is not a ratio: both sides must be 1 or more")
        case .fallingRange(let from, let through):
            error(
                .badNumber,
                "the range `\(from)..\(through)` is empty: the smaller number comes first",
                replacing: "\(through)..\(from)")

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
                "`\(Preview(written))` is not an argument: write arguments as `name:value`",
                fix: right)
        case .joinedCommands:
            error(
                .shellHabit, "`&&` is shell syntax: separate statements with a new line or `;`",
                notes: ["a statement runs only if the ones before it did not end the run"],
                replacing: ";")
        case .redirection(let mark, let target):
            error(
                .shellHabit, "`\(mark)` does not write a file",
                fix: "| save \(target ?? "\"name.png\"")")
        case .lineContinuation:
            error(
                .shellHabit, "`\\` does not continue a line",
                fix: "remove it and start the next line with `|` or an argument")
        case .commaBetweenArguments:
            error(
                .commaBetweenArguments, "arguments are separated by spaces",
                fix: "remove the comma", edits: [SourceEdit(span, " ")])
        case .reservedWord(let word, let right):
            error(
                .reservedWord,
                "`\(word)` is reserved for later versions of imgflow",
                replacing: right)
        case .lonelyElse:
            error(
                .misplacedBlock, "`else` without a `when` or a `try` before it",
                fix: "when width > 2000 { … } else { … }")
        case .strayBlock:
            error(
                .misplacedBlock, "unexpected block",
                notes: ["blocks follow `tee`, `fork`, `when`, `try`, and `else`"])
        case .blockAfterWhere:
            error(
                .misplacedBlock, "`where` does not accept a block: it keeps the matching images",
                fix: "when … { … }")
        case .tryWithoutElse:
            error(
                .misplacedBlock, "`try` requires an `else`",
                label: "what if it fails?", fix: "try { … } else { … }")
        case .elseWithoutBlock(let word):
            error(
                .misplacedBlock, "expected a block after `else`, found `\(word)`",
                fix: "else { when … { … } }")
        case .twoPipelinesInBlock:
            error(
                .misplacedBlock, "a block contains one pipeline", label: "a second one starts here")
        case .singleEqual:
            error(.badCondition, "`=` defines names; `==` compares", replacing: "==")
        case .chainedComparison:
            error(
                .badCondition, "a comparison has two sides", label: "a third one",
                fix: "width > 500 and width < 2000")
        case .statementInPipeline(let word):
            error(
                .unexpectedToken, "expected a verb, found `\(word)`",
                notes: ["`\(word)` starts a statement on its own line"])
        case .missingType(let name):
            error(
                .missingPart, "`\(Preview(name))` requires a type",
                notes: ["valid types: \(List(DeclaredType.names, .none))"],
                replacing: "\(name): string")
        case .spaceBeforeColon(let name):
            error(
                .argumentSpelling, "the `:` must follow its name without a space", fix: "\(name):")
        case .useOfField:
            error(
                .missingPart, "`use` requires a file path without fields",
                fix: "use \"brand.imgflow\"")
        case .otherVersion(let version):
            error(
                .languageVersion,
                "this imgflow supports version 1 of the language; the program requires `\(Preview(version))`",
                fix: "imgflow 1", edits: [SourceEdit(span, "1")])
        case .versionNotFirst:
            error(.languageVersion, "the language version must come first, and only once")
        case .nestingTooDeep:
            error(.limit, "brackets are nested more than \(LanguageLimits.nesting) deep")
        case .conditionTooLong:
            error(
                .limit, "a condition has at most \(LanguageLimits.comparisons) comparisons")
        case .programTooLarge(let bytes):
            error(
                .limit,
                "the program has \(bytes) bytes, expected at most \(LanguageLimits.programBytes)")
        case .tooManyStages:
            error(.limit, "a pipeline has at most \(LanguageLimits.stages) stages")
        case .tooManyItems:
            error(.limit, "a list or a range has at most \(LanguageLimits.items) items")
        }
    }

    private func error(
        _ code: DiagnosticCode, _ message: String, label: String = "", notes: [String] = [],
        fix: String? = nil, edits: [SourceEdit] = []
    ) -> Diagnostic {
        Diagnostic(code, message, at: .init(span, label), notes: notes, fix: fix, edits: edits)
    }

    /// - Parameter right: stands in place of the text at `span`, and is shown as the fix.
    private func error(
        _ code: DiagnosticCode, _ message: String, label: String = "", notes: [String] = [],
        replacing right: String?
    ) -> Diagnostic {
        error(
            code, message, label: label, notes: notes,
            fix: right.map { "\(Preview($0, limit: 200))" },
            edits: right.map { [SourceEdit(span, $0)] } ?? [])
    }

    /// `100x100-10+20`, `640x>`: ImageMagick's, and never a path.
    private static func isGeometry(_ text: String) -> Bool {
        text.utf8.contains(UInt8(ascii: "x")) && text.utf8.first?.isDigit == true
            && text.utf8.allSatisfy { $0.isDigit || "xX+-!^<>%@".utf8.contains($0) }
    }

    /// Nil where the quotes would end in the middle, and what is no plain text.
    private static func quoted(_ text: String) -> String? {
        let special: Set<UInt8> = [.doubleQuote, .backslash, UInt8(ascii: "{"), UInt8(ascii: "}")]
        return text.utf8.contains(where: special.contains) ? nil : "\"\(text)\""
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
                fix: inString && scalar.value > 0 ? "\\u{\(hexadecimal)}" : "remove it",
                edits: [
                    SourceEdit(span, inString && scalar.value > 0 ? "\\u{\(hexadecimal)}" : "")
                ])
        }
        if scalar.properties.isWhitespace {
            return error(
                .unexpectedCharacter, "unusual space \(code)", fix: "an ordinary space",
                edits: [SourceEdit(span, " ")])
        }
        if scalar == "\u{2013}" || scalar == "\u{2014}" {
            return error(.unexpectedCharacter, "unexpected dash `\(scalar)`", replacing: "-")
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
            notes: ["valid escapes: \\n \\t \\\" \\\\ and \\u{…}"], fix: fix,
            edits: escape.hasPrefix("\\u")
                ? [] : [SourceEdit(span, escape.count == 2 ? Self.escape(escape) : "\\" + escape)])
    }

    private static func escape(_ written: String) -> String {
        switch written {
        case "\\{": "{{"
        case "\\}": "}}"
        case "\\'": "'"
        default: "\\" + written
        }
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
