package import ImgflowLanguage

/// A program as its caller hands it in: its text, and what its parameters are given.
package struct ProgramInput: Sendable {
    package var source: SourceText
    /// Read already, where the command line had to look into it.
    package var parsed: ParsedProgram?
    /// The texts for each parameter, by its name; nil where nobody can give any.
    package var given: [String: [String]]?
    /// Of a session: the lines that were run before.
    package var settled: SettledLines?
    /// The user's own `[defaults]` hold. A recipe says all that its image was made with.
    package var usesDefaults = true
    /// Texts that are newer than their files, as an editor has them, by the files' resolved paths.
    package var unsaved: @Sendable (FilePath) -> String? = { _ in nil }

    package init(_ source: SourceText, settled: SettledLines? = nil, usesDefaults: Bool = true) {
        self.source = source
        self.settled = settled
        self.usesDefaults = usesDefaults
    }

    package init(_ script: ScriptCall) {
        source = script.source
        parsed = script.parsed
        given = script.given
    }
}
