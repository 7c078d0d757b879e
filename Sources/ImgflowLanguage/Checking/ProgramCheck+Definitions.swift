/// `def`, and the calls of what it defines.
extension ProgramCheck {
    mutating func define(_ definition: Definition) {
        let name = definition.name
        var isBroken = !definition.isSound
        if let verb = catalog[name.text] {
            report(verb.isNewer ? .definesNewerVerb(name.text) : .definesVerb(name.text), name.span)
            isBroken = isBroken || !verb.isNewer
        } else if name.text == Keywords.here || Keywords.isTaken(name.text) {
            report(.definesKeyword(name.text), name.span)
            isBroken = true
        }
        if let first = placeBound(name.text) {
            report(.boundTwice(name.text, first: first), name.span)
            return
        }
        var defined = DefinedVerb(
            name: name, parameters: [], body: definition.body, scope: scope, isBroken: isBroken)
        for declaration in definition.parameters {
            let parameter = declaration.name
            if let first = defined.parameters.first(where: { $0.name.text == parameter.text }) {
                report(.boundTwice(parameter.text, first: first.name.span), parameter.span)
                defined.isBroken = true
                continue
            }
            guard let type = type(of: declaration) else {
                defined.isBroken = true
                continue
            }
            let value = declaration.defaultValue == nil ? nil : value(of: declaration, type)
            if value?.isInvalid == true { defined.isBroken = true }
            defined.parameters.append(
                DefinedVerb.Parameter(
                    name: parameter, type: type, defaultValue: value,
                    summary: declaration.summary?.text))
        }
        if !defined.isBroken { defined.isBroken = !isSound(defined) }
        // What a used file has too much is the affair of whoever checks that file.
        if !defined.isBroken, statement != nil {
            for parameter in defined.parameters {
                reportIfUnused(parameter.name, of: name.text)
            }
        }
        scope.definitions[name.text] = defined
    }

    /// Looks at the body on its own, each parameter being anything of its type.
    private mutating func isSound(_ defined: DefinedVerb) -> Bool {
        let before = errorTotal
        let around = (scope, isTrial, expansions, trialName)
        isTrial = true
        trialName = defined.name.text
        scope = defined.scope
        var names = Names()
        for parameter in defined.parameters {
            let span = parameter.name.span
            if parameter.type.isImage {
                scope.bindings[parameter.name.text] = nil
                names.byName[parameter.name.text] = (span, [], [])
            } else {
                scope.bindings[parameter.name.text] = BoundName(
                    content: .value(
                        Operand(kind: .hole(parameter.type), span: span, origin: span)),
                    span: span, key: parameter.name.text)
            }
        }
        _ = pipeline(defined.body, entering: Flow(hasImage: true, isAnything: true), names: names)
        (scope, isTrial, expansions, trialName) = around
        return errorTotal == before
    }

    // MARK: - Calls

    /// Nil where something is wrong, which has been said.
    mutating func expand(
        _ call: Call, _ defined: DefinedVerb, flow: inout Flow, names: Names
    ) -> CheckedStage? {
        var surroundings = Surroundings(flow: flow, names: names)
        let values = values(of: call, defined, in: &surroundings)
        guard !defined.isBroken, let values else {
            rests()
            use(flow.paid.union(surroundings.dependencies))
            flow = Flow(hasImage: true, isAnything: true)
            return nil
        }
        expansions += 1
        let id = expansions
        guard expansions <= LanguageLimits.expansions, calls.count < LanguageLimits.calls else {
            report(.tooManyExpansions, call.verb.span)
            flow = Flow(hasImage: true, isAnything: true)
            return nil
        }
        guard let combinations = combinations(of: values, call) else { return nil }

        let around = (scope, calls)
        calls.append((defined.name.text, call.verb.span))
        var after = Flow(hasImage: false)
        var turns: [Expansion.Turn] = []
        for (number, combination) in combinations.enumerated() {
            scope = defined.scope
            var inner = Names()
            var turn = Expansion.Turn(
                body: CheckedPipeline(stages: [], span: defined.body.span), swept: [], images: [])
            for (parameter, label, operand, isSwept) in combination {
                let name = parameter.name.text
                if parameter.type.isImage {
                    guard case .fits(let value) = TypeMatch.of(operand, as: .image) else {
                        continue
                    }
                    scope.bindings[name] = nil
                    inner.byName[name] = (parameter.name.span, surroundings.dependencies, [])
                    turn.images.append((name, value, operand.span))
                } else {
                    scope.bindings[name] = BoundName(
                        content: .value(operand), span: parameter.name.span, key: name)
                }
                if isSwept, let item = CheckedItem(label, operand) {
                    turn.swept.append((name, item))
                }
            }
            var entering = flow
            entering.swept.formUnion(turn.swept.map(\.name))
            let (body, leaving) = pipeline(defined.body, entering: entering, names: inner)
            turn.body = body
            turns.append(turn)
            after.hasImage = true
            after.paid.formUnion(leaving.paid)
            after.swept = number == 0 ? leaving.swept : after.swept.intersection(leaving.swept)
        }
        (scope, calls) = around
        flow = after
        return .expansion(
            Expansion(id: id, name: defined.name.text, callSpan: call.span, turns: turns))
    }

    private typealias Filled = (
        parameter: DefinedVerb.Parameter, label: String?, operand: Operand, isSwept: Bool
    )

