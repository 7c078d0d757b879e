internal import CLibEdit

/// The line on the screen, where it is drawn again under libedit's eyes.
extension LineEditor {
    /// After the window changed, or the process was stopped and went on.
    func redraw(wasStopped: Bool) {
        if wasStopped { imgflow_el_prepare(editor, 1) }
        // What stopped the process has left the cursor where it is now.
        erase(rowsAbove: wasStopped ? 0 : rowsAboveCursor)
        takeSize()
        imgflow_el_refresh(editor)
        drawnColumns = Self.columns
    }

    /// libedit 3.1 writes behind its rows where the window has few of them: of such a window it is told that it is
    /// larger, and what does not fit is not seen.
    func takeSize() {
        let (columns, rows) = Self.size
        if columns >= Self.least.columns, rows >= Self.least.rows {
            el_resize(editor)
        } else {
            imgflow_el_set_size(
                editor, Int32(max(columns, Self.least.columns)), Int32(max(rows, Self.least.rows)))
        }
    }

    private static let least = (columns: 16, rows: 6)

    /// Draws prompt and line where they are, as they are now.
    func redrawInPlace(rowsAbove: Int) {
        erase(rowsAbove: rowsAbove)
        imgflow_el_refresh(editor)
        drawnColumns = Self.columns
    }

    /// Before the next line is read.
    func clearScreen() {
        if Terminal.takesSequences { imgflow_el_print("\u{1B}[H\u{1B}[2J") }
    }

    /// libedit draws from where the cursor is.
    private func erase(rowsAbove: Int) {
        guard Terminal.takesSequences else { return }
        imgflow_el_print("\r" + (rowsAbove > 0 ? "\u{1B}[\(rowsAbove)A" : "") + "\u{1B}[J")
    }

    /// Between the first row of the prompt and the cursor.
    var rowsAboveCursor: Int {
        let columns = max(Self.least.columns, Terminal.wrapsAnew ? Self.columns : drawnColumns)
        let texts = [Self.visible(shownPrompt), lineToCursor]
        var row = 0, column = 0
        for scalar in texts.joined().unicodeScalars {
            let width = max(0, Int(imgflow_columns(Int(scalar.value))))
            if column + width > columns { (row, column) = (row + 1, 0) }
            column += width
        }
        return column >= max(1, columns) ? row + 1 : row
    }

    /// Without the sequences between bytes of 1.
    private static func visible(_ prompt: String) -> String {
        prompt.split(separator: "\u{1}", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 0 }.map { String($0.element) }.joined()
    }
}
