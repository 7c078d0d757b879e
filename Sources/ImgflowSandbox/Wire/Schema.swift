/// A request's fields; anything else in it is refused. The wording is the validator's that Bedrock
/// uses: reference, section 3.5.
struct Schema: Sendable {
    struct Field: Sendable {
        var name: String
        var kind: Kind
        var isRequired: Bool
    }

    enum Kind: Sendable {
        /// Length in characters.
        case text(ClosedRange<Int>)
        case choice([String])
        case integer(ClosedRange<Int>, multipleOf: Int = 1)
        case number(ClosedRange<Double>)
        case truth
        /// `#RRGGBB`
        case color
        /// Base64 without a `data:` prefix; decoded later.
        case image
        indirect case list(Kind, count: ClosedRange<Int>)
        indirect case object(Schema)
    }

    var fields: [Field]

    init(_ fields: Field...) { self.fields = fields }

    func check(_ value: WireValue) throws(ServiceError) -> Fields {
        let violations = violations(value, at: "#")
        guard violations.isEmpty else { throw .malformed(violations) }
        guard case .object(let members) = value else { throw .unparsable }
        return Fields(members)
    }

    private func violations(_ value: WireValue, at place: String) -> [String] {
        guard case .object(let members) = value else {
            return ["\(place): expected type: JSONObject, found: \(value.kind)"]
        }
        let missing = fields.filter { $0.isRequired && members[$0.name] == nil }
            .map { "\(place): required key [\($0.name)] not found" }
        let known = Set(fields.map(\.name))
        let extra = members.keys.filter { !known.contains($0) }.sorted()
            .map { "\(place): extraneous key [\($0)] is not permitted" }
        let wrong = fields.flatMap { field in
            members[field.name].map { field.kind.violations($0, at: "\(place)/\(field.name)") }
                ?? []
        }
        return missing + extra + wrong
    }
}

extension Schema.Field {
    static func required(_ name: String, _ kind: Schema.Kind) -> Schema.Field {
        Schema.Field(name: name, kind: kind, isRequired: true)
    }

    static func optional(_ name: String, _ kind: Schema.Kind) -> Schema.Field {
        Schema.Field(name: name, kind: kind, isRequired: false)
    }
}

extension Schema.Kind {
    fileprivate func violations(_ value: WireValue, at place: String) -> [String] {
        switch (self, value) {
        case (.text(let length), .text(let text)):
            let count = text.unicodeScalars.count
            if count < length.lowerBound {
                return ["\(place): expected minLength: \(length.lowerBound), actual: \(count)"]
            }
            if count > length.upperBound {
                return ["\(place): expected maxLength: \(length.upperBound), actual: \(count)"]
            }
            return []
        case (.choice(let words), .text(let word)):
            return words.contains(word) ? [] : ["\(place): \(word) is not a valid enum value"]
        case (.image, .text), (.truth, .truth):
            return []
        case (.color, .text(let text)):
            return text.isColor
                ? [] : ["\(place): string [\(text)] does not match pattern ^#[0-9A-Fa-f]{6}$"]
        case (.list(let kind, let count), .list(let items)):
            if items.count < count.lowerBound {
                return [
                    "\(place): expected minimum item count: \(count.lowerBound), "
                        + "found: \(items.count)"
                ]
            }
            if items.count > count.upperBound {
                return [
                    "\(place): expected maximum item count: \(count.upperBound), "
                        + "found: \(items.count)"
                ]
            }
            return items.enumerated().flatMap { kind.violations($1, at: "\(place)/\($0)") }
        case (.integer(let range, let step), .integer(let number)):
            return outside(
                Double(number), Double(range.lowerBound)...Double(range.upperBound),
                "\(number)", "\(range.lowerBound)", "\(range.upperBound)", place)
                ?? (number % step == 0 ? [] : ["\(place): \(number) is not a multiple of \(step)"])
        case (.number(let range), .integer(let number)):
            return outside(
                Double(number), range, "\(number)", "\(range.lowerBound)",
                "\(range.upperBound)", place) ?? []
        case (.number(let range), .number(let number)):
            return outside(
                number, range, "\(number)", "\(range.lowerBound)",
                "\(range.upperBound)", place) ?? []
        case (.object(let schema), _):
            return schema.violations(value, at: place)
        case (.text, _), (.choice, _), (.image, _), (.color, _):
            return ["\(place): expected type: String, found: \(value.kind)"]
        case (.truth, _):
            return ["\(place): expected type: Boolean, found: \(value.kind)"]
        case (.list, _):
            return ["\(place): expected type: JSONArray, found: \(value.kind)"]
        case (.integer, _):
            return ["\(place): expected type: Integer, found: \(value.kind)"]
        case (.number, _):
            return ["\(place): expected type: Number, found: \(value.kind)"]
        }
    }

    private func outside(
        _ number: Double, _ range: ClosedRange<Double>, _ text: String, _ low: String,
        _ high: String, _ place: String
    ) -> [String]? {
        if number < range.lowerBound {
            return ["\(place): \(text) is not greater or equal to \(low)"]
        }
        if number > range.upperBound {
            return ["\(place): \(text) is not less or equal to \(high)"]
        }
        return nil
    }
}

extension String {
    fileprivate var isColor: Bool {
        utf8.count == 7 && hasPrefix("#") && dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}

/// The members of a request that fits its schema.
struct Fields: Sendable {
    private let members: [String: WireValue]

    init(_ members: [String: WireValue]) { self.members = members }

    func has(_ name: String) -> Bool { members[name] != nil }

    func text(_ name: String) -> String? {
        guard case .text(let text) = members[name] else { return nil }
        return text
    }

    func integer(_ name: String) -> Int? {
        guard case .integer(let number) = members[name] else { return nil }
        return number
    }

    func number(_ name: String) -> Double? {
        switch members[name] {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    func truth(_ name: String) -> Bool? {
        guard case .truth(let truth) = members[name] else { return nil }
        return truth
    }

    func texts(_ name: String) -> [String] {
        guard case .list(let items) = members[name] else { return [] }
        return items.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }

    func object(_ name: String) -> Fields? {
        guard case .object(let members) = members[name] else { return nil }
        return Fields(members)
    }
}
