import ImgflowEngine
import ImgflowReports
import Synchronization

/// The command line as its declarations describe it, for help, completion and the manual. The description
/// is made when it is first asked for, and takes longer than all else that a check does.
final class CommandLineDescription: Sendable {
    /// Of all commands, as the user writes them.
    let names: [String]
    /// The help of a command by its name; that of the whole where there is none.
    let help: @Sendable (_ command: String?) -> String?
    private let describe: @Sendable () -> String
    private let described = Mutex<CommandTree.Command??>(.none)

    init(
        names: [String], help: @escaping @Sendable (String?) -> String?,
        describe: @escaping @Sendable () -> String
    ) {
        self.names = names
        self.help = help
        self.describe = describe
    }

    private var tree: CommandTree.Command? {
        described.withLock { known in
            if let known { return known }
            let tree = CommandTree.read(describe())
            known = .some(tree)
            return tree
        }
    }

    /// The commands that are listed; ArgumentParser adds a `help` of its own.
    var commands: [CommandTree.Command] {
        var seen: Set<String> = []
        return (tree?.subcommands ?? []).filter {
            $0.shouldDisplay != false && seen.insert($0.commandName).inserted
        }
    }

    var topics: [(text: String, summary: String)] {
        commands.map { ($0.commandName, $0.abstract ?? "") }
    }

    /// Commands that are about a program.
    static let programCommands: Set<String> = ["run", "check", "plan", "explain"]

    /// What no script's parameter can be called.
    var words: CommandWords {
        CommandWords(commands: names, programCommands: Self.programCommands) {
            DeclaredOptions.table
        }
    }
}
