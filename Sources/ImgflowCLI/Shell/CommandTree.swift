import ArgumentParser
import FoundationEssentials

/// The commands and their options, as the parser of the command line describes itself.
struct CommandTree: Decodable {
    struct Command: Decodable {
        var commandName: String
        var abstract: String?
        var shouldDisplay: Bool?
        var subcommands: [Command]?
        var arguments: [Argument]?

        var options: [Argument] { (arguments ?? []).filter { $0.kind != "positional" } }

        var shownOptions: [Argument] { options.filter { $0.shouldDisplay != false } }
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: String
        var abstract: String?
        var names: [Name]?
        var valueName: String?
        var allValues: [String]?
        var defaultValue: String?
        var isRepeating: Bool
        var shouldDisplay: Bool?

        /// With their hyphens.
        var spellings: [String] {
            (names ?? []).map { ($0.kind == "short" ? "-" : "--") + $0.name }
        }

        var takesValue: Bool { kind == "option" }
    }

    var command: Command

    /// Nil only if the parser changed the form of its own description; a test holds it.
    static let current: Command? = {
        let text = Imgflow._dumpHelp()
        return try? JSONDecoder().decode(CommandTree.self, from: Data(text.utf8)).command
    }()

    /// The commands that are told of; ArgumentParser adds a `help` of its own.
    static var commands: [Command] {
        var seen: Set<String> = []
        return (current?.subcommands ?? []).filter {
            $0.shouldDisplay != false && seen.insert($0.commandName).inserted
        }
    }
}
