/// `297mm` `8.5in` `297mmx420mm` `8.5x11in` `300kB` `1.5MB`.
extension Lexer {
    /// A number with its unit, read from `position`; nil, and nothing read, where none is there.
    mutating func measured(from start: Int) -> Token.Kind? {
        let isNegative = start < position
        guard let width = amount(at: position) else { return nil }
        var kind: Token.Kind?
        var end = width.end
        if let unit = unit(at: end) {
            end += unit.rawValue.utf8.count
            let length = PrintLength(isNegative ? -width.value : width.value, unit)
            kind = .printLength(length)
            if !isNegative, let height = height(at: end) {
                end = height.end
                kind = .printSize(width: length, height: height.length)
            }
        } else if isNegative {
            return nil
        } else if let height = height(at: end) {
            end = height.end
            kind = .printSize(
                width: PrintLength(width.value, height.length.unit), height: height.length)
        } else if let scale = byteScale(at: end) {
            end += 2
            kind = .bytes(Int((width.value * scale).rounded()))
        }
        guard let kind, isEndOfNumber(at: end) else { return nil }
        position = end
        return kind
    }

    /// Digits and a fraction, of a size that a length on paper or a file may have.
    private func amount(at start: Int) -> (value: Double, end: Int)? {
        var end = endOfDigits(from: start)
        guard end > start, end - start <= 9 else { return nil }
        if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), bytes[end + 1].isDigit {
            end = endOfDigits(from: end + 1)
        }
        return Double(source[Span(start, end)]).map { ($0, end) }
    }

    /// The `x11in` of `8.5inx11in`.
    private func height(at start: Int) -> (length: PrintLength, end: Int)? {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "x"),
            let height = amount(at: start + 1), let unit = unit(at: height.end)
        else { return nil }
        return (PrintLength(height.value, unit), height.end + unit.rawValue.utf8.count)
    }

    private func unit(at start: Int) -> PrintLength.Unit? {
        guard start + 2 <= bytes.count else { return nil }
        return PrintLength.Unit.allCases.first {
            bytes[start..<(start + 2)].elementsEqual($0.rawValue.utf8)
        }
    }

    /// Bytes of a `kB` or `MB`, which are thousands; the case is people's own.
    private func byteScale(at start: Int) -> Double? {
        guard start + 2 <= bytes.count, bytes[start + 1] | 0x20 == UInt8(ascii: "b") else {
            return nil
        }
        switch bytes[start] | 0x20 {
        case UInt8(ascii: "k"): return 1_000
        case UInt8(ascii: "m"): return 1_000_000
        default: return nil
        }
    }

    /// Not the beginning of a longer word, a label or a path.
    private func isEndOfNumber(at end: Int) -> Bool {
        guard endOfWord(from: end) == end, !isPathByte(end - position) else { return false }
        return end >= bytes.count || bytes[end] != UInt8(ascii: ":")
    }
}
