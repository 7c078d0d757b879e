/// What can be wrong with the text itself; worded in `SyntaxError+Diagnostic.swift`.
struct SyntaxError: Error, Hashable {
    enum Kind: Hashable {
        case unexpectedCharacter(Unicode.Scalar, inString: Bool)
        case unclosedString
        case unclosedLongString(String)
        case badEscape(String)
        case strayBrace(String)
        case malformedField(String)
        /// A character that stands for one of ASCII: `｜`, `５`, `：`.
        case lookalike(String, right: String)
        /// How other languages join stages: `->`, `|>`.
        case foreignPipe(String, right: String)
        /// `||` in a condition, `:=`.
        case foreignConnective(String, right: String)
        /// `// …` and `/* … */`.
        case foreignComment(String, right: String)
        /// `var x = 3`.
        case foreignBinding(String)
        /// `x = 3`.
        case missingLet(String)
        /// `f()`.
        case callBrackets(String)
        /// A value as others write it: `50 %`, `90°`, `16/9`, `1024*1024`.
        case foreignValue(String, right: String)
        /// - Parameter right: the word that it means here, if it is one.
        case unquotedText(String, right: String? = nil)
        case underscore(String, right: String)
        case malformedVariable(String, right: String?)
        case unquotedColor(String)
        case typographicQuotes(String)
        case malformedNumber(String)
        case numberTooLarge(String)
        case emptyRatio(String)
        case fallingRange(from: Int, through: Int)

        case unexpected(found: String, expected: String, fix: String?)
        case unclosedBracket(String)
        case strayBracket(String)
        case missingValue(after: String)
        case missingStage(after: String)
        case argumentSpelling(String, right: String)
        case joinedCommands
        case redirection(String, target: String?)
        case lineContinuation
        case commaBetweenArguments
        /// - Parameter right: the verb that it means elsewhere, where a verb may stand.
        case reservedWord(String, right: String?)
        case lonelyElse
        case strayBlock
        case blockAfterWhere
        case tryWithoutElse
        case elseWithoutBlock(String)
        case twoPipelinesInBlock
        case singleEqual
        case chainedComparison
        case statementInPipeline(String)
        case missingType(String)
        case spaceBeforeColon(String)
        case useOfField
        case otherVersion(String)
        case versionNotFirst
        case nestingTooDeep
        case conditionTooLong
        case programTooLarge(bytes: Int)
        case tooManyStages
        case tooManyItems
    }

    var kind: Kind
    var span: Span
    /// What makes it right, where more than the text at `span` has to change.
    var edits: [SourceEdit] = []
}
