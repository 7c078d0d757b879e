/// What can be wrong with a program that is written right; worded in
/// `CheckError+Diagnostic.swift`.
struct CheckError: Error {
    enum Kind {
        /// - Parameters:
        ///   - right: the verb that it means in other tools, or is nearly spelled as.
        ///   - paid: a verb that costs money and is nearly spelled so; its spelling alone is no reason to fix it so.
        case unknownVerb(String, right: String?, paid: String?, all: [String])
        case unknownParameter(String, verb: String, nearest: String?, all: [String])
        case unknownVariable(String, nearest: String?)
        case definitionAsVariable(String)
        case variableAsVerb(String)
        case usedBeforeBound(String, binding: Span)
        case unknownField(String, fix: String?, made: [String] = [])
        /// `{stem:03}`
        case paddedText(String, digits: Int)
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
        case emptySweep(String)
        case listInSweep(String)
        case tooManySwept
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

        case unknownType(String, nearest: String?)
        case optionName(String)
        case wrongDefault(DeclaredType)
        case broughtTwice(String, first: Span)
        case unreadableUse(String, why: String)
        case usesItself(chain: [String])
        case tooManyFiles
        case definesVerb(String)
        /// Of a verb that came after the program may have been written.
        case definesNewerVerb(String)
        case definesKeyword(String)
        case callsItself(String)
        case calledBeforeDefined(String, definition: Span)
        case needlessCallValue(String)
        case missingCallValue(
            String, verb: String, type: DeclaredType, isFirst: Bool, place: Span)
        case wrongCallValue(DeclaredType)
        case tooManyExpansions
        case setOfDefinition(String)
        case lateSetting(first: Span)
        case strayValue
        case badRunOption(String, expected: String)
        case unknownRunOption(String, isVerb: Bool, nearest: String?, all: [String])

        case badSelection(Selection.Kind)
        case pickedTwice(Int)
        case badRounds(ClosedRange<Int>)
        case unknownConditionField(
            String, nearest: String?, writer: String?, all: [String])
        case loneField(String)
        case notATruth(String)
        case cannotCompare
        case unorderedText(String)
        case mixedComparison(String, String, other: Span)

        case unusedBinding(String)
        /// - Parameter definition: the `def` that has it; nil for one of the program.
        case unusedParameter(String, definition: String?)
        /// A pipeline that costs nothing, and ends without a trace; the last verb where it has a name.
        case lost(verb: String?, isBehindSink: Bool)
        case negatedText(phrase: String, negative: String)
        /// `"a $name"`: it stays as it is written.
        case literalVariable(String)
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
    /// Named values of the same verb that a value without a name may stand for.
    var takers: [String] = []
    /// The call of the definition whose body it stands in.
    var call: Span?
    /// What makes it right, where more than the text at `span` has to change.
    var edits: [SourceEdit] = []
}

extension CheckError.Kind {
    var code: DiagnosticCode {
        switch self {
        case .unknownVerb: .unknownVerb
        case .unknownParameter: .unknownParameter
        case .unknownVariable: .unknownVariable
        case .definitionAsVariable, .variableAsVerb: .wrongKindOfVariable
        case .usedBeforeBound: .usedBeforeBound
        case .unknownField, .paddedText: .unknownField
        case .boundTwice: .boundTwice
        case .reservedHere: .reservedWord
        case .wrongType, .unboundValue, .pipelineInList: .wrongType
        case .outOfRange: .outOfRange
        case .unknownWord: .unknownWord
        case .quotedWord: .quotedWord
        case .unquotedString: .unquotedString
        case .emptyText, .textTooLong: .badTextLength
        case .badColor: .badColor
        case .emptySweep, .listInSweep, .tooManySwept: .badSweep
        case .unknownType, .optionName, .definesVerb, .definesKeyword, .callsItself: .badDefinition
        case .wrongDefault, .wrongCallValue: .wrongType
        case .broughtTwice: .boundTwice
        case .unreadableUse, .usesItself, .tooManyFiles: .unusableFile
        case .calledBeforeDefined: .usedBeforeBound
        case .needlessCallValue: .needlessValue
        case .missingCallValue: .missingArgument
        case .tooManyExpansions: .limit
        case .setOfDefinition, .lateSetting, .strayValue, .badRunOption, .unknownRunOption:
            .badSetting
        case .badSelection, .pickedTwice, .badRounds: .badSelection
        case .unknownConditionField: .unknownField
        case .loneField, .notATruth, .cannotCompare, .unorderedText, .mixedComparison:
            .badCondition
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
        case .definesNewerVerb: .definesNewerVerb
        case .unusedParameter: .unusedParameter
        case .lost: .lost
        case .negatedText: .negatedText
        case .literalVariable: .literalVariable
        }
    }
}
