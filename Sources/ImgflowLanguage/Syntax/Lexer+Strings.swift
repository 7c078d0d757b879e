/// `"…"`, `'…'`, and their long forms with three quotes.
extension Lexer {
    mutating func string() {
        let quote = bytes[position]
        if byte(1) == quote, byte(2) == quote { return longString(quote) }
        let start = position
        let isRaw = quote == .singleQuote
        position += 1
        while let byte = byte(0), byte != quote, !byte.isNewline {
            position += 1
            if byte == .backslash, !isRaw, let next = self.byte(0), !next.isNewline {
                position += 1
            }
        }
        guard byte(0) == quote else {
            report(.unclosedString, from: start)
            return finish(.invalidValue, from: start)
        }
        position += 1
        var content = StringContent()
        decode(Span(start + 1, position - 1), isRaw: isRaw, into: &content)
        finish(.string(content.literal), from: start)
    }

    private mutating func longString(_ quote: UInt8) {
        let start = position
        let isRaw = quote == .singleQuote
        position += 3
        while let byte = byte(0), !(byte == quote && self.byte(1) == quote && self.byte(2) == quote)
        {
            position += byte == .backslash && !isRaw && self.byte(1) != nil ? 2 : 1
        }
        guard position < bytes.count else {
            let opening = Span(start, start + 3)
            report(.unclosedLongString(source[opening]), opening)
            reportOpenLongString()
            return finish(.invalidValue, from: start)
        }
        position += 3
        var content = StringContent()
        let lines = dedented(Span(start + 3, position - 3))
        for (index, line) in lines.enumerated() {
            if index > 0 { content.append(.lineFeed) }
            decode(line, isRaw: isRaw, into: &content)
        }
        finish(.string(content.literal), from: start)
    }

    /// The lines between long quotes without their common indentation. A line that holds nothing
    /// but a quote is not part of the text.
    private func dedented(_ span: Span) -> [Span] {
        var lines: [Span] = []
        var lineStart = span.start
        var index = span.start
        while index < span.end {
            guard bytes[index].isNewline else {
                index += 1
                continue
            }
            lines.append(Span(lineStart, index))
            index +=
                bytes[index] == .carriageReturn && index + 1 < span.end
                    && bytes[index + 1] == .lineFeed ? 2 : 1
            lineStart = index
        }
        lines.append(Span(lineStart, span.end))
        guard lines.count > 1 else { return lines }
        // The line of the opening quotes has no indentation of its own.
        let opening = lines.removeFirst()
        if let last = lines.last, indentation(of: last) == last.end { lines.removeLast() }
        let written = lines.filter { indentation(of: $0) < $0.end }
        let common = written.dropFirst().reduce(
            written.first.map { bytes[$0.start..<indentation(of: $0)] } ?? []
        ) { prefix, line in
            let blanks = bytes[line.start..<indentation(of: line)]
            return prefix.prefix(zip(prefix, blanks).prefix { $0 == $1 }.count)
        }
        let dedented = lines.map { line in
            let blanks = indentation(of: line)
            return blanks == line.end
                ? Span(line.end, line.end) : Span(line.start + common.count, line.end)
        }
        return opening.isEmpty ? dedented : [opening] + dedented
    }

    /// Where a line's first character that is not blank stands.
    private func indentation(of line: Span) -> Int {
        var index = line.start
        while index < line.end, bytes[index].isBlank { index += 1 }
        return index
    }

    private mutating func decode(_ span: Span, isRaw: Bool, into content: inout StringContent) {
        var index = span.start
        while index < span.end {
            let byte = bytes[index]
            if byte.isControl, byte != .tab {
                report(
                    .unexpectedCharacter(Unicode.Scalar(byte), inString: true),
                    Span(index, index + 1))
                content.append(byte)
                index += 1
            } else if isRaw {
                content.append(byte)
                index += 1
            } else if byte == .backslash {
                index = escape(at: index, before: span.end, into: &content)
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") {
                index = brace(at: index, before: span.end, into: &content)
            } else {
                content.append(byte)
                index += 1
            }
        }
    }

    /// Reads an escape and returns where it ends.
    private mutating func escape(at index: Int, before end: Int, into content: inout StringContent)
        -> Int
    {
        guard index + 1 < end else {
            return refuse(.badEscape("\\"), Span(index, index + 1), in: &content)
        }
        switch bytes[index + 1] {
        case UInt8(ascii: "n"): content.append(.lineFeed)
        case UInt8(ascii: "t"): content.append(.tab)
        case .doubleQuote: content.append(.doubleQuote)
        case .backslash: content.append(.backslash)
        case UInt8(ascii: "u"): return scalarEscape(at: index, before: end, into: &content)
        default:
            let next = min(end, index + 1 + (scalar(at: index + 1)?.length ?? 1))
            let span = Span(index, next)
            return refuse(.badEscape(source[span]), span, in: &content)
        }
        return index + 2
    }

