import ArgumentParser
import ImgflowEngine
import ImgflowREPL

/// A command as it was called: the world as a value, the script that it names, and the command line that
/// it is part of.
struct CommandCall: Sendable {
    var console: Console
    /// The program that the command line names, with what it gave its parameters.
    var script: ScriptCall?
    let commandLine: CommandLineDescription
    /// Runs another command, as the shell would.
    let run: ReplCommandLine.Run

    /// - Throws: `CLIError` where settings, environment or config.toml are wrong.
    func engine(_ settings: EngineSettings) throws(CLIError) -> Engine {
        try Engine(withOptionNames(settings), console)
    }

    func withOptionNames(_ settings: EngineSettings) -> EngineSettings {
        var settings = settings
        settings.optionNames = { [commandLine] in commandLine.words.names }
        return settings
    }

    /// For the commands of a session.
    var forSession: ReplCommandLine {
        ReplCommandLine(
            words: commandLine.words, topics: { [commandLine] in commandLine.topics }, run: run)
    }
}

/// A command that gets the world as a value.
protocol ConsoleCommand: ParsableCommand {
    func run(_ call: CommandCall) async throws
}
