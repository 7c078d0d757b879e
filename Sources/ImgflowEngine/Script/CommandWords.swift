/// What the command line keeps for itself: names of commands and options, which no script can have.
///
/// They are read from the declarations of the options, and only where a line has one.
package struct CommandWords: Sendable {
    package var commands: [String]
    /// Those that are followed by a program.
    package var programCommands: Set<String>
    private let table: @Sendable () -> OptionTable

    /// Options with their hyphens.
    package struct OptionTable: Sendable {
        package var valued: Set<String>
        package var switches: Set<String>

        package init(valued: Set<String>, switches: Set<String>) {
            self.valued = valued
            self.switches = switches
        }
    }

    package init(
        commands: [String], programCommands: Set<String>,
        options: @escaping @Sendable () -> OptionTable
    ) {
        self.commands = commands
        self.programCommands = programCommands
        table = options
    }

    package func takesValue(_ option: String) -> Bool { table().valued.contains(option) }

    package func isOption(_ option: String) -> Bool {
        let table = table()
        return table.valued.contains(option) || table.switches.contains(option)
    }

    /// Options with a value first, as `did you mean` seeks among them.
    package var options: [String] { table().valued.sorted() + table().switches.sorted() }

    /// Without hyphens: a parameter of that name could not be given.
    package var names: Set<String> { Set(options.map { String($0.dropFirst(2)) }) }
}
