import Foundation
import ImgflowBedrock
package import ImgflowEngine
package import ImgflowReports
import ImgflowRuntime

/// `imgflow` alone on a terminal: the prompt.
package struct ReplLaunch: Sendable {
    package var settings: EngineSettings
    package var run: RunConfiguration
    package var style: ReportStyle
    package var commandLine: ReplCommandLine

    package init(
        _ settings: EngineSettings, _ run: RunConfiguration, _ style: ReportStyle,
        _ commandLine: ReplCommandLine
    ) {
        self.settings = settings
        self.run = run
        self.run.caller = .session
        self.style = style
        self.commandLine = commandLine
    }

    /// - Returns: False where there is no terminal to edit on.
    /// - Throws: `CLIError` for settings that a session cannot have.
    package func start(_ console: Console) async throws -> Bool {
        guard console.isInputTerminal, console.isErrorTerminal, isatty(1) == 1 else { return false }
        var launch = self
        var greeting = "imgflow \(imgflowVersion)  :help tells more, Ctrl-D leaves"
        if settings.backend == nil, console.variable("IMGFLOW_BACKEND") == nil,
            settings.endpointURL == nil, settings.profile == nil, !Self.hasCredentials(console)
        {
            launch.settings.backend = "sandbox"
            greeting += "\nno credentials here: the sandbox answers, and nothing is billed"
        }
        // Each result is made of the ones before, which must be known then.
        for (isGiven, option) in [
            (settings.asksAfresh, "--fresh"), (settings.isEphemeral, "--ephemeral"),
        ] where isGiven {
            throw CLIError(
                message: "a prompt keeps its answers, and `\(option)` would pay for them again",
                hints: ["write `fresh:true` behind the stage that is to be asked again"])
        }
        // Ctrl-C between two runs, as at a question, means no; a run has a way of its own.
        var interrupt = sigaction()
        interrupt.__sigaction_handler.sa_handler = { _ in }
        sigaction(SIGINT, &interrupt, nil)
        // What is wrong with the options is said before the first line.
        _ = try Engine(launch.settings, console)
        let state =
            console.variable("XDG_STATE_HOME")
            ?? "\(console.variable("HOME") ?? "/tmp")/.local/state"
        let file = HistoryFile(path: "\(state)/imgflow/history")
        let home = console.variable("HOME")
        var console = console
        console.ask = Console.askAtPrompt
        let (opened, shared, words) = (launch, console, greeting)
        return await withCheckedContinuation { continuation in
            // libedit waits for keys: not on a thread that others need.
            let thread = Thread {
                let host = ReplHost(
                    opened.settings, opened.run, opened.style, opened.commandLine, shared)
                guard let repl = Repl(host: host, history: file) else {
                    return continuation.resume(returning: false)
                }
                host.say(words)
                if let home { repl.start(with: "\(home)/.imgflowrc") }
                repl.run()
                continuation.resume(returning: true)
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    /// Looks at variables and files only: nothing is asked of the network.
    private static func hasCredentials(_ console: Console) -> Bool {
        let variables = [
            "AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID", "AWS_PROFILE",
            "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        ]
        if variables.contains(where: { console.variable($0) != nil }) { return true }
        // What is wrong with the files is told by whoever signs in with them.
        guard let files = try? SharedFiles(reading: .of(console)) else { return true }
        let keys = [
            "aws_access_key_id", "credential_process", "role_arn", "web_identity_token_file",
            "sso_session", "sso_start_url", "login_session",
        ]
        if let profile = files.profile("default"), keys.contains(where: { profile[$0] != nil }) {
            return true
        }
        return mayBeInstance(console)
    }

    /// An EC2 instance may have a role, which only the network knows. Source: EC2 user guide,
    /// "Detect whether a host is an EC2 instance".
    private static func mayBeInstance(_ console: Console) -> Bool {
        guard console.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true",
            let vendor = try? FileSystem.read("/sys/class/dmi/id/sys_vendor")
        else { return false }
        return String(decoding: vendor, as: UTF8.self).hasPrefix("Amazon EC2")
    }
}
