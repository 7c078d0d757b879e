import ArgumentParser
import ImgflowEngine
import ImgflowModels

/// `imgflow manual`.
struct ManualCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the manual page, imgflow(1).",
        discussion: """
            imgflow manual > ~/.local/share/man/man1/imgflow.1
            imgflow manual | man -l -
            """)

    func run(_ call: CommandCall) async throws {
        let console = call.console
        let today = console.today
        console.put(
            ManualPage(call.commandLine, Configuration.models(console), on: today).text)
    }
}
