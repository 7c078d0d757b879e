package import ImgflowLanguage

/// What a message means, with a program that brings it and one that does not: `imgflow help E031`.
package struct CodePage {
    private let code: DiagnosticCode

    package init(_ code: DiagnosticCode) { self.code = code }

    /// - Parameter word: a code, in whichever case.
    package init?(of word: String) {
        guard let code = DiagnosticCode(rawValue: word.uppercased()) else { return nil }
        self.code = code
    }

    package var text: String {
        var text = "\(code.rawValue): \(code.meaning)\n"
        for (title, program) in [("WRONG", code.wrong), ("RIGHT", code.right)] {
            text += "\n\(title):\n"
            text += program.split(separator: "\n").map { "  \($0)\n" }.joined()
        }
        return text
    }
}
