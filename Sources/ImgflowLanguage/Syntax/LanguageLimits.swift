/// What keeps a program, however odd, from costing more than a moment.
package enum LanguageLimits {
    /// Brackets in brackets.
    package static let nesting = 64
    /// Bytes of program text.
    package static let programBytes = 4 << 20
    package static let stages = 10_000
    /// Files that a program uses.
    package static let files = 100
    /// Comparisons of one condition.
    package static let comparisons = 200
    /// Definitions in definitions.
    package static let calls = 64
    /// Definitions that call definitions.
    package static let expansions = 10_000
    /// Items of a list or a range.
    package static let items = 10_000
    /// Bytes of text that variables put into strings: each `let` may double the one before.
    package static let substitutedBytes = 16 << 20
    /// That a number in a string is padded to.
    package static let digits = 20
    /// Errors shown of one program.
    package static let errors = 100
    package static let warnings = 100
}
