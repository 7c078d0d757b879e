/// What a program asks of its command line: its `param` statements, and the comment that heads it.
package struct ScriptInterface: Sendable {
    package struct Parameter: Sendable {
        package var name: String
        package var type: DeclaredType
        package var isRequired: Bool
        /// As written in the program.
        package var defaultText: String?
        package var summary: String?
        package var span: Span
    }

    package var parameters: [Parameter]
    /// The comment lines at the top of the file, without the shebang.
    package var summary: [String]

    package init(_ parsed: ParsedProgram) {
        parameters = parsed.program.statements.compactMap { statement in
            guard case .parameter(let declaration) = statement,
                let type = DeclaredType(rawValue: declaration.type.text)
            else { return nil }
            return Parameter(
                name: declaration.name.text, type: type,
                isRequired: declaration.defaultValue == nil,
                defaultText: declaration.defaultValue.map { parsed.source[$0.span] },
                summary: declaration.summary?.text, span: declaration.name.span)
        }
        summary = []
        for line in parsed.source.text.split(separator: "\n", omittingEmptySubsequences: false) {
            let line = line.drop { $0 == " " || $0 == "\u{FEFF}" }
            if line.hasPrefix("#!") { continue }
            guard line.hasPrefix("#") else { break }
            let text = line.drop { $0 == "#" }
            summary.append(String(text.first == " " ? text.dropFirst() : text))
        }
    }

    /// Those without a default, in the order of the program: they are told by their place.
    package var positionals: [Parameter] { parameters.filter(\.isRequired) }
    /// Those with a default: they are flags.
    package var flags: [Parameter] { parameters.filter { !$0.isRequired } }
}
