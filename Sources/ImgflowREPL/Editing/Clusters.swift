internal import CLibEdit
import ImgflowLanguage

/// Texts as they stand in libedit's line, which holds no character without a width: one character of its own stands
/// for a letter with its marks, and for the end of a line.
///
/// The codes live as long as the process; the editor's thread alone makes them.
enum Clusters {
    /// A text as the line has it.
    static func encoded(_ text: String) -> String {
        // Most lines hold neither marks nor ends of lines.
        guard !text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return text }
        var result: [Unicode.Scalar] = []
        var cluster: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            if let last = cluster.last, goesOn(after: last, scalar) {
                cluster.append(scalar)
                continue
            }
            result += line(cluster)
            cluster = [scalar]
        }
        return self.text(result + line(cluster))
    }

    /// A text as it was typed.
    static func decoded(_ line: String) -> String {
        guard line.unicodeScalars.contains(where: { imgflow_is_cluster_code(Int($0.value)) }) else {
            return line
        }
        var result = ""
        for scalar in line.unicodeScalars {
            if let text = imgflow_cluster_text(Int(scalar.value)) {
                result += String(cString: text)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Characters of the line that a text takes, as libedit counts them.
    static func count(_ text: String) -> Int { encoded(text).unicodeScalars.count }

    /// Columns of the terminal that a text takes.
    static func columns(_ text: String) -> Int {
        encoded(text).unicodeScalars.reduce(0) { $0 + max(0, Int(imgflow_columns(Int($1.value)))) }
    }

    /// Whether a character goes with the one before it, as this terminal draws them.
    static func goesOn(after last: Unicode.Scalar?, _ scalar: Unicode.Scalar) -> Bool {
        if isMark(scalar) { return true }
        guard Terminal.joinsEmoji, let last, !scalar.isASCII else { return false }
        return last == "\u{200D}"
            ? scalar.properties.isEmoji
            : scalar.properties.isEmojiModifier && last.properties.isEmoji
    }

    /// Whether a character has no width of its own.
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && imgflow_columns(Int(scalar.value)) == 0
    }

    private static func line(_ cluster: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard let base = cluster.first else { return [] }
        if base == "\n" { return code(cluster, shown: ["↵"], columns: 1) ?? [" "] }
        if base.value < 0x20 || base.value == 0x7F { return [" "] }
        if cluster.contains(where: Printable.isHarmful) {
            return code(cluster, shown: ["\u{FFFD}"], columns: 1) ?? ["\u{FFFD}"]
        }
        let isCode = imgflow_is_cluster_code(Int(base.value))
        if cluster.count == 1, !isCode, !isMark(base) { return cluster }
        // A mark without a letter is shown as font tables show it.
        var shown = isMark(base) ? ["\u{25CC}"] + cluster : cluster
        // A joiner waits for what it joins: terminals would take the cursor's next place for it.
        while shown.last == "\u{200D}" { shown.removeLast() }
        let columns = imgflow_columns(Int(base.value)) == 2 ? 2 : 1
        return code(cluster, shown: shown, columns: columns) ?? [isMark(base) ? "\u{FFFD}" : base]
    }

    private static func code(
        _ cluster: [Unicode.Scalar], shown: [Unicode.Scalar], columns: Int
    ) -> [Unicode.Scalar]? {
        let code = imgflow_cluster_code(text(cluster), text(shown), Int32(columns))
        return UInt32(exactly: code).flatMap(Unicode.Scalar.init).map { [$0] }
    }

    private static func text(_ scalars: [Unicode.Scalar]) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
