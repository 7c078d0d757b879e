import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowReports
import ImgflowRuntime
import ImgflowVerbs

/// What a shell offers behind `imgflow …`: asked by the scripts of `imgflow completions`.
struct ShellCompletion {
    /// The end of the word that the candidates take the place of.
    var partial: String
    var candidates: [Completion.Candidate] = []
    /// The shell adds names of files itself.
    var addsFiles = false
    /// It is written inside `-c '…'`.
    var isProgram = false

    private let call: CommandCall

    /// - Parameters:
    ///   - words: behind `imgflow`; the last is the one that is being written, as it means, not as
    ///     it is quoted.
    init(_ words: [String], _ call: CommandCall) {
        let commands = call.commandLine.commands
        let current = words.last ?? ""
        // bash takes `--backend=sandbox` for three words.
        let before = words.dropLast().filter { $0 != "=" }[...]
        self.init(partial: current, call)
        let name = before.first { commands.map(\.commandName).contains($0) }
        let command = commands.first { $0.commandName == (name ?? "run") }
        if let option = before.last.flatMap({ word in
            command?.options.first { $0.takesValue && $0.spellings.contains(word) }
        }) {
            value(of: option, current)
        } else if current.hasPrefix("-") {
            let own = script(before)
            add(
                (command?.shownOptions ?? []).flatMap { option in
                    option.spellings.map { ($0, option.abstract ?? "") }
                } + own)
        } else if name == "help" {
            add(ModelChoices.topics(commands: call.commandLine.topics))
        } else if name == "completions" {
            add(CompletionScript.allCases.map { ($0.rawValue, "") })
        } else {
            if before.isEmpty {
                add(commands.map { ($0.commandName, $0.abstract ?? "") })
            }
            addsFiles = true
        }
    }

    private init(partial: String, _ call: CommandCall) {
        self.partial = partial
        self.call = call
    }

    private var console: Console { call.console }

    private var models: ModelChoices { ModelChoices(Configuration.models(console)) }

    private mutating func add(_ all: [(text: String, summary: String)]) {
        candidates += all.filter { $0.text.hasPrefix(partial) }.map { .init($0.text, $0.summary) }
    }

    private mutating func value(
        of option: CommandTree.Argument, _ current: String
    ) {
        switch option.valueName {
        case "program": program(current)
        case "backend": add([("aws", "the real service"), ("sandbox", "on this machine, free")])
        case "region": add(models.catalog.regions.map { ($0, "") })
        default:
            if let values = option.allValues { return add(values.map { ($0, "") }) }
            addsFiles = ["out", "store", "log"].contains(option.valueName)
        }
    }

    /// Inside `-c '…'`.
    private mutating func program(_ text: String) {
        let completion = models.completer.complete(text)
        let source = SourceText(name: "", text: text)
        isProgram = true
        partial = source[completion.replaces]
        if let path = completion.path {
            let quote =
                completion.isBarePath
                ? "\"" : source.openingQuote(before: completion.replaces.start)
            candidates = PathCompletion.candidates(path, in: console.folder)
                // The file is chosen, so the string is whole.
                .map {
                    .init(
                        (completion.isBarePath ? quote : "") + $0
                            + ($0.hasSuffix("/") ? "" : quote))
                }
        } else {
            candidates = completion.candidates
        }
    }

    /// The flags of the script that the line names.
    private func script(_ before: ArraySlice<String>) -> [(text: String, summary: String)] {
        for word in before where word.hasSuffix(".imgflow") {
            guard let bytes = try? FileSystem.read(Path.join(console.folder, word)) else {
                continue
            }
            let source = SourceText(name: word, text: String(decoding: bytes, as: UTF8.self))
            return ScriptInterface(Parser.parse(source)).parameters.map {
                ("--\($0.name)", $0.summary ?? $0.type.expectation)
            }
        }
        return []
    }

    /// For the scripts: what is replaced, whether files are added, then a candidate a line.
    var text: String {
        "\(isProgram ? "program" : addsFiles ? "files" : "words")\t\(Self.line(partial))\n"
            + candidates.map { "\(Self.line($0.text))\t\(Self.line($0.summary))\n" }.joined()
    }

    /// A name with a line end or tab in it would be read as two.
    private static func line(_ text: String) -> String {
        text.contains { $0.isNewline || $0 == "\t" } ? Printable.text(text) : text
    }
}

extension SourceText {
    /// The quotes that open the string whose content begins here.
    fileprivate func openingQuote(before start: Int) -> String {
        let head = self[Span(0, start)]
        guard let quote = head.last else { return "" }
        return String(head.reversed().prefix { $0 == quote }.prefix(3))
    }
}
