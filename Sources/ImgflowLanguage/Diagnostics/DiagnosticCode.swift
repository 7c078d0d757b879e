/// Every mistake that the language itself tells of. E031 and E050 up belong to the planner.
package enum DiagnosticCode: String, CaseIterable, Sendable {
    case unexpectedCharacter = "E001"
    case unclosedString = "E002"
    case badEscape = "E003"
    case badBraces = "E004"
    case unquotedText = "E005"
    case unquotedColor = "E006"
    case typographicQuotes = "E007"
    case badNumber = "E008"
    case unexpectedToken = "E009"
    case unbalancedBracket = "E010"
    case missingPart = "E011"
    case argumentSpelling = "E012"
    case shellHabit = "E013"
    case commaBetweenArguments = "E014"
    case reservedWord = "E015"
    case misplacedBlock = "E016"
    case languageVersion = "E017"
    case limit = "E018"
    case tooManyErrors = "E019"

    case unknownVerb = "E020"
    case unknownParameter = "E021"
    case unknownWord = "E022"
    case unknownVariable = "E023"
    case unknownField = "E024"
    case wrongType = "E025"
    case outOfRange = "E026"
    case duplicateArgument = "E027"
    case missingArgument = "E028"
    case tooManyValues = "E029"
    case needlessValue = "E030"
    case unquotedString = "E032"
    case quotedWord = "E033"
    case boundTwice = "E035"
    case usedBeforeBound = "E036"
    case paidAndUnused = "E037"
    case noIncomingImage = "E038"
    case noCurrentImage = "E039"
    case paidAndLost = "E040"
    case badTextLength = "E041"
    case wrongKindOfVariable = "E042"
    case badColor = "E043"
    case badCondition = "E044"
    case badSelection = "E045"
    case badSweep = "E046"
    case badDefinition = "E047"
    case unusableFile = "E048"
    case badSetting = "E049"

    case unusedBinding = "W001"
    case negatedText = "W002"
    case tooManyWarnings = "W003"

    var isWarning: Bool { rawValue.hasPrefix("W") }

    package var meaning: String {
        switch self {
        case .unexpectedCharacter: "a character that has no meaning where it stands"
        case .unclosedString: "a string without its closing quote"
        case .badEscape: "a backslash that begins no escape"
        case .badBraces: "braces in a string that hold no field and no variable"
        case .unquotedText: "text, a path or a number that is not written as one"
        case .unquotedColor: "a colour without quotes, which reads as a comment"
        case .typographicQuotes: "quotes that a word processor bent"
        case .badNumber: "a number, ratio or range that cannot be"
        case .unexpectedToken: "something else was expected here"
        case .unbalancedBracket: "a bracket without its partner"
        case .missingPart: "a value or a stage is missing"
        case .argumentSpelling: "an argument that is not written `name:value`"
        case .shellHabit: "something that only a shell understands"
        case .commaBetweenArguments: "a comma between arguments"
        case .reservedWord: "a word kept for later versions"
        case .misplacedBlock: "`else`, or a block, where none belongs"
        case .languageVersion: "a version of the language that is not known, or not said first"
        case .limit: "a program larger than is reasonable"
        case .tooManyErrors: "the errors after the first 100 are not shown"
        case .unknownVerb: "a verb that is not there"
        case .unknownParameter: "a parameter that the verb does not have"
        case .unknownWord: "a word that is not one of the listed ones"
        case .unknownVariable: "a variable that nothing binds"
        case .unknownField: "a field that images do not have"
        case .wrongType: "a value of another kind than the parameter takes"
        case .outOfRange: "a value outside its limits"
        case .duplicateArgument: "an argument given twice"
        case .missingArgument: "an argument that the verb needs"
        case .tooManyValues: "more than one value without a name"
        case .needlessValue: "a value without a name for a verb that takes none"
        case .unquotedString: "a bare word where a string belongs"
        case .quotedWord: "a string where a bare word belongs"
        case .boundTwice: "a name that is bound twice"
        case .usedBeforeBound: "a variable used above the `let` that binds it"
        case .paidAndUnused: "a `let` that is paid for and never used"
        case .noIncomingImage: "a stage that needs an image where none comes in"
        case .noCurrentImage: "`$` or a field where there is no current image"
        case .paidAndLost: "a paid result that nothing saves, shows or uses"
        case .badTextLength: "a text that is empty or too long"
        case .wrongKindOfVariable: "an image where text belongs, or the other way round"
        case .badColor: "a colour that is not #RGB or #RRGGBB"
        case .badCondition: "a condition that compares what cannot be compared"
        case .badSelection: "a place in the stream that cannot be"
        case .badSweep: "a sweep over nothing, or over more than is reasonable"
        case .badDefinition: "a `def` or a `param` that cannot be as it is"
        case .unusableFile: "a file in a `use` that cannot be read, or uses itself"
        case .badSetting: "a `set` of something that cannot be set"
        case .unusedBinding: "a `let` that is never used"
        case .tooManyWarnings: "the warnings after the first 100 are not shown"
        case .negatedText: "a text that names what should not be there"
        }
    }
}

extension Diagnostic {
    /// The code's letter says how severe it is.
    init(
        _ code: DiagnosticCode, _ message: String, at primary: Label, and secondary: [Label] = [],
        notes: [String] = [], fix: String? = nil
    ) {
        self.init(
            code.rawValue, code.isWarning ? .warning : .error, message, at: primary,
            and: secondary, notes: notes, fix: fix)
    }
}
