import ArgumentParser
import Glibc
package import ImgflowEngine
import ImgflowImages
import ImgflowLanguage
import ImgflowREPL
import ImgflowReports
package import ImgflowRuntime

/// The command line as a whole: `imgflow FILE`, `imgflow -c '…'`, or one of the commands.
struct Imgflow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "imgflow",
        abstract: "A small pipeline language for image workflows on Amazon Bedrock.",
        usage: """
            imgflow                         start an interactive session; type :help there
            imgflow FILE [options]          run a program; see `imgflow help run`
            imgflow -c PROGRAM [options]    run a program given as text
            imgflow COMMAND …
            """,
        discussion: """
            load "a.png" | inpaint mask:"sky" text:"storm" | upscale fast | save

            A program is checked and priced before anything is billed. Paths of saved files, or an image that is saved to `-`, go to \
            standard output, everything else to standard error.
            """,
        version: "imgflow \(imgflowVersion)",
        subcommands: [
            RunCommand.self, CheckCommand.self, PlanCommand.self, ExplainCommand.self,
            FormatCommand.self, ModelsCommand.self, DoctorCommand.self, PolicyCommand.self,
            StoreCommand.self, SpendCommand.self, LogCommand.self, WhyCommand.self,
            RecipeCommand.self, ReplayCommand.self, LanguageServerCommand.self, HelpCommand.self,
            SandboxCommand.self,
            CompletionsCommand.self,
            ManualCommand.self,
            CompleteCommand.self,
            EditorGrammarCommand.self,
        ],
        defaultSubcommand: RunCommand.self)

    static let commandLine = CommandLineDescription(
        names: configuration.subcommands.compactMap { $0.configuration.commandName },
        help: { name in
            guard let name else { return helpMessage(columns: 80) }
            let command = configuration.subcommands.first { $0.configuration.commandName == name }
            return command.map { helpMessage(for: $0, columns: 80) }
        }, describe: { _dumpHelp() })
}

/// Arguments to one function, errors to an exit code.
package enum CommandLineTool {
    /// Paths among them are bytes, of which Swift's own list keeps characters alone.
    package static var arguments: [String] {
        (1..<max(1, Int(CommandLine.argc))).compactMap { place in
            CommandLine.unsafeArgv[place].map { PathText.text($0) }
        }
    }

    /// Before there are threads, and after the arguments were read.
    package static func prepare() { PixelWork.reserve() }

    /// Streams, the program, images, a store, a ledger with its side files, and connections.
    private static let files: rlim_t = 64

    package static func run(_ arguments: [String], _ console: Console) async -> ExitStatus {
        if let files = OpenFiles.few(atLeast: files) {
            console.complain(
                "error: \(files) open files are allowed, expected \(Self.files) or more")
            console.complain("  = raise the limit: ulimit -n 1024")
            return .failed
        }
        let code = await command(arguments, console)
        // Whoever reads no more, as `head` does, has what it wanted.
        guard let failure = console.outputFailure(), failure != EPIPE else { return code }
        console.complain("error: standard output cannot be written: \(FileSystem.words(failure))")
        return code == .done ? .failed : code
    }

    private static func command(_ arguments: [String], _ console: Console) async -> ExitStatus {
        do {
            let (arguments, script) = try ScriptCall.split(
                arguments, Imgflow.commandLine.words, console)
            if let script, script.wantsHelp {
                console.put(ScriptHelp.page(script))
                return .done
            }
            var command = try Imgflow.parseAsRoot(arguments)
            guard let own = command as? any ConsoleCommand else {
                // The parser's own help, of the command that it was asked of: thrown as its text.
                try command.run()
                return .done
            }
            try await own.run(
                CommandCall(
                    console: console, script: script, commandLine: Imgflow.commandLine,
                    run: { words, console in _ = await Self.run(words, console) }))
            return .done
        } catch let exit as ExitRequest {
            return exit.status
        } catch let error as any UserFacingError {
            console.report(error)
            return error.exitStatus
        } catch {
            let text = Imgflow.fullMessage(for: error)
            if Imgflow.exitCode(for: error) == .success {
                console.print(text)
                return .done
            }
            console.complain(text.hasPrefix("Error: ") ? "error: \(text.dropFirst(7))" : text)
            return .usage
        }
    }
}
