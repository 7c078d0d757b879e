/// `param`, `use` and `set`.
extension ProgramCheck {
    mutating func parameter(_ declaration: ParameterDeclaration) -> CheckedStatement? {
        let name = declaration.name
        if name.text == Keywords.here { report(.reservedHere, name.span) }
        if optionNames().contains(name.text) { report(.optionName(name.text), name.span) }
        guard let type = type(of: declaration) else {
            bind(name, .unknown)
            return nil
        }
        var operand = value(of: declaration, type)
        if let texts = given?[name.text] {
            operand = Operand(
                kind: type.read(texts, at: name.span) ?? .invalid, span: name.span,
                origin: name.span)
            operand.given = texts.joined(separator: " ")
        }
        operand.isName = type != .file && type != .files
        guard type.isImage, case .text(let path) = operand.kind else {
            bind(name, operand.isInvalid ? .unknown : .value(operand))
            return nil
        }
        let load = CheckedCall(
            verb: "load", verbSpan: name.span, span: declaration.span,
            arguments: [
                "path": CheckedArgument(.path(path), valueSpan: name.span, span: name.span)
            ])
        bind(name, .images(paid: [], swept: []))
        // A parameter that nothing asks for loads nothing.
        return .binding(
            name: key(name.text), nameSpan: name.span,
            CheckedPipeline(stages: [.call(load)], span: declaration.span))
    }

    func type(named name: Name) -> DeclaredType? { DeclaredType(rawValue: name.text) }

    mutating func type(of declaration: ParameterDeclaration) -> DeclaredType? {
        let name = declaration.type
        // A missing type has been said.
        if name.text.isEmpty { return nil }
        guard let type = DeclaredType(rawValue: name.text) else {
            report(
                .unknownType(name.text, nearest: nearest(name.text, in: DeclaredType.names)),
                name.span)
            return nil
        }
        return type
    }

    /// The default, or a hole where there is none.
    mutating func value(of declaration: ParameterDeclaration, _ type: DeclaredType) -> Operand {
        let span = declaration.name.span
        guard let value = declaration.defaultValue else {
            return Operand(kind: .hole(type), span: span, origin: span)
        }
        var surroundings = Surroundings(flow: .start, names: Names(), isBinding: true)
        let operand = operand(value, in: &surroundings)
        guard type.takes(operand.kind) else {
            report(
                CheckError(
                    kind: .wrongDefault(type), span: value.span,
                    parameter: declaration.name.text, found: operand.description(in: sources)))
            return Operand(kind: .invalid, span: span, origin: span)
        }
        return operand
    }

    mutating func use(_ use: Use) {
        guard let base = linked.targets[use.span] else {
            hasUnreadNames = true
            return rests()
        }
        let brought = exports(of: base)
        for (name, bound) in brought.bindings.sorted(by: {
            $0.value.span.start < $1.value.span.start
        }) {
            if let first = placeBound(name) {
                // The same file twice, or by two ways.
                if first == bound.span { continue }
                report(
                    CheckError(
                        kind: .broughtTwice(name, first: first), span: use.pathSpan,
                        definition: bound.span))
            } else {
                scope.bindings[name] = bound
            }
        }
        for (name, defined) in brought.definitions.sorted(by: { $0.key < $1.key }) {
            if let first = placeBound(name) {
                if first == defined.name.span { continue }
                report(
                    CheckError(
                        kind: .broughtTwice(name, first: first), span: use.pathSpan,
                        definition: defined.name.span))
            } else {
                scope.definitions[name] = defined
            }
        }
    }

    // MARK: - Settings

    mutating func set(_ setting: Setting) {
        guard let verb = setting.verb else { return setRun(setting) }
        guard let signature = catalog[verb.text] else {
            if scope.definitions[verb.text] != nil {
                report(.setOfDefinition(verb.text), verb.span)
            } else {
                report(unknownVerb(verb.text, in: catalog.names), verb.span)
            }
            return
        }
        let call = Call(
            verb: verb, values: setting.values, arguments: setting.arguments, span: setting.span)
        // An image may come in where the default is used.
        var surroundings = Surroundings(
            flow: Flow(hasImage: true), names: Names(), isBinding: true)
        let checked = arguments(call, signature, in: &surroundings, isDefault: true)
        for (name, argument) in checked.arguments {
            scope.defaults[verb.text, default: [:]][name] = argument
        }
    }

    /// What a user's own configuration brings into a program is told with its plan.
    mutating func noteDefault(_ argument: CheckedArgument, of verb: String) {
        guard let defaults = linked.defaults, !isTrial,
            argument.span.start >= defaults.source.base
        else { return }
        let words = "\(verb) \(sources[argument.span])"
        if !settings.defaults.contains(words) { settings.defaults.append(words) }
    }

    private mutating func setRun(_ setting: Setting) {
        if let pipeline = linked.root.program.statements.first(where: {
            if case .pipeline = $0 { true } else { false }
        }), pipeline.span.start < setting.span.start {
            report(.lateSetting(first: pipeline.span), setting.span)
        }
        for value in setting.values { report(.strayValue, value.span) }
        for argument in setting.arguments {
            let name = argument.name
            var surroundings = Surroundings(flow: .start, names: Names(), isBinding: true)
            let operand = operand(argument.value, in: &surroundings)
            if operand.isInvalid { continue }
            let text = sources[operand.origin]
            switch (name.text, operand.kind) {
            case ("budget", .integer(let number)) where number >= 0:
                settings.budget = ("\(number)", argument.span)
            case ("budget", .number(let number)) where number >= 0:
                settings.budget = (text, argument.span)
            case ("region", .word(let region)): settings.region = (region, argument.span)
            case ("region", .text(let template)) where template.literal != nil:
                settings.region = (template.literal ?? "", argument.span)
            case ("out", .text(let template)) where template.literal != nil:
                settings.out = (template.literal ?? "", argument.span)
            case (let option, _) where Self.runOptions[option] != nil:
                report(
                    CheckError(
                        kind: .badRunOption(option, expected: Self.runOptions[option] ?? ""),
                        span: argument.value.span, found: operand.description(in: sources)))
            default:
                let options = Self.runOptions.keys.sorted()
                report(
                    .unknownRunOption(
                        name.text, isVerb: catalog[name.text] != nil,
                        nearest: nearest(name.text, in: options), all: options), name.span)
            }
        }
    }

    private static let runOptions = [
        "budget": "dollars such as 2.00", "region": "a region such as us-west-2",
        "out": "a folder in quotes",
    ]
}
