/// Rows of cells in columns that line up; the last column is ragged.
package struct TextTable {
    private var rows: [[String]] = []
    private let indent: String

    package init(indent: Int = 2) { self.indent = String(repeating: " ", count: indent) }

    package mutating func add(_ cells: String...) { rows.append(cells) }

    /// Lines, each ending in a newline.
    package var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1
                    ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            let line = indent + cells.joined(separator: "  ")
            var end = line.utf8.endIndex
            while end > line.utf8.startIndex,
                line.utf8[line.utf8.index(before: end)] == UInt8(ascii: " ")
            {
                end = line.utf8.index(before: end)
            }
            return line[..<end] + "\n"
        }.joined()
    }
}
