extension ValueType {
    /// What fits, to stand behind "expected": `a number from 0 to 1`.
    package var expectation: String {
        switch self {
        case .text(let maximum): "a string of at most \(Count(maximum, "character"))"
        case .integer(let range), .pixels(let range): "a whole number \(Self.limits(range))"
        case .number(let range):
            "a number from \(SourceWriter.number(range.lowerBound)) to \(SourceWriter.number(range.upperBound))"
        case .length(let range): "pixels \(Self.limits(range)) or a percentage"
        case .bytes(let range):
            "a file size such as 300kB or 2MB, from \(range.lowerBound) to \(range.upperBound) bytes"
        case .size(let side): "a size such as 1024x768 with sides \(Self.limits(side))"
        case .ratio(let ratios):
            ratios.isEmpty ? "a ratio such as 16:9" : "one of \(List(ratios.map(\.description)))"
        case .word(let words):
            words.count == 1 ? "`\(words[0])`" : "one of \(List(words))"
        case .name: "a name such as caption"
        case .truth: "true or false"
        case .color: "a color such as \"#2E8B57\""
        case .path: "a path in quotes"
        case .standardStream: "a lone -"
        case .image: "an image: a path, a variable or a pipeline in parentheses"
        case .list(let element, let count):
            "a list of \(Self.span(count)) items, each \(element.expectation)"
        case .switches(let names, let states):
            "a list of \(List(names)), each alone or with a state (\(List(states))), such as [\(names.first ?? "…"):\(states.first ?? "…")]"
        case .either(let types): "\(List(types.map(\.expectation)))"
        }
    }

    /// A value as it could be written, for the fix of a missing argument.
    var sample: String {
        switch self {
        case .text, .path, .image: "\"…\""
        case .integer(let range), .pixels(let range): "\(range.lowerBound)"
        case .number(let range): SourceWriter.number(range.lowerBound)
        case .length(let range): "\(range.lowerBound)"
        case .bytes: "300kB"
        case .size(let side): "\(side.lowerBound)x\(side.lowerBound)"
        case .ratio(let ratios): ratios.first?.description ?? "16:9"
        case .word(let words): words.first ?? "…"
        case .name: "width"
        case .truth: "true"
        case .color: "\"#2E8B57\""
        case .standardStream: "-"
        case .list(let element, _): "[\(element.sample)]"
        case .switches(let names, _): "[\(names.first ?? "…")]"
        case .either(let types): types.first?.sample ?? "…"
        }
    }

    /// The words that fit.
    var words: [String] {
        switch self {
        case .word(let words): words
        case .either(let types): types.flatMap(\.words)
        default: []
        }
    }

    /// Without it a list is many values for one parameter.
    var takesList: Bool {
        switch self {
        case .list, .switches: true
        case .either(let types): types.contains(where: \.takesList)
        default: false
        }
    }

    private static func limits(_ range: ClosedRange<Int>) -> String {
        "from \(range.lowerBound) to \(range.upperBound)"
    }

    private static func span(_ range: ClosedRange<Int>) -> String {
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}
