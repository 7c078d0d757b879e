/// One walk over a program and the files that it uses, with the scopes that the checker has.
struct NameWalk {
    private let linked: LinkedProgram
    private(set) var index = NameIndex()
    private var scope = Scope()
    /// What used files give, by their base.
    private var exports: [Int: Scope] = [:]
    /// The symbol of each used file, by its base.
    private var files: [Int: Int] = [:]
    /// The parameters of each definition, by its symbol.
    private var arguments: [Int: [String: Int]] = [:]

    /// Symbols by name.
    private struct Scope {
        var values: [String: Int] = [:]
        var definitions: [String: Int] = [:]

        func has(_ name: String) -> Bool { values[name] != nil || definitions[name] != nil }
    }

    init(_ linked: LinkedProgram) { self.linked = linked }

    mutating func root() { _ = walk(linked.root) }

    /// - Returns: What the file gives those who use it.
    private mutating func walk(_ parsed: ParsedProgram) -> Scope {
        let around = scope
        scope = Scope()
        var own = Scope()
        for statement in parsed.program.statements {
            switch statement {
            case .version: break
            case .binding(let binding):
                content(binding.content)
                guard !scope.has(binding.name.text) else { break }
                let symbol = declare(binding.name, .binding, binding.span)
                scope.values[binding.name.text] = symbol
                own.values[binding.name.text] = symbol
            case .definition(let definition):
                guard let symbol = define(definition) else { break }
                own.definitions[definition.name.text] = symbol
            case .parameter(let declaration):
                if let value = declaration.defaultValue { self.value(value, [:]) }
                guard !scope.has(declaration.name.text) else { break }
                scope.values[declaration.name.text] = declare(
                    declaration.name, .parameter, declaration.span)
            case .use(let use): self.use(use)
            case .setting(let setting):
                for value in setting.values + setting.arguments.map(\.value) {
                    self.value(value, [:])
                }
            case .pipeline(let pipeline): self.pipeline(pipeline, [:])
            }
        }
        scope = around
        return own
    }

    private mutating func use(_ use: Use) {
        guard let base = linked.targets[use.span], let file = linked.files[base] else { return }
        let symbol: Int
        if let known = files[base] {
            symbol = known
        } else {
            symbol = add(
                NameIndex.Symbol(
                    name: file.source.name, kind: .file, span: Span(base, base),
                    extent: file.source.span))
            files[base] = symbol
        }
        index.occurrences.append(
            .init(span: use.pathSpan, symbol: symbol, isDeclaration: false))
        if exports[base] == nil {
            exports[base] = Scope()
            exports[base] = walk(file)
        }
        guard let brought = exports[base] else { return }
        for (name, symbol) in brought.values where !scope.has(name) { scope.values[name] = symbol }
        for (name, symbol) in brought.definitions where !scope.has(name) {
            scope.definitions[name] = symbol
        }
    }

    private mutating func define(_ definition: Definition) -> Int? {
        var inner: [String: Int] = [:]
        for parameter in definition.parameters {
            if let value = parameter.defaultValue { self.value(value, [:]) }
            guard inner[parameter.name.text] == nil else { continue }
            inner[parameter.name.text] = declare(parameter.name, .argument, parameter.span)
        }
        pipeline(definition.body, inner)
        guard !scope.has(definition.name.text) else { return nil }
        let symbol = declare(definition.name, .definition, definition.span)
        scope.definitions[definition.name.text] = symbol
        arguments[symbol] = inner
        return symbol
    }

    private mutating func content(_ content: Binding.Content) {
        switch content {
        case .pipeline(let pipeline): self.pipeline(pipeline, [:])
        case .value(let value):
            if case .word(let word) = value.kind, let symbol = scope.definitions[word] {
                refer(to: symbol, word, in: value.span)
            } else {
                self.value(value, [:])
            }
        }
    }

    // MARK: - Pipelines

