/// A value of a response's JSON, as a field of a form: its texts are cut to 2,000 characters.
package indirect enum SeenValue: Hashable, Sendable {
    case text(String)
    case number(Double)
    case truth(Bool)
    case null
    case list([SeenValue])
    /// The first of several fields of one name counts.
    case object([String: SeenValue])

    init(_ value: JSONScanner.Value, in text: UnsafeRawBufferPointer) {
        self =
            switch value {
            case .string: .text(value.string(in: text) ?? "")
            case .number(let number): .number(number)
            case .truth(let truth): .truth(truth)
            case .null: .null
            case .list(let items): .list(items.map { SeenValue($0, in: text) })
            case .object(let fields):
                .object(
                    Dictionary(
                        fields.map { ($0.name, SeenValue($0.value, in: text)) },
                        uniquingKeysWith: { first, _ in first }))
            }
    }

    package subscript(name: String) -> SeenValue? {
        guard case .object(let fields) = self else { return nil }
        return fields[name]
    }

    /// A number without a fraction: `8` and `8.0`, no text that looks like one.
    package var whole: Int? {
        guard case .number(let number) = self else { return nil }
        return Int(exactly: number)
    }

    package var items: [SeenValue]? {
        if case .list(let items) = self { items } else { nil }
    }
}

/// Text of a model made fit for one line, a file's metadata, and a terminal.
package enum SeenText {
    /// No control characters, no direction marks, runs of white space as one space.
    package static func line(_ text: some StringProtocol, longest: Int) -> String {
        var line = ""
        var length = 0
        var spaced = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace || isHidden(scalar) {
                spaced = !line.isEmpty
                continue
            }
            guard length < longest else { return line + "…" }
            if spaced { line.unicodeScalars.append(" ") }
            line.unicodeScalars.append(scalar)
            length += spaced ? 2 : 1
            spaced = false
        }
        return line
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator:
            true
        default: false
        }
    }
}
