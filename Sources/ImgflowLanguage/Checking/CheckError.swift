/// What can be wrong with a program that is written right; worded in
/// `CheckError+Diagnostic.swift`.
struct CheckError: Error {
    enum Kind {
        case unknownVerb(String, nearest: String?, all: [String])
        case unknownParameter(String, verb: String, nearest: String?, all: [String])
        case unknownVariable(String, nearest: String?)
        case unreadVariable(String)
        case usedBeforeBound(String, binding: Span)
        case unknownField(String, fix: String?)
        case boundTwice(String, first: Span)
        case reservedHere

        case wrongType(ValueType)
        case outOfRange(ValueType)
        case unknownWord(String, valid: [String])
        case quotedWord(String?, valid: [String])
        case unquotedString(String)
        case emptyText
        case textTooLong(Int, maximum: Int)
        case badColor
        case sweep
        case endlessText
        case unboundValue
        case pipelineInList

        case duplicateArgument(String, first: Span)
        case missingArgument(Parameter, verb: String, isPositional: Bool)
        case tooManyValues(verb: String, first: Span)
        case needlessValue(verb: String, parameters: [Parameter], text: String)

        case noIncomingImage(verb: String)
        case nothingToName(String)
        case noCurrentImage(String)
        case imageInText(String)
        case fieldOfValue(String)
        case listInText(String)
        case valueAsStage(String)
        case paidAndUnused(String, stage: Span)
        case paidAndLost(verb: String, others: [Span])

        case unusedBinding(String)
        case negatedText(phrase: String, negative: String)
    }

    var kind: Kind
    var span: Span
    /// The parameter whose value it is.
    var parameter: String?
    /// "found …"
    var found: String?
    /// Where a variable got the value.
    var definition: Span?
    /// The same value as it would fit.
    var right: String?
}

extension CheckError.Kind {
    var code: DiagnosticCode {
        switch self {
        case .unknownVerb: .unknownVerb
        case .unknownParameter: .unknownParameter
        case .unknownVariable: .unknownVariable
        case .unreadVariable: .notUnderstood
        case .usedBeforeBound: .usedBeforeBound
        case .unknownField: .unknownField
        case .boundTwice: .boundTwice
        case .reservedHere: .reservedWord
        case .wrongType, .unboundValue, .pipelineInList: .wrongType
        case .outOfRange: .outOfRange
        case .unknownWord: .unknownWord
        case .quotedWord: .quotedWord
        case .unquotedString: .unquotedString
        case .emptyText, .textTooLong: .badTextLength
        case .badColor: .badColor
        case .sweep: .sweep
        case .endlessText: .limit
        case .duplicateArgument: .duplicateArgument
        case .missingArgument: .missingArgument
        case .tooManyValues: .tooManyValues
        case .needlessValue: .needlessValue
        case .noIncomingImage, .nothingToName: .noIncomingImage
        case .noCurrentImage: .noCurrentImage
        case .imageInText, .fieldOfValue, .listInText, .valueAsStage: .wrongKindOfVariable
        case .paidAndUnused: .paidAndUnused
        case .paidAndLost: .paidAndLost
        case .unusedBinding: .unusedBinding
        case .negatedText: .negatedText
        }
    }
}
