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
    /// Statements stand on the lines that they have in the script, so that what is wrong is told with its place there.
    ///
    /// - Returns: The script's name and lines; nil where only its help was wanted.
    static func lines(
        _ words: String, _ host: ReplHost
    ) throws -> (name: String, text: String)? {
        // A path with blanks is a path where there is such a file.
        let isWhole = FileSystem.kind(Path.join(host.folder, words)) == .file
        let arguments = isWhole ? [words] : try self.words(of: words)
        try host.needFile(arguments.first ?? "", "a script: :load flow.imgflow")
        let (_, found) = try ScriptCall.split(
            arguments, host.commandLine.words, host.console)
        guard let script = found else {
            throw CLIError(message: "`\(arguments[0])` is not UTF-8 text")
        }
        if script.wantsHelp {
            host.console.put(ScriptHelp.page(script))
            return nil
        }
        let source = script.source
        guard !script.parsed.hasErrors else {
            host.console.report(script.parsed.diagnostics, of: Sources(source))
            throw CLIError(message: "`\(arguments[0])` has mistakes: nothing was run")
        }
        let folder = Path.resolved(source.folder, in: host.folder)
        var text = ""
        var line = 1
        for statement in script.parsed.program.statements {
            let own: String? =
                switch statement {
                case .version: nil
                case .use(let use):
                    "use \(SourceWriter.string(Path.resolved(use.path, in: folder)))"
                case .parameter(let parameter): try binding(parameter, script)
                default: settled(source[statement.span], folder)
                }
            guard let own else { continue }
            let start = 1 + newlines(in: source.text.utf8.prefix(statement.span.start))
            let isSame = !text.isEmpty && start <= line
            text += isSame ? "; " : String(repeating: "\n", count: start - line)
            text += own
            line = max(line, start) + newlines(in: own.utf8)
        }
        return (source.name, text)
    }

    private static func newlines(in text: some Sequence<UInt8>) -> Int {
        text.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    }

    /// `param text: string = "storm"` is `let text = "storm"`.
    private static func binding(
        _ parameter: ParameterDeclaration, _ script: ScriptCall
    ) throws -> String {
        let name = parameter.name.text
        let type = DeclaredType(rawValue: parameter.type.text) ?? .string
        if let given = script.given[name] {
            let values = given.map { type.isWrittenInQuotes ? SourceWriter.string($0) : $0 }
            let isList = type == .files || (type == .list && values.count > 1)
            return
                "let \(name) = \(isList ? "[\(values.joined(separator: ", "))]" : values.last ?? "")"
        }
        guard let value = parameter.defaultValue else {
            throw CLIError(
                message: "`\(script.source.name)` requires `\(name)`, \(type.expectation)",
                hints: [
                    "add it: :load \(script.source.name) \(type.sample.filter { $0 != "\"" })"
                ])
        }
        return "let \(name) = \(script.source[value.span])"
    }

    /// `$here` is the folder of the script, not of the session.
    private static func settled(_ text: String, _ folder: String) -> String {
        TokenRewriter.rewritten(text) { token, written in
            switch token.kind {
            case .variable(Keywords.here): return SourceWriter.string(folder)
            case .string:
                let inside = SourceWriter.inside(folder)
                return written.replacing("{$\(Keywords.here)}", with: inside)
            default: return written
            }
        }
    }

    private static func words(of text: String) throws(CLIError) -> [String] {
        do {
            return try ShellWords.split(text)
        } catch {
            throw CLIError(message: "unclosed quote or backslash in `\(text)`")
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
