/// What can be wrong with the text itself; worded in `SyntaxError+Diagnostic.swift`.
struct SyntaxError: Error, Hashable {
    enum Kind: Hashable {
        case unexpectedCharacter(Unicode.Scalar, inString: Bool)
        case unclosedString
        case unclosedLongString(String)
        case badEscape(String)
        case strayBrace(String)
        case malformedField(String)
        case unquotedText(String)
        case underscore(String)
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
        case reservedWord(String)
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
}
