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
    /// The latest session goes on.
    package var continues: Bool

    package init(
        _ settings: EngineSettings, _ run: RunConfiguration, _ style: ReportStyle,
        _ commandLine: ReplCommandLine, continues: Bool = false
    ) {
        self.continues = continues
        self.settings = settings
        self.run = run
        self.run.caller = .session
        self.style = style
        self.commandLine = commandLine
    }

    /// - Returns: False where there is no terminal to edit on.
    /// - Throws: `CLIError` for settings that a session cannot have.
    package func start(_ console: Console) async throws -> Bool {
        guard console.isInputTerminal, console.isErrorTerminal, isatty(1) == 1 else {
            guard !continues else {
                throw CLIError(message: "`--continue` needs a terminal", exitStatus: .usage)
            }
            return false
        }
        var launch = self
        var greeting = "imgflow \(imgflowVersion)  type :help for help, Ctrl-D to exit"
        if settings.backend == nil, console.variable("IMGFLOW_BACKEND") == nil,
            settings.endpointURL == nil, settings.profile == nil, !Self.hasCredentials(console)
        {
            launch.settings.backend = "sandbox"
            greeting += "\nno credentials found: using the sandbox, nothing is billed"
        }
        // Each result is made of the ones before, which must be known then.
        for (isGiven, option) in [
            (settings.asksAfresh, "--fresh"), (settings.isEphemeral, "--ephemeral"),
        ] where isGiven {
            throw CLIError(
                message: "the prompt caches results, but `\(option)` would pay for them again",
                hints: ["add `fresh:true` to the stage to call again"])
        }
        // Ctrl-C between two runs, as at a question, means no; a run has a way of its own.
        Interrupt.take()
        // What is wrong with the options is said before the first line.
        _ = try Engine(launch.settings, console)
        let state =
            console.variable("XDG_STATE_HOME")
            ?? "\(console.variable("HOME") ?? "/tmp")/.local/state"
        let file = HistoryFile(path: "\(state)/imgflow/history")
        let parent = "\(state)/imgflow/sessions"
        let earlier = continues ? try Self.latest(in: parent) : nil
        let keepsBackend =
            settings.backend != nil || settings.endpointURL != nil || settings.profile != nil
        let session = UInt64.random(in: 0...(.max))
        let journal = SessionJournal(
            SessionFolder(in: parent), session: session, now: console.now())
        let home = console.variable("HOME")
        var console = console
        console.ask = Console.askAtPrompt
        let (opened, shared, words) = (launch, console, greeting)
        return await withCheckedContinuation { continuation in
            // libedit waits for keys: not on a thread that others need.
            let thread = Thread {
                let host = ReplHost(
                    opened.settings, opened.run, opened.style, opened.commandLine, shared,
                    shelf: ResultShelf(journal), session: session)
                guard let repl = Repl(host: host, history: file) else {
                    return continuation.resume(returning: false)
                }
                host.say(words)
                if let earlier {
                    if earlier.isOther {
                        host.say("note: the latest session is open in another window")
                    }
                    if let home { repl.startTerminal(with: "\(home)/.imgflowrc") }
                    repl.resume(earlier.read, in: earlier.folder, keepsBackend: keepsBackend)
                } else if let home {
                    repl.start(with: "\(home)/.imgflowrc")
                }
                repl.run()
                host.shelf.close()
                // The terminal is left as it was, and the process ends as on that signal at any time.
                if let signal = host.endedBy { raise(signal) }
                continuation.resume(returning: true)
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    private struct Earlier: Sendable {
        let folder: SessionFolder
        let read: ReadSession
        /// A later one is open elsewhere.
        let isOther: Bool
    }

    /// The latest session that nobody has open.
    private static func latest(in parent: String) throws -> Earlier {
        let all = KeptSession.all(in: parent)
        for (place, session) in all.enumerated() {
            let folder = SessionFolder(session.path)
            guard folder.take() else { continue }
            return Earlier(folder: folder, read: try ReadSession(session.path), isOther: place > 0)
        }
        throw CLIError(
            message: all.isEmpty
                ? "no session to continue"
                : "no session to continue: all are open in other windows",
            hints: ["begin one: imgflow"], exitStatus: .usage)
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
