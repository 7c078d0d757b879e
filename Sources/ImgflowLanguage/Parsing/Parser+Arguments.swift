/// What stands behind a verb: values, `name:value`, and what people write instead.
extension Parser {
    mutating func call(_ verb: Name) -> Stage {
        var call = Call(verb: verb, values: [], arguments: [], span: verb.span)
        if callBrackets(verb) { call.span = call.span.union(previousSpan) }
        while !isStageEnd, let lexeme = current {
            let isGoingOn = argument(lexeme, of: &call)
            call.span = call.span.union(previousSpan)
            if !isGoingOn { break }
        }
        return .call(call)
    }

    /// `f()` and `resize(50%)`: brackets that touch the verb, around what is no pipeline. True where they were
    /// read.
    private mutating func callBrackets(_ verb: Name) -> Bool {
        guard let open = current, open.is(.openParenthesis), open.span.start == verb.span.end,
            let close = brackets.partners[index], index + 1 < lexemes.count
        else { return false }
        let inside = lexemes[(index + 1)..<close]
        switch inside.first?.kind {
        case nil, .string, .integer, .number, .percent, .pixels, .size, .ratio,
            .printLength, .printSize, .bytes, .parameterName:
            break
        default: return false
        }
        let end = lexemes[close].span
        let whole = open.span.union(end)
        var edits = [SourceEdit(open.span, inside.isEmpty ? "" : " "), SourceEdit(end, "")]
        var fix = verb.text
        if let first = inside.first, let last = inside.last {
            fix += " " + source[first.span.union(last.span)]
            let isFlat = !inside.contains { $0.is(.openBracket) || $0.is(.openParenthesis) }
            if isFlat {
                fix.removeAll { $0 == "," }
                edits += inside.filter { $0.is(.comma) }.map { SourceEdit($0.span, "") }
            }
        }
        report(.callBrackets("\(Preview(fix))"), whole, edits: edits)
        index = close + 1
        return true
    }

    /// Reads one argument, or whatever stands in its place; false when the stage ends before it.
    mutating func argument(_ lexeme: Lexeme, of call: inout Call) -> Bool {
        let next = index + 1 < lexemes.count ? lexemes[index + 1] : nil
        switch lexeme.kind {
        case .parameterName(let name):
            if let argument = namedArgument(name) { call.arguments.append(argument) }
        case .word(let word) where next?.is(.equal) == true || next?.is(.colon) == true:
            index += 2
            call.arguments.append(misspelt(Name(text: word, span: lexeme.span), from: lexeme.span))
        case .flag(let name): call.arguments.append(flag(name))
        case .word("as"):
            reportUnexpected(
                expected: "`|` before `as`", fix: "| as",
                edits: [SourceEdit(Span(lexeme.span.start, lexeme.span.start), "| ")])
            skipStage()
        case .word("else"):
            report(.lonelyElse, lexeme.span)
            skipOne()
        case .punctuation(.openBrace):
            report(.strayBlock, lexeme.span)
            skipOne()
        case .punctuation(.comma): report(.commaBetweenArguments, advance())
        case .punctuation(.backslash):
            let mark = advance()
            var next = mark.end
            while next < source.span.end, source.byte(at: next).isNewline, next < mark.end + 2 {
                next += 1
            }
            report(.lineContinuation, mark, edits: [SourceEdit(Span(mark.start, next), "")])
        case .punctuation(.greater), .punctuation(.appendRedirection): redirection()
        case .punctuation(let mark) where mark.isClosing:
            report(.strayBracket(mark.rawValue), advance())
        default:
            guard lexeme.beginsValue else {
                reportUnexpected(expected: "a value, `name:value` or `|`")
                skipStage()
                return false
            }
            call.values.append(value())
        }
        return true
    }

    mutating func namedArgument(_ name: String) -> Argument? {
        let written = advance()
        let name = Name(text: name, span: Span(written.start, written.end - 1))
        guard !isStageEnd, let lexeme = current, lexeme.beginsValue else {
            report(.missingValue(after: source[written]), written)
            return Argument(name: name, value: Value(kind: .invalid, span: written), span: written)
        }
        if lexeme.followsSpace { return misspelt(name, from: written) }
        let value = value()
        return Argument(name: name, value: value, span: written.union(value.span))
    }

    /// `name: value`, `name :value`, `name=value`: the value is read as if it were written right.
    mutating func misspelt(_ name: Name, from start: Span) -> Argument {
        let spelling = start.union(previousSpan)
        let value: Value
        if !isStageEnd, current?.beginsValue == true {
            value = self.value()
            let right = "\(name.text):\(Preview(source[value.span], limit: 200))"
            let whole = start.union(value.span)
            report(
                .argumentSpelling(source[whole], right: right), spelling,
                edits: [SourceEdit(whole, "\(name.text):\(source[value.span])")])
        } else {
            report(.missingValue(after: source[spelling]), spelling)
            value = Value(kind: .invalid, span: spelling)
        }
        return Argument(name: name, value: value, span: start.union(value.span))
    }

    mutating func flag(_ name: String) -> Argument {
        let span = advance()
        if !isStageEnd, current?.is(.equal) == true { index += 1 }
        var value = Value(kind: .truth(true), span: span)
        if !isStageEnd, current?.beginsValue == true { value = self.value() }
        let text = value.span == span ? "true" : "\(Preview(source[value.span], limit: 200))"
        let whole = span.union(value.span)
        let written = value.span == span ? "true" : source[value.span]
        // `-w`, `--output-format`
        let name = Synonyms.parameter(name) ?? name
        report(
            .argumentSpelling(source[span], right: "\(name.isEmpty ? "name" : name):\(text)"), span,
            edits: name.isEmpty ? [] : [SourceEdit(whole, "\(name):\(written)")])
        return Argument(
            name: Name(text: name, span: span), value: value, span: span.union(value.span))
    }

    mutating func redirection() {
        let span = advance()
        var target: String?
        var end = span
        if !isStageEnd, let lexeme = current, lexeme.word != nil {
            report(.foreignPipe(source[span], right: "|"), span)
            return skipStage()
        }
        if !isStageEnd, let lexeme = current, lexeme.beginsValue {
            let value = value()
            let text = source[value.span]
            end = value.span
            target =
                text.hasPrefix("\"") || text.hasPrefix("'")
                ? text : "\"\(Preview(text, limit: 200))\""
            // That the name lacks quotes is part of the same mistake.
            lexerErrors.removeAll { $0.span == value.span }
        }
        report(
            .redirection(source[span], target: target), span,
            edits: target.map { [SourceEdit(span.union(end), "| save \($0)")] } ?? [])
    }
}
