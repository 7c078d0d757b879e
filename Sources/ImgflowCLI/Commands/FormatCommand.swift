import ArgumentParser
import ImgflowEngine
import ImgflowLanguage
import ImgflowReports
import ImgflowRuntime

/// `imgflow fmt`: programs in the one style of the language.
struct FormatCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt", abstract: "Format programs.",
        discussion: """
            Files are formatted in place; without a file, or with `-`, a program is read from standard \
            input and written to standard output. Comments and meaning are preserved.
            """)

    @Flag(help: "Change nothing; list the files that would change and exit with 1.")
    var check = false

    @ArgumentParser.Argument(help: "Programs, or `-` for standard input.")
    var files: [String] = []

    func run(_ call: CommandCall) async throws {
        let console = call.console
        guard !files.isEmpty, files != ["-"] else {
            let text = try text(of: console.readInput(), named: "standard input")
            let formatted = try formatted(text, named: "standard input", console)
            guard check else { return console.put(formatted) }
            guard formatted == text else { throw ExitRequest(.failed) }
            return
        }
        var isWrong = false
        var differs = false
        for file in files {
            do {
                if try format(file, console) { differs = true }
            } catch is ExitRequest {
                isWrong = true
            }
        }
        if isWrong { throw ExitRequest(.program) }
        if differs, check { throw ExitRequest(.failed) }
    }

    /// Whether the file is not as it should be.
    private func format(_ file: String, _ console: Console) throws -> Bool {
        let place = Path.join(console.folder, file)
        let bytes: [UInt8]
        do {
            bytes = try FileSystem.read(place)
        } catch {
            throw CLIError(message: "`\(file)` cannot be read: \(error)")
        }
        let text = try text(of: bytes, named: file)
        let formatted = try formatted(text, named: file, console)
        guard formatted != text else { return false }
        console.print(file)
        guard !check else { return true }
        do {
            try FileSystem.rewrite(place, with: Array(formatted.utf8))
        } catch {
            throw CLIError(
                message: "`\(file)` cannot be written: \(error)", exitStatus: .failed)
        }
        return true
    }

    private func text(of bytes: [UInt8], named name: String) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CLIError(message: "`\(name)` is not UTF-8 text", exitStatus: .program)
        }
        return text
    }

    private func formatted(
        _ text: String, named name: String, _ console: Console
    ) throws -> String {
        let parsed = Parser.parse(SourceText(name: name, text: text))
        guard let formatted = Formatter.format(parsed) else {
            console.report(parsed.diagnostics, of: Sources(parsed.source))
            throw ExitRequest(.program)
        }
        return formatted
    }
}
