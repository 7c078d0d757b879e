/// Words that are more than names.
package enum Keywords {
    /// Kept for later versions: neither verbs nor names.
    package static let reserved: Set<String> = [
        "for", "if", "else", "while", "match", "return", "parallel", "import", "export", "rows",
        "zip",
    ]
    /// Begin a statement that this version does not run.
    static let unreadStatements: Set<String> = ["param", "use", "def", "set"]
    /// Begin a stage that this version does not run.
    static let unreadStages: Set<String> = ["tee", "fork", "when", "where", "try"]
    /// `$here`, the folder of the program, is not known to this version.
    static let here = "here"
}
