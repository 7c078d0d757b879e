/// What goes before each part of a rendered diagnostic to color it; plain by default.
package struct RenderingStyle: Sendable {
    package var error = ""
    package var warning = ""
    package var note = ""
    package var message = ""
    /// Line numbers, bars and the arrow.
    package var frame = ""
    package var secondary = ""
    /// Ends any of the others.
    package var reset = ""
    /// Columns of a source line that are shown; longer lines are cut around what they are shown for.
    package var width = 100

    package init() {}

    package static let plain = RenderingStyle()

    /// The eight colors that every terminal has.
    package static var ansi: RenderingStyle {
        var style = RenderingStyle()
        style.error = "\u{1B}[1;31m"
        style.warning = "\u{1B}[1;33m"
        style.note = "\u{1B}[1;36m"
        style.message = "\u{1B}[1m"
        style.frame = "\u{1B}[34m"
        style.secondary = "\u{1B}[36m"
        style.reset = "\u{1B}[0m"
        return style
    }

    func paint(_ text: String, _ prefix: String) -> String {
        prefix.isEmpty || text.isEmpty ? text : prefix + text + reset
    }

    func prefix(for severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: error
        case .warning: warning
        case .note: note
        }
    }
}
