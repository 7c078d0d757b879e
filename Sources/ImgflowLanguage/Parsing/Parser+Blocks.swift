/// Stages that hold pipelines, conditions or places in the stream.
extension Parser {
    mutating func keywordStage(_ word: String) -> Stage {
        switch word {
        case "as": nameStage()
        case "tee": tee()
        case "fork": fork()
        case "when": when()
        case "where": filter()
        case "try": attempt()
        default: selection(Selection.Kind(rawValue: word) ?? .take)
        }
    }

    private mutating func tee() -> Stage {
        let start = advance()
        guard let block = block(behind: "tee") else { return broken(from: start) }
        return .tee(block, span: start.union(block.span))
    }

    private mutating func fork() -> Stage {
        let start = advance()
        guard let first = block(behind: "fork") else { return broken(from: start) }
        var blocks = [first]
        while isAtBlock {
            guard let next = block(behind: "fork") else { return broken(from: start) }
            blocks.append(next)
        }
        return .fork(blocks, span: start.union(previousSpan))
    }

    private mutating func when() -> Stage {
        let start = advance()
        guard let condition = condition(behind: "when"), let block = block(behind: "when") else {
            return broken(from: start)
        }
        guard isAtElse else {
            return .when(condition, block, else: nil, span: start.union(block.span))
        }
        guard let other = elseBlock() else { return broken(from: start) }
        return .when(condition, block, else: other, span: start.union(other.span))
    }

    private mutating func filter() -> Stage {
        let start = advance()
        guard let condition = condition(behind: "where") else { return broken(from: start) }
        if isAtBlock {
            report(.blockAfterWhere, lexemes[index].span)
            return broken(from: start)
        }
        return .filter(condition, span: start.union(previousSpan))
    }

    private mutating func attempt() -> Stage {
        let start = advance()
        guard let block = block(behind: "try") else { return broken(from: start) }
        guard isAtElse else {
            report(.tryWithoutElse, start)
            return broken(from: start)
        }
        guard let other = elseBlock() else { return broken(from: start) }
        return .attempt(block, else: other, span: start.union(other.span))
    }

    /// Behind `repeat` stands what only a repetition has.
    var isAtRepetition: Bool {
        guard index + 1 < lexemes.count else { return false }
        let next = lexemes[index + 1]
        switch next.kind {
        case .integer, .punctuation(.openBrace), .word("until"): return true
        case .variable: return index + 2 < lexemes.count && lexemes[index + 2].word == "until"
        default: return false
        }
    }

    mutating func repetition() -> Stage {
        let start = advance()
        guard !isStageEnd, current?.beginsValue == true, current?.word == nil else {
            reportUnexpected(
                expected: "how many rounds", fix: "repeat 3 until score >= 7 { … }")
            return broken(from: start)
        }
        let rounds = value()
        guard !isStageEnd, current?.word == "until" else {
            reportUnexpected(
                expected: "`until` and a condition", fix: "repeat 3 until score >= 7 { … }")
            return broken(from: start)
        }
        index += 1
        guard let condition = condition(behind: "until"), let block = block(behind: "until") else {
            return broken(from: start)
        }
        var other: Block?
        if isAtElse {
            guard let block = elseBlock() else { return broken(from: start) }
            other = block
        }
        return .repeated(
            Repetition(
                rounds: rounds, condition: condition, block: block, other: other,
                span: start.union(other?.span ?? block.span)))
    }

    private mutating func selection(_ kind: Selection.Kind) -> Stage {
        let start = advance()
        guard !isStageEnd, current?.beginsValue == true else {
            reportUnexpected(
                expected: kind == .pick ? "a position or a list of positions" : "how many",
                fix: kind == .pick ? "pick [1, 3]" : "\(kind.rawValue) 3")
            return broken(from: start)
        }
        let value = value()
        return .selection(Selection(kind: kind, value: value, span: start.union(value.span)))
    }

    // MARK: - Blocks

    private var isAtBlock: Bool { !isStatementEnd && current?.is(.openBrace) == true }
    private var isAtElse: Bool { !isStatementEnd && current?.word == "else" }

    private mutating func elseBlock() -> Block? {
        index += 1
        if !isStageEnd, let word = current?.word, word == "when" || word == "if" {
            report(.elseWithoutBlock(word), lexemes[index].span)
            return nil
        }
        return block(behind: "else")
    }

