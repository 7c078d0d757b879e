/// Text to tokens. It loses nothing and never fails: what it cannot read becomes an invalid token
/// and an error, and it goes on behind it.
package struct Lexer {
    let source: SourceText
    let bytes: [UInt8]
    private let base: Int
    var position = 0
    private(set) var tokens: [Token] = []
    private(set) var errors: [SyntaxError] = []
    private(set) var endsInsideLongString = false

    package init(_ source: SourceText) {
        self.source = source.alone
        base = source.base
        bytes = source.utf8
        tokens.reserveCapacity(bytes.count / 4)
    }

    package static func tokens(of source: SourceText) -> [Token] {
        var lexer = Lexer(source)
        lexer.run()
        return lexer.tokens
    }

    mutating func run() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            position = 3
            finish(.byteOrderMark, from: 0)
        }
        while position < bytes.count { token() }
        if base != 0 { shift(by: base) }
    }

    /// Where the text is not the first file of a program, its offsets begin behind the others.
    private mutating func shift(by base: Int) {
        for index in tokens.indices { tokens[index].shift(by: base) }
        for index in errors.indices {
            errors[index].span.shift(by: base)
            for edit in errors[index].edits.indices {
                errors[index].edits[edit].span.shift(by: base)
            }
        }
    }

    private mutating func token() {
        let start = position
        if foreign() { return }
        switch bytes[position] {
        case .space, .tab:
            skip(while: \.isBlank)
            finish(.whitespace, from: start)
        case .lineFeed, .carriageReturn:
            position += bytes[position] == .carriageReturn && byte(1) == .lineFeed ? 2 : 1
            finish(.newline, from: start)
        case UInt8(ascii: "#"): hash()
        case .doubleQuote, .singleQuote: string()
        case UInt8(ascii: "$"): variable()
        case UInt8(ascii: "-"): hyphen()
        case let byte where byte.isDigit: number()
        case let byte where byte.isLetter: word()
        case let byte where byte < 0x80:
            if !punctuation() { unexpected() }
        default:
            guard let scalar = scalar(at: position)?.scalar else { return unexpected() }
            if Self.quotes.contains(scalar) {
                typographicString()
            } else if scalar.properties.isAlphabetic {
                word()
            } else {
                unexpected()
            }
        }
    }

    // MARK: - Names

    private mutating func word() {
        let start = position
        position = endOfWord(from: position)
        // `https://…`, `photo.png`, `in/*.jpg`: text that lost its quotes.
        if isPathByte(0) || (byte(0) == UInt8(ascii: ":") && isSlash(1)) {
            return unquotedText(from: start)
        }
        let span = Span(start, position)
        let text = source[span]
        if text.utf8.contains(UInt8(ascii: "_")) {
            report(.underscore(text, right: right(of: text)), span)
        }
        if byte(0) == UInt8(ascii: ":") {
            position += 1
            finish(.parameterName(text), from: start)
        } else if let colon = wideColon() {
            report(.lookalike(source[colon], right: ":"), colon)
            position = colon.end
            finish(.parameterName(text), from: start)
        } else {
            finish(.word(text), from: start)
        }
    }

    private mutating func variable() {
        let start = position
        position += 1
        if byte(0) == UInt8(ascii: "{") {
            let name = Span(position + 1, endOfWord(from: position + 1))
            if !name.isEmpty, name.end < bytes.count, bytes[name.end] == UInt8(ascii: "}") {
                position = name.end + 1
                let right = "$" + source[name]
                report(.malformedVariable(source[Span(start, position)], right: right), from: start)
                return finish(.invalidValue, from: start)
            }
        }
        position = endOfWord(from: position)
        let name = source[Span(start + 1, position)]
        if !name.isEmpty, !name.unicodeScalars.contains(where: \.properties.isAlphabetic) {
            report(.malformedVariable("$" + name, right: nil), from: start)
            return finish(.invalidValue, from: start)
        }
        if byte(0) == UInt8(ascii: "."), byte(1)?.isLetter == true {
            let field = Span(position + 1, endOfWord(from: position + 1))
            position = field.end
            guard isPathByte(0) else {
                return finish(
                    .field(of: name.isEmpty ? nil : name, name: source[field]), from: start)
            }
            let text = source[Span(start, position)]
            report(.malformedVariable(text, right: "\"{\(text)}\""), from: start)
            return finish(.invalidValue, from: start)
        }
        if name.utf8.contains(UInt8(ascii: "_")) {
            report(.underscore(name, right: Self.hyphenated(name)), from: start)
        }
        finish(.variable(name.isEmpty ? nil : name), from: start)
    }

    private mutating func hyphen() {
        let start = position
        guard let next = byte(1) else { return single(.hyphen) }
        if next.isDigit { return number() }
        guard next == UInt8(ascii: "-") || next.isLetter else { return single(.hyphen) }
        skip { $0 == UInt8(ascii: "-") }
        let name = position
        position = endOfWord(from: position)
        finish(.flag(source[Span(name, position)]), from: start)
    }

    // MARK: - Everything else

    /// A comment, or a color that lost its quotes: `color:#fff`, `[#fff, #000]`.
    private mutating func hash() {
        let start = position
        var end = position + 1
        while end < bytes.count, bytes[end].isHexDigit { end += 1 }
        let digits = end - start - 1
        let follower = end < bytes.count ? bytes[end] : .lineFeed
        let isItem =
            (digits == 3 || digits == 6)
            && (follower == UInt8(ascii: ",") || follower == UInt8(ascii: "]"))
        let isColor =
            switch tokens.last?.kind {
            case .parameterName: true
            case .punctuation(.openBracket), .punctuation(.comma): isItem
            case .whitespace: isItem && tokens.dropLast().last?.kind == .punctuation(.comma)
            default: false
            }
        if isColor {
            position = endOfWord(from: position + 1)
            report(.unquotedColor(source[Span(start, position)]), from: start)
            return finish(.invalidValue, from: start)
        }
        skip { !$0.isNewline }
        finish(.comment, from: start)
    }

    private mutating func punctuation() -> Bool {
        let pair = String(decoding: bytes[position..<min(position + 2, bytes.count)], as: UTF8.self)
        guard
            let mark = Token.Punctuation(rawValue: pair)
                ?? Token.Punctuation(rawValue: String(pair.prefix(1)))
        else { return false }
        // A backslash is one only at the end of a line; elsewhere it is a path's.
        if mark == .backslash, byte(1)?.isNewline == false { return false }
        let start = position
        position += mark.rawValue.utf8.count
        finish(.punctuation(mark), from: start)
        return true
    }

    private mutating func unexpected() {
        if isPathByte(0) { return unquotedText(from: position) }
        let start = position
        let first = scalar(at: position)
        position += first?.length ?? 1
        // A run of the same kind is one mistake.
        while position < bytes.count, isStray(at: position) {
            position += scalar(at: position)?.length ?? 1
        }
        report(.unexpectedCharacter(first?.scalar ?? "\u{FFFD}", inString: false), from: start)
        finish(.invalid, from: start)
    }

    private func isStray(at index: Int) -> Bool {
        if bytes[index] < 0x80 {
            return bytes[index].isControl && !bytes[index].isNewline && bytes[index] != .tab
        }
        guard let scalar = scalar(at: index)?.scalar else { return true }
        return !scalar.properties.isAlphabetic && !Self.quotes.contains(scalar)
    }

    mutating func unquotedText(from start: Int) {
        skip { !$0.isBlank && !$0.isNewline && !Self.ends.contains($0) }
        let text = source[Span(start, position)]
        let isNumeric =
            text.utf8.contains(where: \.isDigit)
            && text.utf8.allSatisfy { $0.isDigit || Self.numeric.contains($0) }
        if let word = word(meantBy: text) {
            report(.unquotedText(text, right: word), from: start)
        } else {
            report(isNumeric ? .malformedNumber(text) : .unquotedText(text), from: start)
        }
        finish(.invalidValue, from: start)
    }

    private mutating func typographicString() {
        let start = position
        let content = position + (scalar(at: position)?.length ?? 1)
        position = content
        var end: Int?
        while end == nil, position < bytes.count, !bytes[position].isNewline {
            guard let (scalar, length) = scalar(at: position) else { break }
            if Self.quotes.contains(scalar) || scalar == "\"" { end = position }
            position += length
        }
        report(.typographicQuotes(source[Span(content, end ?? position)]), from: start)
        finish(.invalidValue, from: start)
    }

    private static let quotes: Set<Unicode.Scalar> = [
        "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}", "\u{2018}", "\u{2019}", "\u{201A}",
        "\u{AB}", "\u{BB}",
    ]
    /// End a piece of text that stands without quotes.
    private static let ends: Set<UInt8> = Set("|;,()[]{}\"'".utf8)
    private static let numeric: Set<UInt8> = Set(".-_:%+".utf8)
    private static let pathBytes: Set<UInt8> = Set("./\\*~@+%?^`!&".utf8)
}

