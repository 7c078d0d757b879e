import Glibc

/// The path behind a command, as people type it: in quotes or without, from the home folder on.
enum CommandPath {
    static func text(_ words: String) -> String {
        var text = words
        for quote in ["\"", "'"]
        where text.count > 1 && text.hasPrefix(quote) && text.hasSuffix(quote) {
            let inner = text.dropFirst().dropLast()
            if !inner.contains(quote) { text = String(inner) }
        }
        guard text == "~" || text.hasPrefix("~/"), let home = getenv("HOME") else { return text }
        return String(cString: home) + text.dropFirst()
    }
}

extension CommandName.Subject {
    /// Whether a path is all that stands behind the command.
    var takesPath: Bool {
        switch self {
        case .file, .script, .folder, .picture: true
        default: false
        }
    }
}
