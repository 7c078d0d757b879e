import FoundationEssentials
import Glibc

/// Text from outside made fit for a terminal and for one line.
enum PlainText {
    /// Longer texts are cut here, with an ellipsis.
    static let limit = 600

    /// No control characters, no direction marks, runs of white space as one space, no endless text.
    static func line(_ text: some StringProtocol, limit: Int = limit) -> String {
        var line = ""
        var length = 0
        var spaced = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace || isHidden(scalar) {
                spaced = !line.isEmpty
                continue
            }
            if spaced {
                line.unicodeScalars.append(" ")
                length += 1
                spaced = false
            }
            guard length < limit else { return line + "…" }
            line.unicodeScalars.append(scalar)
            length += 1
        }
        return line
    }

    /// The system's words for an error of the file system, else the error's own description.
    static func of(_ error: any Error) -> String {
        if let error = error as? CocoaError {
            switch error.code {
            case .fileReadNoPermission: return "permission denied"
            case .fileReadTooLarge: return "the file is too large"
            default: break
            }
            if let underlying = error.underlying as? POSIXError {
                return String(cString: strerror(underlying.code.rawValue)).lowercased()
            }
        }
        return line(String(describing: error))
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