    private mutating func block(behind word: String) -> Block? {
        guard isAtBlock else {
            if !isStageEnd || errors.isEmpty || current?.is(.pipe) == true || isStatementEnd {
                reportUnexpected(
                    expected: "a block after `\(word)`",
                    fix: word == "try" ? "try { … } else { … }" : "{ … }")
            }
            return nil
        }
        let (pipeline, span) = enclosed { parser -> Pipeline? in
            if let lexeme = parser.current, lexeme.is(.closeBrace) {
                parser.reportUnexpected(expected: "a pipeline", fix: "{ save }")
                return nil
            }
            guard !parser.isStatementEnd else { return nil }
            if let pipe = parser.current, pipe.is(.pipe) { parser.index += 1 }
            let pipeline = parser.pipeline()
            if let end = parser.current, end.is(.semicolon) {
                parser.report(.twoPipelinesInBlock, end.span)
                return nil
            }
            return pipeline
        }
        return pipeline.map { Block(pipeline: $0, span: span) }
    }

    /// What is left of a stage that was reported.
    private mutating func broken(from start: Span) -> Stage {
        skipStage()
        return .invalid(start.union(previousSpan))
    }

    // MARK: - Conditions

    private mutating func condition(behind word: String) -> Condition? {
        guard !isStageEnd, !isAtBlock else {
            reportUnexpected(
                expected: "a condition after `\(word)`", fix: "\(word) width > 2000")
            return nil
        }
        comparisons = 0
        return disjunction()
    }

    private mutating func disjunction() -> Condition? {
        guard var left = conjunction() else { return nil }
        while !isStageEnd, current?.word == "or" {
            index += 1
            guard let right = conjunction() else { return nil }
            left = Condition(.either(left, right), left.span.union(right.span))
        }
        return left
    }

    private mutating func conjunction() -> Condition? {
        guard var left = negation() else { return nil }
        while !isStageEnd, current?.word == "and" {
            index += 1
            guard let right = negation() else { return nil }
            left = Condition(.both(left, right), left.span.union(right.span))
        }
        return left
    }

    private mutating func negation() -> Condition? {
        guard !isStageEnd, current?.word == "not" else { return comparison() }
        let start = advance()
        nesting += 1
        defer { nesting -= 1 }
        guard nesting < LanguageLimits.nesting else {
            report(.nestingTooDeep, start)
            return nil
        }
        guard let inner = negation() else { return nil }
        return Condition(.not(inner), start.union(inner.span))
    }

    private mutating func comparison() -> Condition? {
        if !isStageEnd, let lexeme = current, lexeme.is(.openParenthesis) {
            let (inner, span) = enclosed { $0.disjunction() }
            return inner.map { Condition(.group($0), span) }
        }
        comparisons += 1
        guard comparisons <= LanguageLimits.comparisons else {
            report(.conditionTooLong, current?.span ?? previousSpan)
            return nil
        }
        guard let left = conditionValue() else { return nil }
        guard !isStageEnd, case .punctuation(let mark)? = current?.kind else {
            return Condition(.value(left), left.span)
        }
        if mark == .equal {
            report(.singleEqual, lexemes[index].span)
            return nil
        }
        guard let comparison = Condition.Comparison(rawValue: mark.rawValue) else {
            return Condition(.value(left), left.span)
        }
        index += 1
        guard let right = conditionValue() else { return nil }
        if !isStageEnd, case .punctuation(let next)? = current?.kind,
            Condition.Comparison(rawValue: next.rawValue) != nil
        {
            report(.chainedComparison, lexemes[index].span)
            return nil
        }
        return Condition(.comparison(comparison, left, right), left.span.union(right.span))
    }

    private mutating func conditionValue() -> Value? {
        guard !isStageEnd, let lexeme = current, lexeme.beginsValue else {
            reportUnexpected(expected: "a field, a variable, a number or a string")
            return nil
        }
        guard !lexeme.is(.openBracket), !lexeme.is(.openParenthesis), !lexeme.is(.hyphen) else {
            reportUnexpected(expected: "a field, a variable, a number or a string")
            return nil
        }
        return value()
    }
}
