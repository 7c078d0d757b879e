extension CheckError {
    var diagnostic: Diagnostic {
        var diagnostic = worded
        if !edits.isEmpty { diagnostic.edits = edits }
        return diagnostic
    }

    /// The one place where mistakes of meaning are put into words. The switch has every kind, so that none is
    /// forgotten.
    private var worded: Diagnostic {
        switch kind {
        case .unknownVerb(let verb, let right?, _, _):
            return error("`\(Preview(verb))` is not a verb", replacing: right)
        case .unknownVerb(let verb, nil, let paid?, _):
            return error(
                "`\(Preview(verb))` is not a verb",
                notes: ["did you mean the paid verb `\(paid)`?"])
        case .unknownVerb(let verb, nil, nil, let all):
            return error(
                "`\(Preview(verb))` is not a verb", notes: ["valid verbs: \(List(all, .none))"])
        case .unknownParameter(let name, let verb, let nearest, let all):
            return error(
                "`\(verb)` has no parameter `\(Preview(name))`",
                notes: [all.isEmpty ? "it has no parameters" : "parameters: \(List(all, .none))"],
                fix: nearest.map { "\($0):" },
                edits: nearest.map { [SourceEdit(span, $0)] } ?? [])
        case .unknownVariable(let name, let nearest):
            return error(
                "`$\(Preview(name))` is not defined by a `let` or an `as`",
                fix: nearest.map { "$\($0)" })
        case .variableAsVerb(let name):
            return error(
                "`\(Preview(name))` is a variable; write it with a `$`",
                replacing: "$\(name)")
        case .definitionAsVariable(let name):
            return error(
                "`\(Preview(name))` is a definition; use it like a verb", fix: name)
        case .usedBeforeBound(let name, let binding):
            return error(
                "`$\(Preview(name))` is used before its `let`",
                and: [.init(binding, "defined here")], fix: "move the `let` up")
        case .unknownField(let name, let fix, let made):
            return error(
                "`{\(Preview(name))}` is not an image field",
                notes: ["valid fields: \(List(made + Field.allCases.map(\.rawValue), .none))"],
                fix: fix)
        case .paddedText(let name, let digits):
            let numbers = Field.allCases.filter(\.isWhole).map { "`\($0.rawValue)`" }
            return error(
                "`:0\(digits)` pads whole numbers, and `\(Preview(name))` is none",
                label: "cannot be padded", notes: ["whole numbers: \(List(numbers, .none))"],
                fix: "remove `:0\(digits)`")
        case .boundTwice(let name, let first):
            return error(
                "`\(Preview(name))` is defined twice", and: [.init(first, "first defined here")],
                label: "again here", fix: "use another name")
        case .reservedHere:
            return error("`here` is the folder of the program and cannot be redefined")
        case .duplicateArgument(let name, let first):
            return error(
                "`\(name)` is given twice", and: [.init(first, "first given here")],
                label: "again here", fix: "remove one", edits: [SourceEdit(span, "")])
        case .missingArgument(let parameter, let verb, let isPositional):
            let value =
                isPositional ? parameter.type.sample : "\(parameter.name):\(parameter.type.sample)"
            return error(
                "`\(verb)` requires `\(parameter.name)`",
                notes: [
                    "`\(parameter.name)`, \(parameter.summary), is \(parameter.type.expectation)"
                ],
                fix: "\(verb) \(value)")
        case .tooManyValues(let verb, let first):
            return error(
                "`\(verb)` accepts one value without a name",
                and: [.init(first, "this is the one")],
                label: "one too many", fix: right ?? "give it a name: `name:value`")
        case .needlessValue(let verb, let parameters, let text):
            let names = parameters.map(\.name)
            return error(
                "`\(verb)` does not accept a value without a name",
                notes: names.isEmpty
                    ? ["it has no parameters"] : ["parameters: \(List(names, .none))"],
                replacing: right.map { "\($0):\(text)" })

        case .wrongType(let type), .outOfRange(let type):
            return error(
                "expected \(type.expectation)\(forParameter)\(foundText)",
                notes: takers.isEmpty ? [] : ["with a name it is \(List(takers))"], replacing: right
            )
        case .unknownWord(let word, let valid):
            return error(
                "invalid \(parameter.map { "`\($0)`" } ?? "word"): `\(Preview(word))`",
                notes: ["valid values: \(List(valid, .none))"],
                replacing: Synonyms.value(word, in: valid) ?? NearestName.of(word, in: valid))
        case .quotedWord(let text, let valid):
            let fix = text.flatMap {
                Synonyms.value($0, in: valid) ?? NearestName.of($0, in: valid)
            }
            return error(
                "expected a word without quotes\(forParameter)\(foundText)",
                notes: ["valid values: \(List(valid, .none))"], replacing: fix)
        case .unquotedString(let word):
            return error(
                "expected a string\(forParameter)\(foundText)",
                label: "text and paths require quotes",
                replacing: right ?? "\"\(word)\"")
        case .emptyText: return error("\(parameterName) is empty")
        case .textTooLong(let length, let maximum):
            return error(
                "\(parameterName) has \(Count(length, "character")), \(length - maximum) too many",
                notes: ["at most \(Count(maximum, "character"))"])
        case .badColor:
            return error(
                "expected a color such as \"#2E8B57\" or \"#FFF\"\(forParameter)\(foundText)",
                replacing: right)
        case .emptySweep(let name):
            return error("`\(name)` sweeps over an empty list: nothing would run")
        case .listInSweep(let name):
            return error("`\(name)` accepts one value at a time, found a list in the list")
        case .tooManySwept:
            return error(
                "this stage would run more than \(LanguageLimits.items) times for one image")
        case .endlessText:
            return error(
                "variables insert more than \(LanguageLimits.substitutedBytes) bytes of text into strings"
            )
        case .unboundValue:
            return error(
                "expected a text, a number, a list, a word or a pipeline for a `let`\(foundText)")
        case .pipelineInList:
            return error(
                "expected a value in the list of a `let`\(foundText)",
                fix: "define the pipeline with a `let` of its own")

        case .unknownType(let name, let nearest):
            return error(
                "`\(Preview(name))` is not a type",
                notes: ["valid types: \(List(DeclaredType.names, .none))"], replacing: nearest)
        case .optionName(let name):
            return error(
                "`--\(name)` is an option of imgflow itself", label: "never reaches the script",
                fix: "use another name")
        case .wrongDefault(let type):
            return error("expected \(type.expectation) as the default\(forParameter)\(foundText)")
        case .broughtTwice(let name, let first):
            return error(
                "`\(Preview(name))` is defined twice", and: [.init(first, "first defined here")],
                label: "also defined in this file", fix: "use another name in one of the files")
        case .unreadableUse(let path, let why):
            return error("`\(Preview(path))` cannot be used: \(why)")
        case .usesItself(let chain):
            return error(
                "a file cannot use itself", notes: ["\(chain.joined(separator: " uses "))"])
        case .tooManyFiles:
            return error("a program may use at most \(LanguageLimits.files) files")
        case .definesVerb(let name):
            return error(
                "`\(name)` is a verb and cannot be redefined",
                fix: "use another name, such as `my-\(name)`")
        case .definesNewerVerb(let name):
            return error(
                "`\(name)` is a verb too; this program uses its own definition",
                fix: "use another name to have both, such as `my-\(name)`")
        case .definesKeyword(let name):
            return error("`\(Preview(name))` is a word of the language and cannot be defined")
        case .callsItself(let name):
            return error("`\(Preview(name))` cannot call itself")
        case .calledBeforeDefined(let name, let definition):
            return error(
                "`\(Preview(name))` is used before its definition",
                and: [.init(definition, "defined here")], fix: "move the `def` up")
        case .needlessCallValue(let name):
            return error(
                "`\(name)` does not accept values", fix: "remove it", edits: [SourceEdit(span, "")])
        case .missingCallValue(let name, let verb, let type, let isFirst, let place):
            return error(
                "`\(verb)` requires `\(name)`", and: [.init(place, "declared here")],
                notes: ["`\(name)` is \(type.expectation)"],
                fix: "\(verb) \(isFirst ? "" : "\(name):")\(type.sample)")
        case .wrongCallValue(let type):
            return error("expected \(type.expectation)\(forParameter)\(foundText)")
        case .tooManyExpansions:
            return error(
                "definitions are nested more than \(LanguageLimits.calls) deep, or expand more than \(LanguageLimits.expansions) times"
            )
        case .setOfDefinition(let name):
            return error(
                "`\(name)` is a definition: set defaults of its parameters in its `def`")
        case .lateSetting(let first):
            return error(
                "`set` for the run must come before the first pipeline",
                and: [.init(first, "the first pipeline")], fix: "move the `set` up")
        case .strayValue:
            return error(
                "`set` accepts only `name:value`", fix: "remove it",
                edits: [SourceEdit(span, "")])
        case .badRunOption(let name, let expected):
            return error("expected \(expected) for `\(name)`\(foundText)")
        case .unknownRunOption(let name, let isVerb, let nearest, let all):
            return error(
                "`\(Preview(name))` cannot be set for the run",
                notes: ["valid settings: \(List(all, .none)), and `set VERB name:value`"],
                fix: isVerb ? "set \(name) name:value" : nearest.map { "\($0):" },
                edits: isVerb ? [] : nearest.map { [SourceEdit(span, $0)] } ?? [])

        case .badSelection(let kind):
            switch kind {
            case .pick:
                return error(
                    "expected positions from 1 for `pick`\(foundText)", fix: "pick 2 or pick [1, 3]"
                )
            case .take:
                return error("expected a whole number from 1 for `take`\(foundText)", fix: "take 3")
            case .skip:
                return error("expected a whole number from 0 for `skip`\(foundText)", fix: "skip 1")
            }
        case .badRounds(let range):
            return error(
                "expected \(range.lowerBound) to \(range.upperBound) rounds for `repeat`\(foundText)",
                fix: "repeat 3 until score >= 7 { … }")
        case .pickedTwice(let place): return error("position \(place) is picked twice")
        case .unknownConditionField(let name, _, let writer?, let all):
            return error(
                "`\(Preview(name))` is not a field of this image",
                notes: ["valid fields: \(List(all, .none))"],
                fix: "add a stage before it that writes it: | \(writer)")
        case .unknownConditionField(let name, let nearest, nil, let all):
            return error(
                "`\(Preview(name))` is not an image field",
                notes: ["valid fields: \(List(all, .none))", "text requires quotes: \"\(name)\""],
                replacing: nearest)
        case .loneField(let name):
            return error(
                "the condition must compare `\(name)` with a value",
                fix: Field(rawValue: name).map {
                    $0.isNumber ? "\(name) > 1000" : "\(name) == \"…\""
                } ?? "\(name) >= 7")
        case .notATruth(let text):
            return error("`\(text)` is neither true nor false", fix: "compare it: width > 1000")
        case .cannotCompare:
            return error("expected a number, a string or a field\(foundText)")
        case .unorderedText(let mark):
            return error(
                "`\(Preview(mark))` compares numbers; use == or != for text", fix: "== or !=")
        case .mixedComparison(let left, let right, let other):
            return error(
                "\(left) cannot be compared with \(right)", and: [.init(other, "compared with")])

        case .noIncomingImage(let verb):
            return error("`\(verb)` needs an input image", fix: "load \"…\" | \(verb)")
        case .nothingToName(let name):
            return error("`as \(Preview(name))` needs a current image")
        case .noCurrentImage(let text):
            return error(
                "`\(Preview(text))` needs a current image",
                label: "no image here", fix: right)
        case .imageInText(let name):
            return error(
                "`$\(Preview(name))` is an image, not text",
                fix: "use a field, for example `{$\(name).stem}`")
        case .fieldOfValue(let name):
            return error("`$\(Preview(name))` is not an image and has no fields", fix: "{$\(name)}")
        case .listInText(let name): return error("`$\(Preview(name))` is a list, not text")
        case .valueAsStage(let name):
            return error("`$\(Preview(name))` is not an image and cannot be a stage")
        case .paidAndUnused(let name, let stage):
            return error(
                "`\(Preview(name))` is paid for but never used", and: [.init(stage, "paid here")],
                fix: "use `$\(name)`, or remove the `let`")
        case .paidAndLost(let verb, let others):
            return error(
                "the paid result of `\(verb)` is never saved, shown, or used",
                and: others.map { .init($0, "paid too") }, fix: "| save")
        case .lost(let verb, let isBehindSink):
            return error(
                "\(verb.map { "the result of `\($0)`" } ?? "the result") is never saved, shown, or used",
                fix: isBehindSink ? "move it before the `save`, or add | save" : "| save")
        case .unusedBinding(let name):
            return error("`\(Preview(name))` is never used", fix: "remove the `let`")
        case .unusedParameter(let name, nil):
            return error(
                "the parameter `\(Preview(name))` is never used",
                fix: "use `$\(name)`, or remove the `param`")
        case .unusedParameter(let name, let definition?):
            return error(
                "the parameter `\(Preview(name))` of `\(Preview(definition))` is never used",
                fix: "use `$\(name)`, or remove the parameter")
        case .negatedText(let phrase, let negative):
            return error(
                "\"\(Preview(phrase))\" in a prompt may add \(negative): use negative:\"\(negative)\""
            )
        case .literalVariable(let name):
            return error(
                "`$\(name)` in this string is plain text, not the value of `\(name)`",
                fix: "write `{$\(name)}` for the value, or single quotes '…' for the text",
                edits: [SourceEdit(span, "{$\(name)}")])
        }
    }

    private var parameterName: String { parameter.map { "`\($0)`" } ?? "the text" }
    private var forParameter: String { parameter.map { " for `\($0)`" } ?? "" }
    private var foundText: String { found.map { ", found \($0)" } ?? "" }

    private func error(
        _ message: String, and secondary: [Diagnostic.Label] = [], label: String = "",
        notes: [String] = [], replacing right: String?
    ) -> Diagnostic {
        error(
            message, and: secondary, label: label, notes: notes,
            fix: right.map { "\(Preview($0, limit: 200))" },
            // What a variable brought is not written here.
            edits: definition == nil ? right.map { [SourceEdit(span, $0)] } ?? [] : [])
    }

    private func error(
        _ message: String, and secondary: [Diagnostic.Label] = [], label: String = "",
        notes: [String] = [], fix: String? = nil, edits: [SourceEdit] = []
    ) -> Diagnostic {
        let definition = definition.map { [Diagnostic.Label($0, "defined here")] } ?? []
        let call = call.map { [Diagnostic.Label($0, "called here")] } ?? []
        return Diagnostic(
            kind.code, message, at: .init(span, label), and: secondary + definition + call,
            notes: notes, fix: fix, edits: edits)
    }
}
