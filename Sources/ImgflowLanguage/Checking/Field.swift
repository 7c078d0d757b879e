/// What a string, a condition or a value can ask of an image.
package enum Field: String, CaseIterable, Sendable {
    case stem, name, ext, dir, index, width, height, seed, model, verb, text
    /// Of the file's bytes: in the name of a file that is written, of that file.
    case bytes, format, dpi, hash
    /// When the image was taken, as `2026-11-27`.
    case date
    /// Of the file that it was loaded from.
    case page
    /// Whether it can be transparent.
    case alpha
}

extension Field {
    /// Conditions order it.
    package var isNumber: Bool { isWhole || self == .dpi }

    /// A whole number, which `:03` pads.
    package var isWhole: Bool {
        switch self {
        case .index, .width, .height, .seed, .bytes, .page: true
        case .stem, .name, .ext, .dir, .model, .verb, .text, .format, .dpi, .hash, .date, .alpha:
            false
        }
    }

    /// True or false: a condition of its own.
    package var isTruth: Bool { self == .alpha }

    /// In the name of a file that is written it says what that file is, not the image that enters.
    package var isOfFile: Bool {
        switch self {
        case .bytes, .format, .dpi, .hash: true
        default: false
        }
    }

    /// The type of a value that it can stand for.
    var type: DeclaredType { isTruth ? .truth : isWhole ? .integer : isNumber ? .number : .string }
}

/// A field of an image where a value stands: `$cut.width`.
package struct FieldReference: Hashable, Sendable {
    package var field: Field
    /// Of the image that has this name; nil for the current one.
    package var image: String?
    package var span: Span
}

/// `{index:03}`: how many digits a number has at least.
package enum FieldPadding {
    /// - Returns: the value with zeros before it; as it is where it is no whole number.
    package static func padded(_ value: String, to digits: Int) -> String {
        let missing = digits - value.utf8.count
        guard missing > 0, value.utf8.allSatisfy(\.isDigit) else { return value }
        return String(repeating: "0", count: missing) + value
    }
}
