/// Writes a program in the one style of the language: comments kept, meaning unchanged.
///
/// A statement goes on one line where it fits into 100 columns; else each stage of its pipeline has
/// a line. Between statements at most one blank line is kept.
package struct Formatter {
    package static let width = 100

    let source: SourceText
    var comments: Comments

    /// Nil where the text cannot be read: what is wrong is in its diagnostics.
    package static func format(_ parsed: ParsedProgram) -> String? {
        guard !parsed.hasErrors else { return nil }
        var formatter = Formatter(source: parsed.source, comments: Comments(parsed.source))
        return formatter.program(parsed.program)
    }

    private mutating func program(_ program: Program) -> String {
        var output = ""
        var end = source.base
        for (index, statement) in program.statements.enumerated() {
            output += leading(before: statement.span.start, after: end, isFirst: output.isEmpty)
            if !output.isEmpty, hasBlankLine(before: statement.span.start) { output += "\n" }
            let following =
                index + 1 < program.statements.count
                ? program.statements[index + 1].span.start : source.span.end + 1
            var lines = LayoutWriter.write(.group(layout(of: statement)), width: Self.width)
            // What stands inside and found no place goes behind.
            for comment in comments.take(before: statement.span.end) {
                lines += "\n" + comment.text
            }
            if let comment = comments.takeTrailing(
                after: statement.span.end, before: following)
            {
                lines += "  " + comment.text
            }
            output += lines + "\n"
            end = statement.span.end
        }
        output += leading(before: source.span.end + 1, after: end, isFirst: output.isEmpty)
        return output
    }

    /// The comments on lines of their own before a statement.
    private mutating func leading(before offset: Int, after end: Int, isFirst: Bool) -> String {
        var text = ""
        for comment in comments.take(before: offset) {
            if comment.followsBlankLine, !(isFirst && text.isEmpty) { text += "\n" }
            text += comment.text + "\n"
        }
        return text
    }

    /// Whether the line above the one that holds this offset is blank.
    private func hasBlankLine(before offset: Int) -> Bool {
        var newlines = 0
        var index = offset - 1
        while index >= source.base {
            switch source.byte(at: index) {
            case .lineFeed: newlines += 1
            case .space, .tab, .carriageReturn, UInt8(ascii: ";"): break
            default: return newlines > 1
            }
            index -= 1
        }
        return false
    }

    // MARK: - Statements

    private mutating func layout(of statement: Statement) -> Layout {
        switch statement {
        case .version(let number, _): return .text("imgflow \(number)")
        case .pipeline(let pipeline): return self.pipeline(pipeline)
        case .use(let use): return .text("use " + source[use.pathSpan])
        case .parameter(let declaration):
            return .row(.text("param "), self.declaration(declaration))
        case .binding(let binding):
            let name = binding.name.text
            switch binding.content {
            case .value(let value):
                let gap = separator(before: value.span.start, .text(" "))
                return .row(.text("let \(name) ="), .nested(.row(gap, self.value(value))))
            case .pipeline(let pipeline): return bound("let \(name) =", pipeline)
            }
        case .definition(let definition):
            var items: [Layout] = []
            for (index, parameter) in definition.parameters.enumerated() {
                let gap = separator(before: parameter.span.start, index == 0 ? .softLine : .line)
                let comma = index + 1 < definition.parameters.count ? "," : ""
                items += [gap, declaration(parameter), .text(comma)]
            }
            let head = Layout.group(
                .row(
                    .text("def \(definition.name.text)("), .nested(.row(items)),
                    items.isEmpty ? .nothing : .softLine, .text(") =")))
            return .row(head, bound("", definition.body))
        case .setting(let setting):
            var parts: [Layout] = [.text("set")]
            if let verb = setting.verb { parts.append(.text(" " + verb.text)) }
            parts.append(.nested(arguments(setting.values, setting.arguments)))
            return .row(parts)
        }
    }

    /// `let name = stage | stage`; where it is too long, the pipeline begins a line.
    private mutating func bound(_ head: String, _ pipeline: Pipeline) -> Layout {
        let gap = separator(before: pipeline.span.start, .line)
        return .row(.text(head), .nested(.row(gap, self.pipeline(pipeline))))
    }

    private mutating func declaration(_ declaration: ParameterDeclaration) -> Layout {
        var parts: [Layout] = [
            .text("\(declaration.name.text): \(declaration.type.text)")
        ]
        if let value = declaration.defaultValue {
            parts += [.text(" = "), self.value(value)]
        }
        if let summary = declaration.summary { parts.append(.text(" " + source[summary.span])) }
        return .row(parts)
    }

    // MARK: - Comments

    /// What stands between two parts: the comments there, each ending its line, or the given break.
    mutating func separator(before offset: Int, _ plain: Layout) -> Layout {
        let found = comments.take(before: offset)
        guard !found.isEmpty else { return plain }
        var parts: [Layout] = []
        for comment in found {
            parts += comment.isOnOwnLine ? [.hardLine] : [.text("  ")]
            parts.append(.text(comment.text))
        }
        return .row(parts + [.hardLine])
    }
}
