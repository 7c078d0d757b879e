import ArgumentParser
import ImgflowEngine

/// `imgflow manual`.
struct ManualCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Prints the manual page, imgflow(1).",
        discussion: """
            imgflow manual > ~/.local/share/man/man1/imgflow.1
            imgflow manual | man -l -
            """)

    func run(_ call: CommandCall) async throws {
        call.console.put(ManualPage(call.commandLine).text)
    }
}
