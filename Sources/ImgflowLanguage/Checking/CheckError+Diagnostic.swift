extension CheckError {
    /// The one place where mistakes of meaning are put into words. The switch has every kind, so that none is
    /// forgotten.
    var diagnostic: Diagnostic {
        switch kind {
        case .unknownVerb(let verb, let nearest, let all):
            return error(
                "`\(Preview(verb))` is not a verb",
                notes: nearest == nil ? ["verbs are \(List(all, .and))"] : [], fix: nearest)
        case .unknownParameter(let name, let verb, let nearest, let all):
            return error(
                "`\(verb)` has no parameter `\(Preview(name))`",
                notes: [all.isEmpty ? "it has none" : "it has \(List(all, .and))"],
                fix: nearest.map { "\($0):" })
        case .unknownVariable(let name, let nearest):
            return error(
                "`$\(Preview(name))` is not bound by a `let` or an `as`",
                fix: nearest.map { "$\($0)" })
        case .definitionAsVariable(let name):
            return error(
                "`\(Preview(name))` is a definition, and is called like a verb", fix: name)
        case .usedBeforeBound(let name, let binding):
            return error(
                "`$\(Preview(name))` is used above the `let` that binds it",
                and: [.init(binding, "bound here")], fix: "move the `let` up")
        case .unknownField(let name, let fix):
            return error(
                "`{\(Preview(name))}` is not a field of an image",
                notes: ["fields are \(List(Field.allCases.map(\.rawValue), .and))"], fix: fix)
        case .boundTwice(let name, let first):
            return error(
                "`\(Preview(name))` is bound twice", and: [.init(first, "bound first here")],
                label: "and again here", fix: "use another name")
        case .reservedHere: return error("`here` is the folder of the program and cannot be bound")
        case .duplicateArgument(let name, let first):
            return error(
                "`\(name)` is given twice", and: [.init(first, "given first here")],
                label: "and again here", fix: "remove one")
        case .missingArgument(let parameter, let verb, let isPositional):
            let value =
                isPositional ? parameter.type.sample : "\(parameter.name):\(parameter.type.sample)"
            return error(
                "`\(verb)` needs `\(parameter.name)`",
                notes: [
                    "`\(parameter.name)`, \(parameter.summary), is \(parameter.type.expectation)"
                ],
                fix: "\(verb) \(value)")
        case .tooManyValues(let verb, let first):
            return error(
                "`\(verb)` takes one value without a name", and: [.init(first, "this is the one")],
                label: "one too many", fix: right ?? "give it a name, as in `name:value`")
        case .needlessValue(let verb, let parameters, let text):
            let names = parameters.map(\.name)
            return error(
                "`\(verb)` takes no value without a name",
                notes: names.isEmpty ? ["it has no parameters"] : ["it has \(List(names, .and))"],
                fix: right.map { "\($0):\(text)" })

        case .wrongType(let type), .outOfRange(let type):
            return error("expected \(type.expectation)\(forParameter)\(foundText)", fix: right)
        case .unknownWord(let word, let valid):
            return error(
                "`\(Preview(word))` is not a word\(thatParameter)",
                notes: ["it takes \(List(valid))"],
                fix: NearestName.of(word, in: valid))
        case .quotedWord(let text, let valid):
            let fix = text.flatMap { valid.contains($0) ? $0 : NearestName.of($0, in: valid) }
            return error(
                "expected a bare word\(forParameter)\(foundText)",
                notes: ["it takes \(List(valid))"], fix: fix)
        case .unquotedString(let word):
            return error(
                "expected a string\(forParameter)\(foundText)",
                label: "text and paths stand in quotes",
                fix: right ?? "\"\(word)\"")
        case .emptyText: return error("\(parameterName) is empty")
        case .textTooLong(let length, let maximum):
            return error(
                "\(parameterName) has \(Count(length, "character")), \(length - maximum) too many",
                notes: ["at most \(Count(maximum, "character"))"])
        case .badColor:
            return error(
                "expected a color such as \"#2E8B57\" or \"#FFF\"\(forParameter)\(foundText)",
                fix: right)
        case .emptySweep(let name):
            return error("`\(name)` sweeps over an empty list: nothing would run")
        case .listInSweep(let name):
            return error("`\(name)` takes one value at a time, found a list in the list")
        case .tooManySwept:
            return error(
                "this stage would run more than \(LanguageLimits.items) times for one image")
        case .endlessText:
            return error(
                "variables put more than \(LanguageLimits.substitutedBytes) bytes of text into strings"
            )
        case .unboundValue:
            return error(
                "expected a text, a number, a list, a word or a pipeline for a `let`\(foundText)")
        case .pipelineInList:
            return error(
                "expected a value in a list that a `let` binds\(foundText)",
                fix: "bind the pipeline with a `let` of its own")

        case .unknownType(let name, let nearest):
            return error(
                "`\(Preview(name))` is not a type",
                notes: ["types are \(List(DeclaredType.names, .and))"], fix: nearest)
        case .optionName(let name):
            return error(
                "`--\(name)` is an option of imgflow itself", label: "would never be given",
                fix: "use another name")
        case .wrongDefault(let type):
            return error("expected \(type.expectation) as the default\(forParameter)\(foundText)")
        case .broughtTwice(let name, let first):
            return error(
                "`\(Preview(name))` is bound twice", and: [.init(first, "bound first here")],
                label: "and brought by this file", fix: "use another name in one of the files")
        case .unreadableUse(let path, let why):
            return error("`\(Preview(path))` cannot be used: \(why)")
        case .usesItself(let chain):
            return error(
                "a file cannot use itself", notes: ["\(chain.joined(separator: " uses "))"])
        case .tooManyFiles:
            return error("a program uses at most \(LanguageLimits.files) files")
        case .definesVerb(let name):
            return error(
                "`\(name)` is a verb, and a definition never replaces one",
                fix: "use another name, such as `my-\(name)`")
        case .definesKeyword(let name):
            return error("`\(Preview(name))` is a word of the language and cannot be defined")
        case .callsItself(let name):
            return error("`\(Preview(name))` cannot call itself")
        case .calledBeforeDefined(let name, let definition):
            return error(
                "`\(Preview(name))` is called above its definition",
                and: [.init(definition, "defined here")], fix: "move the `def` up")
        case .needlessCallValue(let name):
            return error("`\(name)` takes no values", fix: "remove it")
        case .missingCallValue(let name, let verb, let type, let isFirst, let place):
            return error(
                "`\(verb)` needs `\(name)`", and: [.init(place, "declared here")],
                notes: ["`\(name)` is \(type.expectation)"],
                fix: "\(verb) \(isFirst ? "" : "\(name):")\(type.sample)")
        case .wrongCallValue(let type):
            return error("expected \(type.expectation)\(forParameter)\(foundText)")
        case .tooManyExpansions:
            return error(
                "definitions call definitions more than \(LanguageLimits.calls) deep, or \(LanguageLimits.expansions) times"
            )
        case .setOfDefinition(let name):
            return error(
                "`\(name)` is a definition: its parameters have their defaults in its `def`")
        case .lateSetting(let first):
            return error(
                "options of the run stand before the first pipeline",
                and: [.init(first, "the first pipeline")], fix: "move the `set` up")
        case .strayValue: return error("`set` takes `name:value` only", fix: "remove it")
        case .badRunOption(let name, let expected):
            return error("expected \(expected) for `\(name)`\(foundText)")
        case .unknownRunOption(let name, let isVerb, let nearest, let all):
            return error(
                "`\(Preview(name))` cannot be set for the run",
                notes: ["what can be set is \(List(all, .and)), and `set VERB name:value`"],
                fix: isVerb ? "set \(name) name:value" : nearest.map { "\($0):" })

        case .badSelection(let kind):
            switch kind {
            case .pick:
                return error(
                    "expected places from 1 for `pick`\(foundText)", fix: "pick 2 or pick [1, 3]")
            case .take:
                return error("expected a whole number from 1 for `take`\(foundText)", fix: "take 3")
            case .skip:
                return error("expected a whole number from 0 for `skip`\(foundText)", fix: "skip 1")
            }
        case .pickedTwice(let place): return error("place \(place) is picked twice")
        case .unknownConditionField(let name, let nearest, let all):
            return error(
                "`\(Preview(name))` is not a field of an image",
                notes: ["fields are \(List(all, .and))", "text stands in quotes: \"\(name)\""],
                fix: nearest)
        case .loneField(let name):
            return error(
                "a condition compares `\(name)` with something",
                fix: Field(rawValue: name)?.isNumber == true
                    ? "\(name) > 1000" : "\(name) == \"…\"")
        case .notATruth(let text):
            return error("`\(text)` is neither true nor false", fix: "compare it: width > 1000")
        case .cannotCompare:
            return error("expected a number, a string or a field\(foundText)")
        case .unorderedText(let mark):
            return error(
                "`\(Preview(mark))` compares numbers; texts are equal or not", fix: "== or !=")
        case .mixedComparison(let left, let right, let other):
            return error(
                "\(left) cannot be compared with \(right)", and: [.init(other, "compared with")])

        case .noIncomingImage(let verb):
            return error("`\(verb)` needs an image, and none comes in", fix: "load \"…\" | \(verb)")
        case .nothingToName(let name):
            return error("`as \(Preview(name))` names the current image, and there is none")
        case .noCurrentImage(let text):
            return error(
                "`\(Preview(text))` is of the current image, and there is none",
                label: "nothing comes in here")
        case .imageInText(let name):
            return error(
                "`$\(Preview(name))` is an image, not text",
                fix: "a field of it, such as `{$\(name).stem}`")
        case .fieldOfValue(let name):
            return error("`$\(Preview(name))` is not an image and has no fields", fix: "{$\(name)}")
        case .listInText(let name): return error("`$\(Preview(name))` is a list, not text")
        case .valueAsStage(let name):
            return error("`$\(Preview(name))` is not an image, so it cannot be a stage")
        case .paidAndUnused(let name, let stage):
            return error(
                "`\(Preview(name))` is paid for and never used", and: [.init(stage, "paid here")],
                fix: "use `$\(name)`, or remove the `let`")
        case .paidAndLost(let verb, let others):
            return error(
                "the result of `\(verb)` is paid for, and nothing saves, shows or uses it",
                and: others.map { .init($0, "paid too") }, fix: "| save")
        case .lost(let verb, let isBehindSink):
            return error(
                "nothing saves, shows or uses \(verb.map { "the result of `\($0)`" } ?? "the result")",
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
            return error("\"\(Preview(phrase))\" may add \(negative): use negative:\"\(negative)\"")
        case .literalVariable(let name):
            return error(
                "`$\(name)` in this string is plain text, not the value of `\(name)`",
                fix: "write `{$\(name)}` for the value, or '…' quotes for the text")
        }
    }

    private var parameterName: String { parameter.map { "`\($0)`" } ?? "the text" }
    private var forParameter: String { parameter.map { " for `\($0)`" } ?? "" }
    private var thatParameter: String { parameter.map { " that `\($0)` takes" } ?? " that fits" }
    private var foundText: String { found.map { ", found \($0)" } ?? "" }

    private func error(
        _ message: String, and secondary: [Diagnostic.Label] = [], label: String = "",
        notes: [String] = [], fix: String? = nil
    ) -> Diagnostic {
        let definition = definition.map { [Diagnostic.Label($0, "bound here")] } ?? []
        let call = call.map { [Diagnostic.Label($0, "called here")] } ?? []
        return Diagnostic(
            kind.code, message, at: .init(span, label), and: secondary + definition + call,
            notes: notes,
            fix: fix)
    }
}
