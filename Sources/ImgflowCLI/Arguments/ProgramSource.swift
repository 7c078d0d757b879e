import ImageFacts
import ImgflowEngine
import ImgflowLanguage
import ImgflowReports
import ImgflowRuntime

/// The program that the command line names: a file, the words behind `-c`, or standard input.
struct ProgramSource {
    let arguments: ProgramArguments
    let call: CommandCall

    private var console: Console { call.console }

    func input() throws(CLIError) -> ProgramInput {
        if let script = call.script { return ProgramInput(script) }
        if let text = arguments.text {
            if let file = arguments.file, call.commandLine.names.contains(file) {
                throw CLIError(
                    message: "`\(file)` is a command; commands come first",
                    hints: ["imgflow \(file) [options] -c …"])
            }
            if let file = arguments.file {
                let place = Path.join(console.folder, file)
                let command =
                    FileSystem.kind(place) == nil
                    ? NearestName.of(file, in: call.commandLine.names) : nil
                throw CLIError(
                    message: "`-c` gives the program, and `\(file)` is another one",
                    hints: [
                        command.map { "did you mean the command `\($0)`?" } ?? "remove one of them"
                    ])
            }
            return ProgramInput(SourceText(name: "-c", text: text))
        }
        if arguments.file == nil, !console.isInputTerminal {
            let bytes = console.readInput()
            if !bytes.isEmpty {
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw CLIError(
                        message: "standard input is not UTF-8 text", exitStatus: .program)
                }
                return ProgramInput(SourceText(name: "standard input", text: text))
            }
        }
        guard let file = arguments.file.map(console.found) else {
            throw CLIError(
                message: "expected a program, found none",
                hints: [
                    "give a file: imgflow storm.imgflow",
                    "or the program itself: imgflow -c 'load \"a.png\" | info'",
                    "or ask for help: imgflow help",
                ])
        }
        if call.commandLine.names.contains(file),
            FileSystem.kind(Path.join(console.folder, file)) == nil
        {
            throw CLIError(
                message: "`\(file)` is a command; commands come first",
                hints: ["imgflow \(file) [options]"])
        }
        if let argument = arguments.arguments.first {
            if file != "-", FileSystem.kind(Path.join(console.folder, file)) == nil {
                throw missing(file)
            }
            throw CLIError(
                message: "`\(file)` takes no arguments, found `\(argument)`",
                hints: ["options such as --yes may stand anywhere; remove the rest"])
        }
        do {
            return ProgramInput(try Engine.load(file, console))
        } catch let error as Engine.NotText {
            let isPicture = (try? ImageHeader.read(error.bytes)) != nil
            throw CLIError(
                message: "`\(file)` is \(isPicture ? "an image" : "not UTF-8 text")",
                hints: isPicture ? ["imgflow -c 'load \"\(file)\" | … | save'"] : [],
                exitStatus: .program)
        } catch {
            throw unreadable(file, error)
        }
    }

    private func unreadable(_ file: String, _ error: any Error) -> CLIError {
        let place = Path.join(console.folder, file)
        let why = (error as? FileSystem.Failure)?.words ?? "\(error)"
        return FileSystem.kind(place) == nil && FileSystem.brokenLink(place) == nil
            ? missing(file) : CLIError(message: "`\(file)` cannot be read: \(why)")
    }

    /// A file that is not there may be a command that was mistyped.
    private func missing(_ file: String) -> CLIError {
        let place = Path.join(console.folder, file)
        let names = FileSystem.names(in: Path.folder(of: place))
        let near = NearestName.of(Path.name(of: file), in: call.commandLine.names + names)
        return CLIError(
            message: "command or file not found: `\(file)`",
            hints: near.map { ["did you mean `\($0)`?"] } ?? ["`imgflow help` lists the commands"])
    }
}

extension CommandCall {
    func program(_ arguments: ProgramArguments) throws(CLIError) -> ProgramInput {
        try ProgramSource(arguments: arguments, call: self).input()
    }
}
