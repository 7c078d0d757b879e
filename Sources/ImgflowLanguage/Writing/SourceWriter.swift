/// Writes values as a program has them: read back, each is the value that was written.
package enum SourceWriter {
    /// A string in double quotes. Braces and backslashes are escaped, so it has no fields.
    package static func string(_ text: String) -> String { "\"\(inside(text))\"" }

    /// The same without the quotes, to be put into a string that has them.
    package static func inside(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "{": result += "{{"
            case "}": result += "}}"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F || PathText.isByte(scalar) {
                    result += "\\u{\(String(scalar.value, radix: 16))}"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    /// A string with its fields, on one line.
    package static func string(_ literal: StringLiteral) -> String {
        let parts = literal.parts.map { part in
            switch part {
            case .text(let text): inside(text)
            case .field(let variable, let name, let digits, _):
                "{\([variable.map { "$\($0)" }, name].compactMap(\.self).joined(separator: "."))\(digits > 0 ? ":0\(digits)" : "")}"
            }
        }
        return "\"\(parts.joined())\""
    }

    /// A number; without a fraction where it has none.
    package static func number(_ number: Double) -> String {
        Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }

    /// A share in percent, as far as six decimals go.
    ///
    /// - Parameter share: 1 is all of it.
    package static func share(_ share: Double) -> String {
        number((share * 1e8).rounded() / 1e6) + "%"
    }

    /// `#RRGGBB`, without quotes.
    package static func color(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> String {
        "#"
            + [red, green, blue].map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }.joined()
    }

    /// - Parameter items: as a program writes each.
    package static func list(_ items: [String]) -> String {
        "[\(items.joined(separator: ", "))]"
    }
}