// MARK: - Reading bytes

extension Lexer {
    func byte(_ distance: Int) -> UInt8? {
        let index = position + distance
        return index < bytes.count ? bytes[index] : nil
    }

    mutating func skip(while condition: (UInt8) -> Bool) {
        while position < bytes.count, condition(bytes[position]) { position += 1 }
    }

    mutating func finish(_ kind: Token.Kind, from start: Int) {
        tokens.append(Token(kind: kind, span: Span(start, position)))
    }

    mutating func single(_ mark: Token.Punctuation) {
        position += 1
        finish(.punctuation(mark), from: position - 1)
    }

    mutating func report(_ kind: SyntaxError.Kind, _ span: Span, edits: [SourceEdit] = []) {
        if errors.count <= LanguageLimits.errors {
            errors.append(SyntaxError(kind: kind, span: span, edits: edits))
        }
    }

    mutating func report(_ kind: SyntaxError.Kind, from start: Int) {
        report(kind, Span(start, position))
    }

    mutating func reportOpenLongString() { endsInsideLongString = true }

    /// A character of text that is in no literal: the beginning of a path, mostly.
    func isPathByte(_ distance: Int) -> Bool {
        guard let byte = byte(distance), Self.pathBytes.contains(byte) else { return false }
        let next = self.byte(distance + 1)
        switch byte {
        case .backslash: return next?.isNewline == false
        case UInt8(ascii: "!"): return next != UInt8(ascii: "=")
        case UInt8(ascii: "&"): return next != UInt8(ascii: "&")
        default: return true
        }
    }

    private func isSlash(_ distance: Int) -> Bool {
        byte(distance) == UInt8(ascii: "/") || byte(distance) == .backslash
    }

    /// The end of a run of letters, digits, hyphens and underscores.
    func endOfWord(from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte.isLetter || byte.isDigit || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
            {
                index += 1
            } else if byte >= 0x80, let (scalar, length) = scalar(at: index),
                Self.isNamePart(scalar)
            {
                index += length
            } else {
                break
            }
        }
        return index
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .decimalNumber: true
        default: scalar.properties.isAlphabetic
        }
    }

    /// The character at an offset, which is the beginning of one.
    func scalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        let lead = bytes[index]
        let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard index + length <= bytes.count else { return nil }
        var value = length == 1 ? UInt32(lead) : UInt32(lead) & (0x7F >> UInt32(length))
        for byte in bytes[(index + 1)..<(index + length)] {
            value = value << 6 | UInt32(byte & 0x3F)
        }
        return Unicode.Scalar(value).map { ($0, length) }
    }
}
