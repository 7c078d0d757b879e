/// Draws a diagnostic over its source (language.md §6); lines end in a newline, the last one too.
package struct DiagnosticRenderer: Sendable {
    private let sources: Sources
    private let lines: SourceLines
    private let style: RenderingStyle

    package init(_ sources: Sources, style: RenderingStyle = .plain) {
        self.sources = sources
        self.style = style
        lines = SourceLines(sources)
    }

    package init(_ source: SourceText, style: RenderingStyle = .plain) {
        self.init(Sources(source), style: style)
    }

    package func render(_ diagnostic: Diagnostic) -> String {
        let color = style.prefix(for: diagnostic.severity)
        var marks = [mark(diagnostic.primary, "^", color)]
        marks += diagnostic.secondary.map { mark($0, "-", style.secondary) }
        let digits = marks.map { String($0.line).utf8.count }.max() ?? 1
        let gutter = String(repeating: " ", count: digits)

        let title = style.paint("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", color)
        let message = style.paint(Printable.text(diagnostic.message), style.message)
        let position = lines.position(of: marks[0].span.start)
        let file = sources.file(at: marks[0].span.start)
        let place = "\(Printable.text(file.name)):\(position.line):\(position.column)"
        var output = "\(title): \(message)\n"
        output += "\(gutter) \(style.paint("-->", style.frame)) \(place)\n"
        output += "\(gutter)  \(style.paint("|", style.frame))\n"
        output += snippet(marks.filter { $0.file == file.base }, digits: digits)
        // What stands in other files is shown behind, a file at a time.
        for other in [sources.root] + sources.used
        where other.base != file.base && marks.contains(where: { $0.file == other.base }) {
            let there = marks.filter { $0.file == other.base }
            let position = lines.position(of: there[0].span.start)
            output += "\(gutter) \(style.paint("-->", style.frame)) "
            output += "\(Printable.text(other.name)):\(position.line):\(position.column)\n"
            output += "\(gutter)  \(style.paint("|", style.frame))\n"
            output += snippet(there, digits: digits)
        }
        let footers =
            diagnostic.notes.map { ("note", $0) } + (diagnostic.fix.map { [("fix", $0)] } ?? [])
        for (kind, text) in footers {
            output +=
                "\(gutter)  \(style.paint("=", style.frame)) \(kind): \(Printable.text(text))\n"
        }
        return output
    }

    // MARK: - Lines

    /// A label, where it goes, and how it is drawn.
    private struct Mark {
        var span: Span
        /// The base of its file.
        var file: Int
        var line: Int
        var text: String
        var stroke: Character
        var color: String
    }

    /// Spans are cut to the text and to their first line.
    private func mark(_ label: Diagnostic.Label, _ stroke: Character, _ color: String) -> Mark {
        let source = sources.file(at: max(label.span.start, 0))
        let start = min(max(label.span.start, source.base), source.span.end)
        let map = lines.map(at: start)
        let line = map.line(of: start)
        let lineSpan = map.span(ofLine: line)
        let from = max(start, lineSpan.start)
        let end = max(from, min(label.span.end, lineSpan.end))
        return Mark(
            span: Span(from, end), file: source.base, line: line, text: Printable.text(label.text),
            stroke: stroke,
            color: color)
    }

    private func snippet(_ marks: [Mark], digits: Int) -> String {
        let bar = style.paint("|", style.frame)
        let blank = String(repeating: " ", count: digits + 2) + bar
        var output = ""
        var previous: Int?
        for line in Set(marks.map(\.line)).sorted() {
            if let previous, line > previous + 1 {
                output += String(repeating: " ", count: digits + 1) + "...\n"
            }
            previous = line
            let onLine = marks.enumerated().filter { $0.element.line == line }
                .sorted { ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset) }
                .map(\.element)
            for group in groups(onLine) {
                guard let place = group.first?.span.start else { continue }
                let excerpt = SourceExcerpt(
                    sources.file(at: place), lines.map(at: place).span(ofLine: line),
                    of: group.map(\.span), width: style.width)
                let number = String(line)
                let padding = String(repeating: " ", count: digits - number.utf8.count + 1)
                output += padding + style.paint(number, style.frame) + " " + bar
                output += (excerpt.text.isEmpty ? "" : " " + excerpt.text) + "\n"
                for mark in group {
                    let columns = excerpt.columns(of: mark.span)
                    var drawn = String(repeating: mark.stroke, count: columns.count)
                    if !mark.text.isEmpty { drawn += " " + mark.text }
                    output += blank + String(repeating: " ", count: columns.lowerBound + 1)
                    output += style.paint(drawn, mark.color) + "\n"
                }
            }
        }
        return output
    }

    /// Marks too far apart to be seen in one cut line are shown in a line each.
    private func groups(_ marks: [Mark]) -> [[Mark]] {
        guard let first = marks.first, let end = marks.map(\.span.end).max() else { return [] }
        return end - first.span.start <= style.width / 2
            || end - lines.map(at: first.span.start).span(ofLine: first.line).start <= style.width
            ? [marks] : marks.map { [$0] }
    }
}
