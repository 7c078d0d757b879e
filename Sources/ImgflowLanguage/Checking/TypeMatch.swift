/// Whether a value is what a parameter takes.
enum TypeMatch {
    case fits(CheckedValue)
    /// The right kind of value, and yet wrong.
    case refused(CheckError.Kind, at: Operand)
    /// Another kind of value.
    case other
    /// Invalid already, which has been said.
    case unknown

    static func of(_ operand: Operand, as type: ValueType) -> TypeMatch {
        switch (type, operand.kind) {
        case (_, .invalid): .unknown
        case (_, .hole(let declared)): type.mayTake(declared) ? .unknown : .other
        case (.text, .field(let reference)): .fits(.text(Template(reference)))
        case (.path, .field(let reference)), (.image, .field(let reference)):
            .fits(.path(Template(reference)))
        case (.either, .field), (.list, .field): field(operand, as: type)
        case (_, .field(let reference)):
            type.mayBe(reference.field.type) ? .fits(.field(reference)) : .other
        case (.text(let maximum), .text(let template)):
            text(template, maximum: maximum).map { .refused($0, at: operand) }
                ?? .fits(.text(template))
        case (.integer(let range), .integer(let number)),
            (.integer(let range), .pixels(let number)):
            range.contains(number)
                ? .fits(.integer(number)) : .refused(.outOfRange(type), at: operand)
        case (.number(let range), .integer(let number)):
            Self.number(Double(number), in: range, operand)
        case (.number(let range), .number(let number)): Self.number(number, in: range, operand)
        case (.number(let range), .percent(let percent)):
            Self.number(percent / 100, in: range, operand)
        case (.length(let range), .integer(let number)), (.length(let range), .pixels(let number)):
            range.contains(number)
                ? .fits(.pixels(number)) : .refused(.outOfRange(type), at: operand)
        case (.pixels(let range), .integer(let number)), (.pixels(let range), .pixels(let number)):
            range.contains(number)
                ? .fits(.pixels(number)) : .refused(.outOfRange(type), at: operand)
        case (.length(let range), .percent(let percent)):
            // Limits in pixels say nothing of a share but whether it may be nothing, or negative.
            (percent > 0 || range.lowerBound <= 0) && (percent >= 0 || range.lowerBound < 0)
                ? .fits(.share(percent / 100)) : .refused(.outOfRange(type), at: operand)
        case (.length(let range), .printLength(let length)),
            (.pixels(let range), .printLength(let length)):
            // How many pixels it is shows the stage's resolution.
            (length.amount > 0 || range.lowerBound <= 0)
                && (length.amount >= 0 || range.lowerBound < 0)
                ? .fits(.printLength(length)) : .refused(.outOfRange(type), at: operand)
        case (.size, .printSize(let width, let height)):
            width.amount > 0 && height.amount > 0
                ? .fits(.printSize(width: width, height: height))
                : .refused(.outOfRange(type), at: operand)
        case (.bytes(let range), .bytes(let count)), (.bytes(let range), .integer(let count)):
            range.contains(count)
                ? .fits(.integer(count)) : .refused(.outOfRange(type), at: operand)
        case (.size(let side), .size(let width, let height)):
            side.contains(width) && side.contains(height)
                ? .fits(.size(width: width, height: height))
                : .refused(.outOfRange(type), at: operand)
        case (.ratio(let ratios), .ratio(let ratio)):
            ratios.isEmpty || ratios.contains(ratio)
                ? .fits(.ratio(ratio)) : .refused(.outOfRange(type), at: operand)
        case (.word(let words), .word(let word)):
            words.contains(word)
                ? .fits(.word(word)) : .refused(.unknownWord(word, valid: words), at: operand)
        case (.word(let words), .text(let template)):
            .refused(.quotedWord(template.literal, valid: words), at: operand)
        case (.name, .word(let word)): .fits(.word(word))
        case (.truth, .truth(let truth)): .fits(.truth(truth))
        case (.color, .text(let template)):
            template.literal.flatMap(color).map { .fits($0) } ?? .refused(.badColor, at: operand)
        case (.color, .word): .refused(.badColor, at: operand)
        case (.path, .text(let template)):
            template.isBlank ? .refused(.emptyText, at: operand) : .fits(.path(template))
        case (.standardStream, .standardStream): .fits(.standardStream)
        case (.image, .images(let reference)): .fits(.variable(reference))
        case (.image, .pipeline(let pipeline)): .fits(.pipeline(pipeline))
        case (.image, .text(let template)):
            template.isBlank ? .refused(.emptyText, at: operand) : .fits(.path(template))
        case (.text, .word(let word)), (.path, .word(let word)), (.image, .word(let word)):
            .refused(.unquotedString(word), at: operand)
        case (.list(let element, let count), .list(let items)):
            list(items, of: element, count: count, type, operand)
        case (.list(let element, let count), .range(let from, let through)):
            list(
                (from...max(from, through)).map {
                    (nil, Operand(kind: .integer($0), span: operand.span, origin: operand.origin))
                }, of: element, count: count, type, operand)
        case (.switches(let names, let states), .list(let items)):
            switches(items, names, states)
        case (.either(let types), _): either(types, type, operand)
        default: .other
        }
    }

