/// `7` `-3` `0.35` `40%` `297mm` `512px` `1024x768` `16:9` `1..8`, and words that begin with a digit.
extension Lexer {
    mutating func number() {
        let start = position
        if byte(0) == UInt8(ascii: "-") { position += 1 }
        if let kind = measured(from: start) { return finish(kind, from: start) }
        let run = Span(position, endOfWord(from: position))
        let digits = Span(position, endOfDigits(from: position))
        if digits != run { return mixed(run, digits, from: start) }
        position = digits.end
        if byte(0) == UInt8(ascii: "."), byte(1) == UInt8(ascii: ".") { return range(from: start) }
        if byte(0) == UInt8(ascii: ":"), byte(1)?.isDigit == true {
            return ratio(digits, from: start)
        }
        if byte(0) == UInt8(ascii: "."), byte(1)?.isDigit == true { return fraction(from: start) }
        if byte(0) == UInt8(ascii: "%") { return percent(from: start) }
        guard !isPathByte(0) else { return unquotedText(from: start) }
        finish(integer(Span(start, position)).map { .integer($0) }, from: start)
    }

    /// Digits with letters behind them: pixels, a size, a word, or nothing.
    private mutating func mixed(_ run: Span, _ digits: Span, from start: Int) {
        let rest = bytes[digits.end..<run.end]
        position = run.end
        guard start == run.start else {
            guard rest.elementsEqual("px".utf8), !isPathByte(0) else {
                return unquotedText(from: start)
            }
            return finish(integer(Span(start, digits.end)).map { .pixels($0) }, from: start)
        }
        if rest.elementsEqual("px".utf8), !isPathByte(0) {
            return finish(integer(digits).map { .pixels($0) }, from: start)
        }
        let height = Span(digits.end + 1, run.end)
        if rest.first == UInt8(ascii: "x"), !height.isEmpty,
            endOfDigits(from: height.start) == run.end,
            !isPathByte(0)
        {
            guard let width = integer(digits), let height = integer(height) else {
                return finish(nil, from: start)
            }
            return finish(.size(width: width, height: height), from: start)
        }
        guard !isPathByte(0), source[run].unicodeScalars.contains(where: \.properties.isAlphabetic)
        else {
            return unquotedText(from: start)
        }
        let text = source[run]
        if text.utf8.contains(UInt8(ascii: "_")) {
            report(.underscore(text, right: Self.hyphenated(text)), run)
        }
        guard byte(0) == UInt8(ascii: ":") else { return finish(.word(text), from: start) }
        position += 1
        finish(.parameterName(text), from: start)
    }

    private mutating func range(from start: Int) {
        let lower = integer(Span(start, position))
        position += 2
        let second = position
        if byte(0) == UInt8(ascii: "-") { position += 1 }
        let digits = Span(position, endOfDigits(from: position))
        position = digits.end
        guard !digits.isEmpty, isEndOfNumber else { return unquotedText(from: start) }
        guard let lower, let upper = integer(Span(second, position)) else {
            return finish(nil, from: start)
        }
        guard lower <= upper else {
            report(.fallingRange(from: lower, through: upper), from: start)
            return finish(.invalidValue, from: start)
        }
        let (distance, overflow) = upper.subtractingReportingOverflow(lower)
        guard !overflow, distance < LanguageLimits.items else {
            report(.tooManyItems, from: start)
            return finish(.invalidValue, from: start)
        }
        finish(.range(from: lower, through: upper), from: start)
    }

    private mutating func ratio(_ width: Span, from start: Int) {
        let height = Span(position + 1, endOfDigits(from: position + 1))
        position = height.end
        guard isEndOfNumber, start == width.start else { return unquotedText(from: start) }
        guard let width = integer(width), let height = integer(height) else {
            return finish(nil, from: start)
        }
        guard width > 0, height > 0 else {
            report(.emptyRatio("\(width):\(height)"), from: start)
            return finish(.invalidValue, from: start)
        }
        finish(.ratio(Ratio(width, height)), from: start)
    }

    private mutating func fraction(from start: Int) {
        position = endOfDigits(from: position + 1)
        if byte(0) == UInt8(ascii: "%") { return percent(from: start) }
        // `1.91:1` is no ratio: its sides are whole numbers.
        if byte(0) == UInt8(ascii: ":"), byte(1)?.isDigit == true {
            return unquotedText(from: start)
        }
        guard isEndOfNumber else { return unquotedText(from: start) }
        finish(double(Span(start, position)).map { .number($0) }, from: start)
    }

    private mutating func percent(from start: Int) {
        let value = double(Span(start, position))
        position += 1
        guard isEndOfNumber else { return unquotedText(from: start) }
        finish(value.map { .percent($0) }, from: start)
    }

    /// Whether what follows can follow a number: `1.5x` and `3.jpg` are none.
    private var isEndOfNumber: Bool { endOfWord(from: position) == position && !isPathByte(0) }

    func endOfDigits(from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index].isDigit { index += 1 }
        return index
    }

    private mutating func finish(_ kind: Token.Kind?, from start: Int) {
        finish(kind ?? .invalidValue, from: start)
    }

    private mutating func integer(_ span: Span) -> Int? {
        if let value = Int(source[span]) { return value }
        report(.numberTooLarge(source[span]), span)
        return nil
    }

    private mutating func double(_ span: Span) -> Double? {
        if let value = Double(source[span]), value.isFinite { return value }
        report(.numberTooLarge(source[span]), span)
        return nil
    }
}
