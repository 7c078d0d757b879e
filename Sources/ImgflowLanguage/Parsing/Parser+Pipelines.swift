/// Stages in a row.
extension Parser {
    mutating func pipeline() -> Pipeline {
        var stages = [stage()]
        while let pipe = current, pipe.is(.pipe) {
            index += 1
            guard let lexeme = current, !lexeme.is(.semicolon), !isClosing(lexeme),
                !beginsStatement(lexeme)
            else {
                endsOpen = endsOpen || current == nil
                report(.missingStage(after: "|"), pipe.span)
                break
            }
            guard stages.count < LanguageLimits.stages else {
                report(.tooManyStages, lexeme.span)
                skipPipeline()
                break
            }
            stages.append(stage())
        }
        let first = stages.first?.span ?? previousSpan
        return Pipeline(stages: stages, span: stages.reduce(first) { $0.union($1.span) })
    }

    mutating func stage() -> Stage {
        guard let lexeme = current else {
            reportUnexpected(expected: "a verb")
            return .invalid(Span(source.span.end, source.span.end))
        }
        switch lexeme.kind {
        case .word(let word):
            if Keywords.stages.contains(word) { return keywordStage(word) }
            if word == Keywords.repetition, isAtRepetition { return repetition() }
            if word == "else" {
                report(.lonelyElse, lexeme.span)
            } else if Keywords.reserved.contains(word) {
                report(.reservedWord(word, right: verb(reserved: word)), lexeme.span)
            } else if Keywords.statements.contains(word) {
                report(.statementInPipeline(word), lexeme.span)
            } else {
                return call(Name(text: word, span: advance()))
            }
        case .variable(let name):
            return .recall(VariableReference(name: name, span: advance()))
        case .string:
            let fix = "load \(Preview(source[lexeme.span], limit: 200))"
            reportUnexpected(
                expected: "a verb", fix: fix,
                edits: [SourceEdit(Span(lexeme.span.start, lexeme.span.start), "load ")])
        case .punctuation(.openBrace): report(.strayBlock, lexeme.span)
        case .punctuation(.colon): reportPromptCommand(lexeme)
        case .invalidValue: break
        default: reportFound(lexeme, expected: "a verb")
        }
        guard !lexeme.is(.pipe), !lexeme.is(.semicolon), !lexeme.is(.both), !isClosing(lexeme)
        else {
            return .invalid(lexeme.span)
        }
        skipOne()
        skipStage()
        return .invalid(lexeme.span.union(previousSpan))
    }

    /// The verb that a reserved word means in other languages. A pipeline begins with no verb that needs an
    /// image, as `when` and `save` do.
    private func verb(reserved word: String) -> String? {
        let before = index > 0 ? lexemes[index - 1] : nil
        let isContinued = before?.is(.pipe) == true || before?.is(.openBrace) == true
        guard isContinued || word == "import" else { return nil }
        return Synonyms.verb(word, in: Synonyms.verbs.keys)
    }

    /// `:quit`, which only the prompt understands.
    private mutating func reportPromptCommand(_ colon: Lexeme) {
        let word = index + 1 < lexemes.count ? lexemes[index + 1] : nil
        guard let word, word.word != nil, word.span.start == colon.span.end else {
            return reportFound(colon, expected: "a verb")
        }
        let span = colon.span.union(word.span)
        report(
            .unexpected(
                found: "`\(Preview(source[span]))`", expected: "a verb",
                fix: "remove the line: commands with `:` work at the prompt only"), span)
    }

    mutating func nameStage() -> Stage {
        let start = advance()
        guard let name = name(behind: "as") else {
            skipStage()
            return .invalid(start)
        }
        return .name(name, span: start.union(name.span))
    }
}