    /// Its value shows which of several types it is; a list is no field.
    private static func field(_ operand: Operand, as type: ValueType) -> TypeMatch {
        guard case .either(let types) = type else { return .other }
        return types.lazy.map { of(operand, as: $0) }.first {
            if case .fits = $0 { true } else { false }
        } ?? .other
    }

    private static func text(_ template: Template, maximum: Int) -> CheckError.Kind? {
        if template.isBlank { return .emptyText }
        let length = template.parts.reduce(0) { $0 + ($1.text?.unicodeScalars.count ?? 0) }
        return length > maximum ? .textTooLong(length, maximum: maximum) : nil
    }

    private static func number(_ number: Double, in range: ClosedRange<Double>, _ operand: Operand)
        -> TypeMatch
    {
        range.contains(number)
            ? .fits(.number(number)) : .refused(.outOfRange(.number(range)), at: operand)
    }

    /// `#RRGGBB`, or `#RGB` with each digit doubled.
    private static func color(_ text: String) -> CheckedValue? {
        guard text.hasPrefix("#"), text.utf8.dropFirst().allSatisfy(\.isHexDigit) else {
            return nil
        }
        var digits = text.dropFirst().map { String($0) }
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        guard digits.count == 6, let value = UInt32(digits.joined(), radix: 16) else { return nil }
        return .color(
            red: UInt8(truncatingIfNeeded: value >> 16),
            green: UInt8(truncatingIfNeeded: value >> 8),
            blue: UInt8(truncatingIfNeeded: value))
    }

    private static func list(
        _ items: [(label: String?, operand: Operand)], of element: ValueType,
        count: ClosedRange<Int>,
        _ type: ValueType, _ list: Operand
    ) -> TypeMatch {
        var checked: [CheckedItem] = []
        for (label, item) in items {
            switch of(item, as: element) {
            case .fits(let value): checked.append(CheckedItem(label: label, value, span: item.span))
            case .refused(let kind, let place): return .refused(kind, at: place)
            case .other: return .refused(.wrongType(element), at: item)
            case .unknown: return .unknown
            }
        }
        guard count.contains(items.count) else { return .refused(.outOfRange(type), at: list) }
        return .fits(.list(checked))
    }