    /// - Parameter names: what `as`, and the parameters of a definition, name around it.
    private mutating func pipeline(_ pipeline: Pipeline, _ around: [String: Int]) {
        var names = around
        for stage in pipeline.stages {
            switch stage {
            case .call(let call): self.call(call, names)
            case .recall(let reference):
                if let name = reference.name { look(up: name, in: reference.span, names) }
            case .name(let name, let span):
                guard names[name.text] == nil, !scope.has(name.text) else { break }
                names[name.text] = declare(name, .image, span)
            case .tee(let block, _): self.pipeline(block.pipeline, names)
            case .fork(let blocks, _): for block in blocks { self.pipeline(block.pipeline, names) }
            case .when(let condition, let block, let other, _):
                self.condition(condition, names)
                self.pipeline(block.pipeline, names)
                if let other { self.pipeline(other.pipeline, names) }
            case .filter(let condition, _): self.condition(condition, names)
            case .attempt(let block, let other, _):
                self.pipeline(block.pipeline, names)
                self.pipeline(other.pipeline, names)
            case .repeated(let repetition):
                value(repetition.rounds, names)
                self.condition(repetition.condition, names)
                self.pipeline(repetition.block.pipeline, names)
                if let other = repetition.other { self.pipeline(other.pipeline, names) }
            case .selection(let selection): value(selection.value, names)
            case .invalid: break
            }
        }
    }

    private mutating func call(_ call: Call, _ names: [String: Int]) {
        let definition = scope.definitions[call.verb.text]
        if let definition { refer(to: definition, call.verb.text, in: call.verb.span) }
        for value in call.values { self.value(value, names) }
        for argument in call.arguments {
            if let definition, let symbol = arguments[definition]?[argument.name.text] {
                refer(to: symbol, argument.name.text, in: argument.name.span)
            }
            value(argument.value, names)
        }
    }

    private mutating func condition(_ condition: Condition, _ names: [String: Int]) {
        switch condition.kind {
        case .comparison(_, let left, let right):
            value(left, names)
            value(right, names)
        case .value(let value): self.value(value, names)
        case .both(let left, let right), .either(let left, let right):
            self.condition(left, names)
            self.condition(right, names)
        case .not(let inner), .group(let inner): self.condition(inner, names)
        }
    }

    private mutating func value(_ value: Value, _ names: [String: Int]) {
        switch value.kind {
        case .variable(let name?), .field(of: let name?, name: _):
            look(up: name, in: value.span, names)
        case .string(let literal):
            for case .field(let name?, _, _, let span) in literal.parts {
                look(up: name, in: span, names)
            }
        case .list(let items): for item in items { self.value(item.value, names) }
        case .pipeline(let pipeline): self.pipeline(pipeline, names)
        default: break
        }
    }

    // MARK: - Symbols

    private mutating func add(_ symbol: NameIndex.Symbol) -> Int {
        index.symbols.append(symbol)
        return index.symbols.count - 1
    }

    private mutating func declare(_ name: Name, _ kind: NameIndex.Kind, _ extent: Span) -> Int {
        let span = place(of: name.text, in: name.span)
        let symbol = add(
            NameIndex.Symbol(name: name.text, kind: kind, span: span, extent: extent))
        index.occurrences.append(.init(span: span, symbol: symbol, isDeclaration: true))
        return symbol
    }

    private mutating func look(up name: String, in span: Span, _ names: [String: Int]) {
        if let symbol = names[name] ?? scope.values[name] { refer(to: symbol, name, in: span) }
    }

    private mutating func refer(to symbol: Int, _ name: String, in span: Span) {
        index.occurrences.append(
            .init(span: place(of: name, in: span), symbol: symbol, isDeclaration: false))
    }

    /// The name alone, without what stands around it: `$`, braces, a colon.
    private func place(of name: String, in span: Span) -> Span {
        let file = linked.sources.file(at: span.start)
        let wanted = Array(name.utf8)
        let bytes = file.utf8[(span.start - file.base)..<min(file.utf8.count, span.end - file.base)]
        guard !wanted.isEmpty, bytes.count >= wanted.count else { return span }
        for start in bytes.startIndex...(bytes.endIndex - wanted.count)
        where bytes[start...].starts(with: wanted) {
            return Span(file.base + start, file.base + start + wanted.count)
        }
        return span
    }
}
