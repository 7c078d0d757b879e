import ImgflowBedrock
import ImgflowEngine
import ImgflowLanguage
import ImgflowPlanner
import ImgflowReports
import ImgflowRuntime

/// A script as lines of a session: its parameters are names with values, and what it says of its own
/// folder means that folder still.
enum LoadedScript {
    /// - Parameter words: the path, then what the script's parameters are given, as on a command line.
    static func lines(_ words: String, _ host: ReplHost) throws -> String {
        // A path with blanks is a path where there is such a file.
        let isWhole = FileSystem.kind(Path.join(host.folder, words)) == .file
        let arguments = isWhole ? [words] : try self.words(of: words)
        try host.needFile(arguments.first ?? "", "a script: :load flow.imgflow")
        let (_, found) = try ScriptCall.split(
            arguments, host.commandLine.words, host.console)
        guard let script = found else {
            throw CLIError(message: "`\(arguments[0])` is not text in UTF-8")
        }
        let source = script.source
        guard !script.parsed.hasErrors else {
            host.console.report(script.parsed.diagnostics, of: Sources(source))
            throw CLIError(message: "`\(arguments[0])` has mistakes: nothing of it was run")
        }
        let folder = Path.resolved(source.folder, in: host.folder)
        return try script.parsed.program.statements.compactMap { statement in
            switch statement {
            case .version: nil
            case .use(let use):
                "use \(Recipe.quoted(Path.resolved(use.path, in: folder)))"
            case .parameter(let parameter): try binding(parameter, script)
            default: settled(source[statement.span], folder)
            }
        }.joined(separator: "\n")
    }

    /// `param text: string = "storm"` is `let text = "storm"`.
    private static func binding(
        _ parameter: ParameterDeclaration, _ script: ScriptCall
    ) throws -> String {
        let name = parameter.name.text
        let type = DeclaredType(rawValue: parameter.type.text) ?? .string
        if let given = script.given[name] {
            let values = given.map { type.isWrittenInQuotes ? Recipe.quoted($0) : $0 }
            let isList = type == .files || (type == .list && values.count > 1)
            return
                "let \(name) = \(isList ? "[\(values.joined(separator: ", "))]" : values.last ?? "")"
        }
        guard let value = parameter.defaultValue else {
            throw CLIError(
                message: "`\(script.source.name)` needs `\(name)`, \(type.expectation)",
                hints: [
                    "say it behind: :load \(script.source.name) \(type.sample.filter { $0 != "\"" })"
                ])
        }
        return "let \(name) = \(script.source[value.span])"
    }

    /// `$here` is the folder of the script, not of the session.
    private static func settled(_ text: String, _ folder: String) -> String {
        let source = SourceText(name: "", text: text)
        return Lexer.tokens(of: source).map { token in
            let written = source[token.span]
            switch token.kind {
            case .variable(Keywords.here): return Recipe.quoted(folder)
            case .string:
                let inside = Recipe.quoted(folder).dropFirst().dropLast()
                return written.replacing("{$\(Keywords.here)}", with: String(inside))
            default: return written
            }
        }.joined()
    }

    private static func words(of text: String) throws(CLIError) -> [String] {
        do {
            return try ShellWords.split(text)
        } catch {
            throw CLIError(message: "a quote or a backslash is open in `\(text)`")
        }
    }
}

extension DeclaredType {
    fileprivate var isWrittenInQuotes: Bool {
        switch self {
        case .string, .file, .files, .image, .mask, .color: true
        default: false
        }
    }
}
