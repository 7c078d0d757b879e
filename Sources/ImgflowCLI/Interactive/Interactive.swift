import Foundation
import ImgflowBedrock
import ImgflowREPL
import ImgflowRuntime

/// `imgflow` alone on a terminal: the prompt.
enum Interactive {
    /// - Returns: False where there is no terminal to edit on.
    static func run(
        _ options: PlanningOptions, _ running: RunOptions, _ console: Console
    ) async throws -> Bool {
        guard console.isInputTerminal, console.isErrorTerminal, isatty(1) == 1 else { return false }
        var options = options
        var greeting = "imgflow \(imgflowVersion)  :help tells more, Ctrl-D leaves"
        if options.backend == nil, console.variable("IMGFLOW_BACKEND") == nil,
            options.endpointUrl == nil, !hasCredentials(console)
        {
            options.backend = "sandbox"
            greeting += "\nno credentials here: the sandbox answers, and nothing is billed"
        }
        // Each result is made of the ones before, which must be known then.
        for (isGiven, option) in [(options.fresh, "--fresh"), (options.ephemeral, "--ephemeral")]
        where isGiven {
            throw Complaint(
                message: "a prompt keeps its answers, and `\(option)` would pay for them again",
                hints: ["write `fresh:true` behind the stage that is to be asked again"])
        }
        // Ctrl-C between two runs, as at a question, means no; a run has a way of its own.
        var interrupt = sigaction()
        interrupt.__sigaction_handler.sa_handler = { _ in }
        sigaction(SIGINT, &interrupt, nil)
        // What is wrong with the options is said before the first line.
        _ = try Workbench(options, console)
        let state =
            console.variable("XDG_STATE_HOME")
            ?? "\(console.variable("HOME") ?? "/tmp")/.local/state"
        let file = HistoryFile(path: "\(state)/imgflow/history")
        let home = console.variable("HOME")
        let (opened, shared, words) = (options, console, greeting)
        let isOpen = await withCheckedContinuation { continuation in
            // libedit waits for keys: not on a thread that others need.
            let thread = Thread {
                let workshop = Workshop(opened, running, shared)
                guard let prompt = Prompt(host: workshop, history: file) else {
                    return continuation.resume(returning: false)
                }
                workshop.say(words)
                if let home { prompt.start(with: "\(home)/.imgflowrc") }
                prompt.run()
                continuation.resume(returning: true)
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        return isOpen
    }

    /// Looks at variables and files only: nothing is asked of the network.
    private static func hasCredentials(_ console: Console) -> Bool {
        let variables = [
            "AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID", "AWS_PROFILE",
            "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        ]
        if variables.contains(where: { console.variable($0) != nil }) { return true }
        let home = console.variable("HOME") ?? "/"
        let files = [
            console.variable("AWS_SHARED_CREDENTIALS_FILE") ?? "\(home)/.aws/credentials",
            console.variable("AWS_CONFIG_FILE") ?? "\(home)/.aws/config",
        ]
        return files.contains { FileSystem.kind($0) == .file }
    }
}
