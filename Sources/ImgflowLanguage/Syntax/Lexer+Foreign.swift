/// What other languages and other keyboards write where this language has a spelling of its own. It is reported,
/// and read as it was meant, so that nothing else is said of it.
extension Lexer {
    /// False where nothing of that kind begins here.
    mutating func foreign() -> Bool {
        switch bytes[position] {
        case UInt8(ascii: "|") where byte(1) == UInt8(ascii: "|"):
            return isInCondition ? connective("or") : arrow(length: 2)
        case UInt8(ascii: "&"):
            return byte(1) == UInt8(ascii: "&") && isInCondition && connective("and")
        case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "|"):
            return byte(1) == UInt8(ascii: ">") && arrow(length: 2)
        case UInt8(ascii: ":"): return byte(1) == UInt8(ascii: "=") && assignment()
        case UInt8(ascii: "."): return methodCall()
        case UInt8(ascii: "/"): return comment()
        case let byte where byte.isDigit: return measure()
        case let byte where byte >= 0x80: return lookalike()
        default: return false
        }
    }

    /// `->`, `|>`, `→`; `=>` behind a number of an image compares.
    private mutating func arrow(length: Int) -> Bool {
        let start = position
        var mark = Token.Punctuation.pipe
        if bytes[position] == UInt8(ascii: "="), case .word(let word)? = lastSignificant,
            Field(rawValue: word)?.isNumber == true
        {
            mark = .greaterOrEqual
        }
        position += length
        let text = source[Span(start, position)]
        report(.foreignPipe(text, right: mark.rawValue), from: start)
        finish(.punctuation(mark), from: start)
        return true
    }

    /// `||` and `&&` between comparisons.
    private mutating func connective(_ right: String) -> Bool {
        let start = position
        position += 2
        report(.foreignConnective(source[Span(start, position)], right: right), from: start)
        finish(.word(right), from: start)
        return true
    }

    /// Since `when` or `where`, nothing has ended the condition.
    private var isInCondition: Bool {
        for token in tokens.reversed() {
            switch token.kind {
            case .word("when"), .word("where"): return true
            case .newline, .punctuation(.pipe), .punctuation(.openBrace),
                .punctuation(.semicolon):
                return false
            default: continue
            }
        }
        return false
    }

    /// `let x := 3`
    private mutating func assignment() -> Bool {
        let start = position
        position += 2
        report(.foreignConnective(":=", right: "="), from: start)
        finish(.punctuation(.equal), from: start)
        return true
    }

    /// `load("a.png").resize(50%)`: a dot that touches what it follows and the verb.
    private mutating func methodCall() -> Bool {
        guard byte(1)?.isLetter == true else { return false }
        switch tokens.last?.kind {
        case .string?, .punctuation(.closeParenthesis)?: break
        default: return false
        }
        let start = position
        position += 1
        let span = Span(start, position)
        report(.foreignPipe(".", right: "|"), span, edits: [SourceEdit(span, " | ")])
        finish(.punctuation(.pipe), from: start)
        return true
    }

    /// A name without its underscores: what it means here where that is one thing, else with hyphens.
    func right(of name: String) -> String {
        let isParameter = byte(0) == UInt8(ascii: ":")
        guard isParameter || lastSignificant == .punctuation(.pipe) else {
            return Self.hyphenated(name)
        }
        return Synonyms.alone(name, isParameter: isParameter) ?? Self.hyphenated(name)
    }

    /// What a text without quotes means where that is one word here, as the id of a model, or `.png` for a format;
    /// nil where quotes make it right.
    func word(meantBy text: String) -> String? {
        if case .parameterName("model")? = lastSignificant, let model = Synonyms.model(text) {
            return model
        }
        guard text.first == ".", case let name = String(text.dropFirst()).lowercased(),
            (3...4).contains(name.count), name.allSatisfy({ $0.isASCII && $0.isLetter })
        else { return nil }
        switch lastSignificant {
        case .word("convert")?, .parameterName("format")?:
            return Synonyms.value(name, in: ["jpeg", "tiff"]) ?? name
        default: return nil
        }
    }

    static func hyphenated(_ name: String) -> String { String(name.map { $0 == "_" ? "-" : $0 }) }

    private var lastSignificant: Token.Kind? { tokens.last { !$0.isTrivia }?.kind }

    // MARK: - Comments

    private mutating func comment() -> Bool {
        switch byte(1) {
        case UInt8(ascii: "/"): return lineComment()
        case UInt8(ascii: "*"): return blockComment()
        default: return false
        }
    }

    /// `// note`; not `//server/a.png`, and not the arithmetic of `width // 2`.
    private mutating func lineComment() -> Bool {
        let start = position
        var next = start + 2
        while next < bytes.count, bytes[next].isBlank { next += 1 }
        let isSpaced = next > start + 2 || next == bytes.count || bytes[next].isNewline
        guard isSpaced || isFirstOnLine, next == bytes.count || !bytes[next].isDigit else {
            return false
        }
        position += 2
        report(
            .foreignComment("//", right: "#"), Span(start, position),
            edits: [SourceEdit(Span(start, position), "#")])
        skip { !$0.isNewline }
        finish(.comment, from: start)
        return true
    }

    /// `/* note */`, on one line or several; not the pattern `/*.png`.
    private mutating func blockComment() -> Bool {
        let start = position
        let rest = bytes[(start + 2)...]
        let close = rest.indices.first {
            rest[$0] == UInt8(ascii: "*") && $0 + 1 < bytes.count
                && bytes[$0 + 1] == UInt8(ascii: "/")
        }
        let follower = byte(2)
        guard
            close != nil || follower == nil || follower?.isBlank == true
                || follower?.isNewline == true
        else { return false }
        let end = close.map { $0 + 2 } ?? bytes.count
        let lines = source[Span(start + 2, close ?? bytes.count)]
            .split(whereSeparator: \.isNewline)
            .map { "# " + $0.drop { $0 == " " || $0 == "*" } }
        var behind = end
        while behind < bytes.count, bytes[behind].isBlank { behind += 1 }
        // A comment of ours takes the rest of its line along.
        let isLast = behind == bytes.count || bytes[behind].isNewline
        let right = isLast ? lines.joined(separator: "\n") : isFirstOnLine ? "" : " "
        position = end
        report(
            .foreignComment("/*", right: "#"), Span(start, start + 2),
            edits: [SourceEdit(Span(start, end), right)])
        finish(.comment, from: start)
        return true
    }

    private var isFirstOnLine: Bool {
        for token in tokens.reversed() {
            switch token.kind {
            case .whitespace, .byteOrderMark: continue
            case .newline: return true
            default: return false
            }
        }
        return true
    }

    // MARK: - Characters

    private static let bars: Set<Unicode.Scalar> = [
        "\u{A6}", "\u{1C0}", "\u{2223}", "\u{2502}", "\u{2503}", "\u{2758}", "\u{FF5C}",
    ]
    private static let arrows: Set<Unicode.Scalar> = [
        "\u{2192}", "\u{21D2}", "\u{279C}", "\u{27F6}", "\u{25B6}",
    ]
    private static let colons: Set<Unicode.Scalar> = ["\u{FF1A}", "\u{2236}", "\u{A789}"]

    /// The colon of a wide keyboard, which ends a parameter's name.
    func wideColon() -> Span? {
        guard position < bytes.count, bytes[position] >= 0x80,
            let (scalar, length) = scalar(at: position), Self.colons.contains(scalar)
        else { return nil }
        return Span(position, position + length)
    }

    /// U+FF01 to U+FF5E are ASCII's characters, as wide as those of East Asia (Unicode, "Halfwidth and
    /// Fullwidth Forms").
    private static func narrow(_ scalar: Unicode.Scalar) -> Character? {
        guard (0xFF01...0xFF5E).contains(scalar.value) else { return nil }
        return Unicode.Scalar(scalar.value - 0xFEE0).map(Character.init)
    }

    private mutating func lookalike() -> Bool {
        let start = position
        guard let (first, length) = scalar(at: position) else { return false }
        if Self.arrows.contains(first) { return arrow(length: length) }
        if Self.bars.contains(first) {
            position += length
            report(.lookalike(source[Span(start, position)], right: "|"), from: start)
            finish(.punctuation(.pipe), from: start)
            return true
        }
        guard Self.narrow(first) != nil else { return false }
        var text = ""
        while position < bytes.count {
            if bytes[position] < 0x80 {
                guard !endsValue(at: position) else { break }
                text.append(Character(Unicode.Scalar(bytes[position])))
                position += 1
            } else {
                guard let (scalar, length) = scalar(at: position), let right = Self.narrow(scalar)
                else { break }
                text.append(right)
                position += length
            }
        }
        report(.lookalike(source[Span(start, position)], right: text), from: start)
        finish(Self.kind(of: text), from: start)
        return true
    }

    // MARK: - Values

    /// `50 %`, `90°`, `1024*1024`, `1024X768`, `16/9`, `100x80+10+20`.
    private mutating func measure() -> Bool {
        let whole = endOfDigits(from: position)
        var end = whole
        if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), bytes[end + 1].isDigit {
            end = endOfDigits(from: end + 1)
        }
        guard end < bytes.count else { return false }
        let number = Span(position, end)
        if end > whole, factor(number) { return true }
        switch bytes[end] {
        case .space, .tab: return spacedUnit(number)
        case 0xC2: return isDegree(at: end) && read(source[number], to: end + 2)
        case 0xC3:
            guard end == whole, end + 1 < bytes.count, bytes[end + 1] == 0x97 else { return false }
            return pair(number, behind: end + 2, joined: "x")
        case UInt8(ascii: "*"), UInt8(ascii: "X"):
            return end == whole && pair(number, behind: end + 1, joined: "x")
        case UInt8(ascii: "/"):
            // Not the folder of `load 2024/05`.
            if case .word? = lastSignificant { return false }
            return end == whole && pair(number, behind: end + 1, joined: ":")
        case UInt8(ascii: "x"): return end == whole && geometry(number)
        default: return false
        }
    }

    /// `0.5x`: a percentage.
    private mutating func factor(_ number: Span) -> Bool {
        guard bytes[number.end] == UInt8(ascii: "x"), let value = Double(source[number]) else {
            return false
        }
        let percent = (value * 100).rounded()
        guard percent >= 1, percent < 1_000_000 else { return false }
        return read("\(Int(percent))%", to: number.end + 1)
    }

    /// `50 %`, `90 °`, `1024 x 768`
    private mutating func spacedUnit(_ number: Span) -> Bool {
        var mark = number.end
        while mark < bytes.count, bytes[mark].isBlank { mark += 1 }
        guard mark < bytes.count else { return false }
        if mark > number.end, "xX*".utf8.contains(bytes[mark]), mark + 1 < bytes.count,
            bytes[mark + 1].isBlank
        {
            var next = mark + 1
            while next < bytes.count, bytes[next].isBlank { next += 1 }
            // The arithmetic of a condition is not a size.
            let isWhole = !source[number].utf8.contains(UInt8(ascii: "."))
            return isWhole && !isInCondition && pair(number, behind: next, joined: "x")
        }
        if isDegree(at: mark) { return read(source[number], to: mark + 2) }
        guard bytes[mark] == UInt8(ascii: "%") else { return false }
        var next = mark + 1
        while next < bytes.count, bytes[next].isBlank { next += 1 }
        // `5 % 2` is arithmetic.
        guard next == bytes.count || !bytes[next].isDigit else { return false }
        return read(source[number] + "%", to: mark + 1)
    }

    private func isDegree(at index: Int) -> Bool {
        index + 1 < bytes.count && bytes[index] == 0xC2 && bytes[index + 1] == 0xB0
    }

    private mutating func pair(_ first: Span, behind start: Int, joined mark: String) -> Bool {
        let end = endOfDigits(from: start)
        guard end > start else { return false }
        return read(source[first] + mark + source[Span(start, end)], to: end)
    }

    /// ImageMagick's: a size, and the place of its corner.
    private mutating func geometry(_ width: Span) -> Bool {
        let start = position
        if exactSize(width) { return true }
        var ends = [width.end]
        for mark in [UInt8(ascii: "x"), UInt8(ascii: "+"), UInt8(ascii: "+")] {
            guard let last = ends.last, last < bytes.count, bytes[last] == mark else {
                return false
            }
            let end = endOfDigits(from: last + 1)
            guard end > last + 1 else { return false }
            ends.append(end)
        }
        guard endsValue(at: ends[3]) else { return false }
        position = ends[3]
        let numbers = (1...3).map { source[Span(ends[$0 - 1] + 1, ends[$0])] }
        let right = "\(source[width])x\(numbers[0]) at:[\(numbers[1]), \(numbers[2])]"
        report(.foreignValue(source[Span(start, position)], right: right), from: start)
        finish(.invalidValue, from: start)
        return true
    }

    /// `800x600!`, of which no side follows the other.
    private mutating func exactSize(_ width: Span) -> Bool {
        let end = endOfDigits(from: width.end + 1)
        guard end > width.end + 1, end < bytes.count, bytes[end] == UInt8(ascii: "!"),
            endsValue(at: end + 1)
        else { return false }
        let size = source[Span(width.start, end)]
        guard case .word("resize")? = lastSignificant else { return read(size, to: end + 1) }
        let start = position
        position = end + 1
        report(
            .foreignValue(source[Span(start, position)], right: size + " fit:fill"), from: start)
        finish(.invalidValue, from: start)
        return true
    }

    private mutating func read(_ right: String, to end: Int) -> Bool {
        guard endsValue(at: end) else { return false }
        let start = position
        position = end
        report(.foreignValue(source[Span(start, end)], right: right), from: start)
        finish(Self.kind(of: right), from: start)
        return true
    }

    private func endsValue(at index: Int) -> Bool {
        index >= bytes.count || bytes[index].isBlank || bytes[index].isNewline
            || "|;,()[]{}\"'".utf8.contains(bytes[index])
    }

    /// What a text is where it is one token.
    private static func kind(of text: String) -> Token.Kind {
        let tokens = Lexer.tokens(of: SourceText(name: "", text: text))
        return tokens.count == 1 ? tokens[0].kind : .invalidValue
    }
}
