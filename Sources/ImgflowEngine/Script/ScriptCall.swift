package import ImgflowLanguage
import ImgflowRuntime

/// A program as the command line calls it: what it is, and what its parameters are given.
package struct ScriptCall: Sendable {
    package var source: SourceText
    /// Read once: what it asks of the command line stands in it.
    package var parsed: ParsedProgram
    package var interface: ScriptInterface
    /// The texts for each parameter that was given, by its name.
    package var given: [String: [String]]
    package var wantsHelp = false

    /// Takes out of a command line what belongs to the program that it names. What is left is for
    /// imgflow itself; a program that cannot be read is left to it too.
    package static func split(
        _ arguments: [String], _ words: CommandWords, _ console: Console
    ) throws(CLIError) -> (rest: [String], script: ScriptCall?) {
        guard let place = place(in: arguments, words) else { return (arguments, nil) }
        guard let source = text(arguments, place, console) else { return (arguments, nil) }
        let parsed = Parser.parse(source)
        let interface = ScriptInterface(parsed)
        var script = ScriptCall(
            source: source, parsed: parsed, interface: interface, given: [:])
        var rest = Array(arguments[...place.index])
        var values: [String] = []
        var index = place.index + 1
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if argument == "--" {
                values += arguments[index...]
                break
            }
            guard argument.hasPrefix("-"), argument != "-" else {
                values.append(argument)
                continue
            }
            if argument == "--help" || argument == "-h" {
                script.wantsHelp = true
            } else if let used = try script.take(argument, arguments, at: index, words) {
                index += used
            } else {
                rest.append(argument)
                if words.takesValue(argument), index < arguments.count {
                    rest.append(arguments[index])
                    index += 1
                }
            }
        }
        // `-c` and a file: two programs, which the command answers.
        if place.isText, interface.parameters.isEmpty { return (rest + values, nil) }
        if !script.wantsHelp { try script.fill(values) }
        return (rest, script)
    }

    private typealias Place = (index: Int, isText: Bool)

    /// Where the program stands: the first word that is no option, or what follows `-c`.
    private static func place(in arguments: [String], _ words: CommandWords) -> Place? {
        var index = 0
        if let first = arguments.first, words.commands.contains(first) {
            guard words.programCommands.contains(first) else { return nil }
            index = 1
        }
        while index < arguments.count {
            let argument = arguments[index]
            if argument == "-c" { return index + 1 < arguments.count ? (index + 1, true) : nil }
            guard argument.hasPrefix("-"), argument != "-" else { return (index, false) }
            if argument == "--help" || argument == "-h" || argument == "--" { return nil }
            index += words.takesValue(argument) ? 2 : 1
        }
        return nil
    }

    /// Nil where it cannot be read: the command then says why.
    private static func text(
        _ arguments: [String], _ place: Place, _ console: Console
    ) -> SourceText? {
        let written = arguments[place.index]
        if place.isText { return SourceText(name: "-c", text: written) }
        let name = console.found(written)
        if name != "-", FileSystem.kind(Path.join(console.folder, name)) == nil { return nil }
        return try? Engine.load(name, console)
    }

    // MARK: - Parameters

    /// `--text=snow`, `--text snow`, `--fast`, `--no-fast`: how many further words it took; nil where
    /// it is an option of imgflow itself.
    private mutating func take(
        _ argument: String, _ arguments: [String], at index: Int, _ words: CommandWords
    ) throws(CLIError) -> Int? {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let option = String(parts[0])
        if words.isOption(option) { return nil }
        let name = String(option.drop { $0 == "-" })
        let value = parts.count > 1 ? String(parts[1]) : nil
        if let parameter = interface.parameters.first(where: { $0.name == name }) {
            if let value {
                try add(value, to: parameter)
                return 0
            }
            if parameter.type == .truth {
                try add("true", to: parameter)
                return 0
            }
            guard index < arguments.count else {
                throw CLIError(
                    message: "`--\(name)` requires a value: \(parameter.type.expectation)",
                    hints: ["--\(name)=…"])
            }
            try add(arguments[index], to: parameter)
            return 1
        }
        if name.hasPrefix("no-"), value == nil,
            let parameter = interface.parameters.first(where: { "no-\($0.name)" == name }),
            parameter.type == .truth
        {
            try add("false", to: parameter)
            return 0
        }
        let own = interface.parameters.map { "--\($0.name)" }
        let all = own + words.options
        throw CLIError(
            message: "no option is named `\(option)`",
            hints: NearestName.of(option, in: all).map { ["did you mean `\($0)`?"] }
                ?? (own.isEmpty
                    ? ["`imgflow help run` lists the options"]
                    : ["`\(source.name)` takes \(List(own, .and))"]))
    }

    /// The words without a name, by their places.
    private mutating func fill(_ values: [String]) throws(CLIError) {
        var open = interface.positionals.filter { given[$0.name] == nil }
        for value in values {
            guard let parameter = open.first else {
                let takes = interface.positionals.map(\.name)
                throw CLIError(
                    message: takes.isEmpty
                        ? "`\(source.name)` takes no arguments, found `\(value)`"
                        : "`\(source.name)` takes \(List(takes, .and)); `\(value)` is one too many",
                    hints: [
                        interface.parameters.isEmpty
                            ? "options such as --yes may stand anywhere; remove the rest"
                            : "usage: \(ScriptUsage.line(interface, name: source.name))"
                    ])
            }
            try add(value, to: parameter)
            if parameter.type != .files { open.removeFirst() }
        }
    }

    private mutating func add(
        _ value: String, to parameter: ScriptInterface.Parameter
    ) throws(CLIError) {
        let takesMany = parameter.type == .files || parameter.type == .list
        if given[parameter.name] != nil, !takesMany {
            throw CLIError(message: "`\(parameter.name)` is given twice", hints: ["remove one"])
        }
        given[parameter.name, default: []].append(value)
        guard parameter.type.canRead([value]) else {
            throw CLIError(
                message:
                    "expected \(parameter.type.expectation) for `\(parameter.name)`, found `\(Preview(value))`"
            )
        }
    }
}