    private static func switches(
        _ items: [(label: String?, operand: Operand)], _ names: [String], _ states: [String]
    ) -> TypeMatch {
        var checked: [CheckedItem] = []
        for (label, item) in items {
            let words = label == nil ? names : states
            switch of(item, as: .word(words)) {
            case .fits(let value): checked.append(CheckedItem(label: label, value, span: item.span))
            case .refused(let kind, let place): return .refused(kind, at: place)
            case .other: return .refused(.wrongType(.word(words)), at: item)
            case .unknown: return .unknown
            }
            if let label, !names.contains(label) {
                // The label stands right before its state, with a colon between.
                var place = item
                place.span = Span(item.span.start - label.utf8.count - 1, item.span.end)
                place.origin = place.span
                return .refused(.unknownWord(label, valid: names), at: place)
            }
        }
        return .fits(.list(checked))
    }

    /// The first that fits; a refusal only if all that refuse have the same reason.
    private static func either(_ types: [ValueType], _ type: ValueType, _ operand: Operand)
        -> TypeMatch
    {
        var refusals: [(kind: CheckError.Kind, place: Operand)] = []
        for type in types {
            switch of(operand, as: type) {
            case .fits(let value): return .fits(value)
            case .refused(let kind, let place): refusals.append((kind, place))
            case .other: continue
            case .unknown: return .unknown
            }
        }
        // `seed:"seven"` is no word in quotes: all that fits is to be named.
        refusals.removeAll { refusal in
            guard case .quotedWord(let text, let valid) = refusal.kind else { return false }
            return !(text.map(valid.contains) ?? false)
        }
        guard let first = refusals.first else { return .other }
        if case .outOfRange = first.kind, refusals.count > 1 {
            return .refused(.outOfRange(type), at: operand)
        }
        let isOne = refusals.allSatisfy { $0.kind.code == first.kind.code }
        return isOne ? .refused(first.kind, at: first.place) : .other
    }
}

extension CheckedValue {
    /// What a field of an image is as a value of a type; nil where it is not of that type or range.
    ///
    /// - Parameter text: as a string has it.
    package init?(_ text: String, of reference: FieldReference, as type: ValueType) {
        let field = reference.field
        let kinds: [Operand.Kind] =
            if field.isTruth {
                [.truth(text == "true")]
            } else if field.isNumber {
                Int(text).map { [.integer($0)] } ?? Double(text).map { [.number($0)] } ?? []
            } else {
                [.word(text)]
            }
        for kind in kinds {
            let operand = Operand(kind: kind, span: reference.span, origin: reference.span)
            if case .fits(let value) = TypeMatch.of(operand, as: type) {
                self = value
                return
            }
        }
        return nil
    }
}

extension Template {
    /// The text of a field alone.
    init(_ reference: FieldReference) {
        self.init(
            parts: [.field(reference.field, of: reference.image, span: reference.span)],
            span: reference.span)
    }

    /// Nothing would be sent.
    var isBlank: Bool { literal.map { $0.allSatisfy(\.isWhitespace) } ?? false }
}

extension ValueType {
    /// Whether a field of an image, of this type, can be one of this: a text can only be a word.
    fileprivate func mayBe(_ field: DeclaredType) -> Bool {
        switch (self, field) {
        case (.word, .string): true
        case (.color, _), (.switches, _): false
        default: mayTake(field)
        }
    }

    /// Whether some value of a declared type can be one of this.
    func mayTake(_ declared: DeclaredType) -> Bool {
        switch (self, declared) {
        case (.text, .string), (.text, .file), (.path, .string), (.path, .file), (.path, .files),
            (.image, .string), (.image, .file), (.image, .image), (.image, .mask),
            (.color, .string), (.color, .color), (.integer, .integer), (.integer, .number),
            (.number, .number), (.number, .integer), (.length, .number), (.length, .integer),
            (.pixels, .number), (.pixels, .integer),
            (.bytes, .number), (.bytes, .integer),
            (.size, .size), (.ratio, .ratio), (.word, .word), (.name, .word), (.truth, .truth),
            (.list, .list),
            (.list, .files), (.switches, .list):
            true
        // A list sweeps.
        case (_, .list): true
        case (.either(let types), _): types.contains { $0.mayTake(declared) }
        default: false
        }
    }
}