    /// Each parameter with its value; nil where one does not fit.
    private mutating func values(
        of call: Call, _ defined: DefinedVerb, in surroundings: inout Surroundings
    ) -> [(parameter: DefinedVerb.Parameter, operand: Operand)]? {
        if defined.isBroken {
            for value in call.values + call.arguments.map(\.value) {
                _ = operand(value, in: &surroundings)
            }
            return nil
        }
        var given: [String: (operand: Operand, span: Span)] = [:]
        var isRight = true
        let names = defined.parameters.map(\.name.text)
        for (index, value) in call.values.enumerated() {
            let operand = operand(value, in: &surroundings).handedIn(from: surroundings.names)
            if operand.isInvalid { isRight = false }
            if index > 0 {
                report(
                    .tooManyValues(verb: defined.name.text, first: call.values[0].span), value.span)
                isRight = false
            } else if let first = names.first {
                given[first] = (operand, value.span)
            } else {
                report(.needlessCallValue(defined.name.text), value.span)
                isRight = false
            }
        }
        for argument in call.arguments {
            let name = argument.name.text
            let operand = operand(argument.value, in: &surroundings)
                .handedIn(from: surroundings.names)
            if operand.isInvalid { isRight = false }
            guard names.contains(name) else {
                report(
                    .unknownParameter(
                        name, verb: defined.name.text, nearest: nearest(name, in: names), all: names
                    ), argument.name.span)
                isRight = false
                continue
            }
            if let first = given[name] {
                report(.duplicateArgument(name, first: first.span), argument.span)
                isRight = false
                continue
            }
            given[name] = (operand, argument.span)
        }
        var filled: [(DefinedVerb.Parameter, Operand)] = []
        for parameter in defined.parameters {
            let name = parameter.name.text
            guard let (operand, _) = given[name] else {
                if let value = parameter.defaultValue {
                    filled.append((parameter, value))
                } else {
                    if isRight {
                        report(
                            .missingCallValue(
                                name, verb: defined.name.text, type: parameter.type,
                                isFirst: name == names.first, place: parameter.name.span),
                            call.verb.span)
                    }
                    isRight = false
                }
                continue
            }
            if let wrong = mismatch(operand, parameter.type) {
                report(
                    CheckError(
                        kind: .wrongCallValue(parameter.type), span: wrong.span, parameter: name,
                        found: wrong.description(in: sources), definition: parameter.name.span))
                isRight = false
            }
            filled.append((parameter, operand))
        }
        return isRight ? filled : nil
    }

    private func mismatch(_ operand: Operand, _ type: DeclaredType) -> Operand? {
        guard type.isSwept(by: operand) else { return type.takes(operand.kind) ? nil : operand }
        return operand.items.first { !type.takes($0.operand.kind) }?.operand
    }

    /// Every combination of the values, the first parameter varying slowest.
    private mutating func combinations(
        of values: [(parameter: DefinedVerb.Parameter, operand: Operand)], _ call: Call
    ) -> [[Filled]]? {
        var combinations: [[Filled]] = [[]]
        for (parameter, operand) in values {
            let isSwept = parameter.type.isSwept(by: operand)
            let items = isSwept ? operand.items : [(nil, operand)]
            guard !items.isEmpty else {
                report(.emptySweep(parameter.name.text), operand.span)
                return nil
            }
            guard combinations.count * items.count <= LanguageLimits.items else {
                report(.tooManySwept, call.verb.span)
                return nil
            }
            combinations = combinations.flatMap { before in
                items.map { before + [(parameter, $0.label, $0.operand, isSwept)] }
            }
        }
        return combinations
    }
}

extension Expansion {
    /// What an image of the caller is called inside a definition, where its names mean others; the current
    /// one has no name.
    package static func outerName(_ name: String?) -> String { "^" + (name ?? "") }
}

extension Operand {
    /// As a value inside a definition, where the caller's names mean something else.
    fileprivate func handedIn(from names: Names) -> Operand {
        var result = self
        switch kind {
        case .field(var reference):
            if reference.image.map({ names.byName[$0] != nil }) ?? true {
                reference.image = Expansion.outerName(reference.image)
            }
            result.kind = .field(reference)
        case .text(var template):
            template.parts = template.parts.map { part in
                guard case .field(let field, let name?, let digits, let span) = part,
                    names.byName[name] != nil
                else { return part }
                return .field(
                    field, of: Expansion.outerName(name), digits: digits, span: span)
            }
            result.kind = .text(template)
        case .list(let items):
            result.kind = .list(items.map { ($0.label, $0.operand.handedIn(from: names)) })
        default: break
        }
        return result
    }

    /// The values of a list or a range.
    var items: [(label: String?, operand: Operand)] {
        switch kind {
        case .list(let items): items
        case .range(let from, let through):
            (from...max(from, through)).map {
                (nil, Operand(kind: .integer($0), span: span, origin: origin, given: "\($0)"))
            }
        default: []
        }
    }
}

extension CheckedItem {
    /// What a field describes a swept value.
    init?(_ label: String?, _ operand: Operand) {
        let value: CheckedValue
        switch operand.kind {
        case .text(let template): value = .text(template)
        case .integer(let number): value = .integer(number)
        case .number(let number): value = .number(number)
        case .percent(let percent): value = .share(percent / 100)
        case .pixels(let pixels): value = .pixels(pixels)
        case .size(let width, let height): value = .size(width: width, height: height)
        case .printLength(let length): value = .printLength(length)
        case .printSize(let width, let height):
            value = .printSize(width: width, height: height)
        case .bytes(let count): value = .integer(count)
        case .ratio(let ratio): value = .ratio(ratio)
        case .word(let word): value = .word(word)
        case .truth(let truth): value = .truth(truth)
        case .field(let reference): value = .text(Template(reference))
        case .images, .pipeline: value = .word(label ?? "image")
        case .range, .list, .standardStream, .hole, .invalid: return nil
        }
        self.init(label: label, value, span: operand.span)
    }
}
