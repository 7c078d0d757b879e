/// Words that are more than names.
package enum Keywords {
    /// Kept for later versions: neither verbs nor names.
    package static let reserved: Set<String> = [
        "for", "if", "else", "while", "match", "return", "parallel", "import", "export", "rows",
        "zip",
    ]
    /// Begin a statement that is no pipeline.
    package static let statements: Set<String> = ["let", "param", "use", "def", "set"]
    /// Begin a stage that is no call of a verb.
    package static let stages: Set<String> = [
        "as", "tee", "fork", "when", "where", "try", "pick", "take", "skip",
    ]
    /// Begins a stage where a number and `until` follow; else it may be the name of a definition.
    package static let repetition = "repeat"
    /// Join and turn round conditions.
    package static let conditions: Set<String> = ["and", "or", "not"]
    /// `$here` is the folder of the file that it stands in.
    package static let here = "here"

    /// No verb, definition or name is called so.
    package static func isTaken(_ word: String) -> Bool {
        reserved.contains(word) || statements.contains(word) || stages.contains(word)
            || word == "imgflow"
    }
}
