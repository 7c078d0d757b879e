import FoundationEssentials
import ImgflowReports

/// The commands and their options, as the parser of the command line describes itself.
struct CommandTree: Decodable, Sendable {
    struct Command: Decodable, Sendable {
        var commandName: String
        var abstract: String?
        var shouldDisplay: Bool?
        var subcommands: [Command]?
        var arguments: [Argument]?

        var options: [Argument] { (arguments ?? []).filter { $0.kind != "positional" } }

        var shownOptions: [Argument] { options.filter { $0.shouldDisplay != false } }
    }

    struct Argument: Decodable, Sendable {
        struct Name: Decodable, Sendable {
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
    static func read(_ description: String) -> Command? {
        try? JSONDecoder().decode(CommandTree.self, from: Data(description.utf8)).command
    }
}
