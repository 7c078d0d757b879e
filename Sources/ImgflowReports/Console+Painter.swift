package import ImgflowEngine
package import ImgflowTerminal

extension Console {
    /// Draws images here; it asks the terminal when it draws the first.
    package var painter: TerminalPainter {
        TerminalPainter(environment: environment, columns: columns())
    }
}
