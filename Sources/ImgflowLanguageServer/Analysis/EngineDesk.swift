import ImgflowEngine
import ImgflowLanguage
import ImgflowRuntime
import Synchronization

/// One engine for each folder, made again when the user's settings change. None of them runs anything, reads standard
/// input, or writes.
final class EngineDesk: Sendable {
    private let settings: EngineSettings
    let console: Console
    private let looks = FileLooks()
    private let engines = Mutex<[String: (stamp: [String], engine: Engine)]>([:])

    init(_ settings: EngineSettings, _ console: Console) {
        self.settings = settings
        var console = console
        // Standard input and output are the editor's.
        console.isInputTerminal = true
        console.isErrorTerminal = false
        console.isOutputTerminal = false
        console.readInput = { [] }
        console.ask = { _ in nil }
        console.writeOutput = { _ in }
        console.writeError = { _ in }
        self.console = console
    }

    func engine(in folder: String) throws(CLIError) -> Engine {
        let stamp = stamp
        if let known = engines.withLock({ $0[folder] }), known.stamp == stamp {
            return known.engine
        }
        var console = console
        console.folder = folder
        var engine = try Engine(settings, console)
        engine.looks = looks
        engines.withLock { [engine] engines in engines[folder] = (stamp, engine) }
        return engine
    }

    /// For a run in the sandbox of this process: nothing is sent, and nothing is billed.
    ///
    /// - Parameter write: gets what a command would write to the terminal.
    func sandbox(
        in folder: String, write: @escaping @Sendable (String) -> Void
    ) throws(CLIError) -> Engine {
        var console = console
        console.folder = folder
        console.environment["IMGFLOW_BACKEND"] = nil
        console.writeOutput = { bytes in
            // An image that is saved to `-` is no text.
            write(
                String(validating: bytes, as: UTF8.self)
                    ?? "\(ByteCount(bytes.count)) on standard output\n")
        }
        console.writeError = write
        var settings = EngineSettings()
        settings.backend = "sandbox"
        settings.store = self.settings.store
        settings.outputFolder = self.settings.outputFolder
        settings.optionNames = self.settings.optionNames
        return try Engine(settings, console)
    }

    /// The files of settings as they are.
    private var stamp: [String] {
        let home = console.variable("HOME") ?? "/"
        let folder = console.variable("XDG_CONFIG_HOME") ?? "\(home)/.config"
        let files = [
            "\(folder)/imgflow/config.toml",
            console.variable("AWS_CONFIG_FILE") ?? "\(home)/.aws/config",
            console.variable("AWS_SHARED_CREDENTIALS_FILE") ?? "\(home)/.aws/credentials",
        ]
        return files.map { FileSystem.stamp(of: $0) }
    }
}