    /// What is wrong stands in the text as it is written; returns where it ends.
    private mutating func refuse(
        _ mistake: SyntaxError.Kind, _ span: Span, in content: inout StringContent
    ) -> Int {
        report(mistake, span)
        for byte in bytes[span.start..<span.end] { content.append(byte) }
        return span.end
    }

    /// `\u{1F308}`: one to six hexadecimal digits that name a character.
    private mutating func scalarEscape(
        at index: Int, before end: Int, into content: inout StringContent
    ) -> Int {
        var next = index + 2
        if next < end, bytes[next] == UInt8(ascii: "{") { next += 1 }
        let digits = next
        while next < end, bytes[next].isHexDigit { next += 1 }
        let isClosed = next < end && bytes[next] == UInt8(ascii: "}") && digits == index + 3
        let text = source[Span(digits, next)]
        if isClosed { next += 1 }
        guard isClosed, text.utf8.count <= 6, let value = UInt32(text, radix: 16), value > 0,
            let scalar = Unicode.Scalar(value)
        else {
            let span = Span(index, next)
            return refuse(.badEscape(source[span]), span, in: &content)
        }
        for byte in String(scalar).utf8 { content.append(byte) }
        return next
    }

    /// Reads `{{`, `}}` or a field and returns where it ends.
    private mutating func brace(at index: Int, before end: Int, into content: inout StringContent)
        -> Int
    {
        let byte = bytes[index]
        if index + 1 < end, bytes[index + 1] == byte {
            content.append(byte)
            return index + 2
        }
        guard byte == UInt8(ascii: "{"),
            let close = bytes[index..<end].firstIndex(of: UInt8(ascii: "}"))
        else {
            let span = Span(index, index + 1)
            return refuse(.strayBrace(source[span]), span, in: &content)
        }
        let span = Span(index, close + 1)
        // `{jpg,JPG}` is a choice in a pattern of files.
        let inner = bytes[(index + 1)..<close]
        if inner.contains(UInt8(ascii: ",")), !inner.contains(where: \.isBlank),
            !inner.contains(UInt8(ascii: "$")), !inner.contains(UInt8(ascii: "{"))
        {
            for byte in bytes[span.start..<span.end] { content.append(byte) }
            return close + 1
        }
        guard let field = field(in: Span(index + 1, close), span) else {
            return refuse(.malformedField(source[span]), span, in: &content)
        }
        content.append(field)
        return close + 1
    }

    /// What stands between braces: `stem`, `$season`, `$cut.stem`, `index:03`.
    private func field(in content: Span, _ span: Span) -> StringLiteral.Part? {
        var inner = content
        while !inner.isEmpty, bytes[inner.start].isBlank { inner.start += 1 }
        while !inner.isEmpty, bytes[inner.end - 1].isBlank { inner.end -= 1 }
        guard !inner.isEmpty else { return nil }
        var digits = 0
        if let colon = bytes[inner.start..<inner.end].lastIndex(of: UInt8(ascii: ":")) {
            guard let padding = padding(Span(colon + 1, inner.end)) else { return nil }
            digits = padding
            inner.end = colon
        }
        guard !inner.isEmpty else { return nil }
        guard bytes[inner.start] == UInt8(ascii: "$") else {
            guard endOfWord(from: inner.start) == inner.end else { return nil }
            return .field(variable: nil, name: source[inner], digits: digits, span: span)
        }
        let variable = Span(inner.start + 1, min(endOfWord(from: inner.start + 1), inner.end))
        guard !variable.isEmpty else { return nil }
        if variable.end == inner.end {
            return .field(variable: source[variable], name: nil, digits: digits, span: span)
        }
        let name = Span(variable.end + 1, inner.end)
        guard bytes[variable.end] == UInt8(ascii: "."), !name.isEmpty,
            endOfWord(from: name.start) == name.end
        else { return nil }
        return .field(
            variable: source[variable], name: source[name], digits: digits, span: span)
    }

    /// The `03` of `{index:03}`: a zero, and how many digits there are at least.
    private func padding(_ span: Span) -> Int? {
        guard (2...3).contains(span.end - span.start), bytes[span.start] == UInt8(ascii: "0"),
            bytes[span.start..<span.end].allSatisfy(\.isDigit), let digits = Int(source[span]),
            (1...LanguageLimits.digits).contains(digits)
        else { return nil }
        return digits
    }
}

/// A string's parts as they are read.
private struct StringContent {
    private var parts: [StringLiteral.Part] = []
    private var text: [UInt8] = []

    mutating func append(_ byte: UInt8) { text.append(byte) }

    mutating func append(_ field: StringLiteral.Part) {
        finishText()
        parts.append(field)
    }

    var literal: StringLiteral {
        var finished = self
        finished.finishText()
        return StringLiteral(parts: finished.parts)
    }

    private mutating func finishText() {
        guard !text.isEmpty else { return }
        parts.append(.text(String(decoding: text, as: UTF8.self)))
        text = []
    }
}
