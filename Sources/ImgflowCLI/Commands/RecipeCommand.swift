import ArgumentParser
import ImgflowEngine
import ImgflowLanguage
import ImgflowReports

/// `imgflow recipe out.png`: how an image was made, as a program.
struct RecipeCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipe",
        abstract: "Print the program that made an image. Nothing is run.",
        discussion: """
            An image saved on this machine is recognized by its bytes, wherever it was moved to; \
            one saved with `embed:true` is recognized anywhere. Seeds and models are those \
            that were used. A recipe is data: read it, check it, plan it; `imgflow replay` runs it.
            """)

    @ArgumentParser.Argument(help: "An image that imgflow saved.")
    var file: String

    func run(_ call: CommandCall) async throws {
        let console = call.console
        let recipe = try FoundRecipe(of: file, console)
        if let folder = recipe.folder, folder != console.folder {
            console.complain("its paths are relative to \(Printable.text(folder))")
        }
        console.put(Printable.program(recipe.text))
    }
}
